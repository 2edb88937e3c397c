"""Markdown to HTML: CommonMark with tables, strikethrough and bare links; HTML in the source stays text."""

import re
from collections.abc import Iterator, Sequence
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


def parse(source: str) -> Parsed:
    """The HTML of `source`, not yet cleaned, and the handles it mentions in order, each once."""
    tokens = _markdown.parse(source)
    found = dict.fromkeys(handle for text in _prose(tokens) for handle in _mentions(text))
    return Parsed(_renderer.render(tokens, _markdown.options, {}), tuple(found))


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
