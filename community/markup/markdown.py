"""Markdown to HTML: CommonMark with tables, strikethrough and bare links; HTML in the source stays text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from community.markup.code import highlighted
from community.markup.deadline import check

# Not after a word (an address), a dot, a slash or another @; each character is looked at once.
MENTION = re.compile(r"(?<![\w@./])@(\w[\w.-]{1,59})")


@dataclass(frozen=True)
class Parsed:
    html: str
    mentions: tuple[str, ...]


Called = Callable[[Sequence[str]], Mapping[str, str]]
"""Handles in, the addresses of those that are somebody's out."""


def nobody(handles: Sequence[str]) -> Mapping[str, str]:
    return {}


def parse(source: str, called: Called = nobody) -> Parsed:
    """The HTML of `source`, not yet cleaned, and the handles it mentions in order, each once."""
    tokens = _markdown.parse(source)
    found = tuple(dict.fromkeys(handle for text in _prose(tokens) for handle in _mentions(text)))
    if addresses := called(found) if found else {}:
        for token in tokens:
            token.children = list(_linked(token.children, addresses)) if token.children else token.children
    return Parsed(_renderer.render(tokens, _markdown.options, {}), found)


def _linked(line: Sequence[Token], addresses: Mapping[str, str]) -> Iterator[Token]:
    """The line with each handle that is somebody's as a link, unless it stands in a link already."""
    inside = 0
    for token in line:
        inside += token.nesting if token.tag == "a" else 0
        if token.type == "text" and not inside:
            yield from _with_links(token.content, addresses)
        else:
            yield token


def _with_links(text: str, addresses: Mapping[str, str]) -> Iterator[Token]:
    done = 0
    for match in MENTION.finditer(text):
        handle = match[1].rstrip(".-")
        if handle in addresses:
            yield _text(text[done : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": addresses[handle]})
            yield _text("@" + handle)
            yield Token("link_close", "a", -1)
            done = match.start() + 1 + len(handle)
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _mentions(text: str) -> Iterator[str]:
    return (match.rstrip(".-") for match in MENTION.findall(text))


def _prose(tokens: Sequence[Token]) -> Iterator[str]:
    """The text that is neither code nor a link's address."""
    for token in tokens:
        yield from (child.content for child in token.children or () if child.type == "text")


def _look_at_clock_in_blocks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    check()
    return False


def _look_at_clock_in_lines(state: StateInline, silent: bool) -> bool:
    check()
    return False


def _build() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, "highlight": highlighted})
    md.enable(["table", "strikethrough", "linkify"])
    if md.linkify is not None:
        # Otherwise "settings.py" becomes a link to Paraguay.
        md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    md.block.ruler.before("table", "clock", _look_at_clock_in_blocks)
    md.inline.ruler.before("text", "clock", _look_at_clock_in_lines)
    return md


class _Renderer(RendererHTML):
    """The tables' cells alone are our own: the pages' policy refuses inline styles, so an attribute says the side."""

    def td_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        style = str(tokens[index].attrs.pop("style", ""))
        if style:
            tokens[index].attrs["align"] = style.removeprefix("text-align:")
        return self.renderToken(tokens, index, options, env)

    th_open = td_open


_markdown = _build()
_renderer = _Renderer()
