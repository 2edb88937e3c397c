"""Two gates with one allow-list. bleach rewrites what it lets through; nh3, which is kept up, has the last word.

bleach gets no more fixes, so nothing depends on it alone. `bleach.linkify` is cubic on crafted input: never use it.
"""

import re
from collections.abc import Iterator
from threading import local
from typing import Any

import nh3
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner

from community.markup.code import LANGUAGES, NAMES
from community.markup.deadline import check
from models.errors import Invalid

ALLOWED = """
a abbr b blockquote br code dd del dl dt em h2 h3 h4 h5 h6 hr i ins kbd li ol p pre s span strong sub sup
table tbody td th thead tr ul
"""
TAGS = frozenset(ALLOWED.split())
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
CLASSES = {"span": set(NAMES), "code": {f"language-{name}" for name in LANGUAGES}}
SIDES = {"left", "right", "center"}
CELLS = {tag: {"align": SIDES} for tag in ("th", "td")}
VOID = {"br", "hr", "img"}
SCHEMES = {"http", "https", "mailto"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REL = "nofollow ugc noopener"

CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
"""Characters that no page may hold (bleach would show a question mark for each)."""

MOST_TAGS = 10_000
"""bleach's parser walks the brothers of each element, so its time grows with the square of a long table."""

DEEPEST = 60
"""It also walks all that is open; no text that people read is nested so deep."""


def sanitise(html: str) -> str:
    """`html` with nothing in it but the allow-list. Doing it again changes nothing. Raises Invalid on too many tags."""
    if html.count("<") > MOST_TAGS:
        raise Invalid(body="This text has too many parts, such as rows of a table. Please make it shorter.")
    return nh3.clean(
        _cleaner().clean(html.translate(CONTROLS)),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        tag_attribute_values=CELLS,
        # A long line of code scrolls sideways, so it must be reachable with the keyboard.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
        url_schemes=SCHEMES,
        link_rel=REL,
    )


def prepared(html: str) -> str:
    """Foreign `html` without scripts, styles and their text, and not too deep; `sanitise` judges what is left."""
    return _shallow(
        nh3.clean(
            html,
            tags=TAGS | {"img", "h1"},
            attributes=ATTRIBUTES | {"img": {"src", "alt"}, "code": {"class"}},
            tag_attribute_values=CELLS,
            link_rel=None,
        )
    )


def _shallow(html: str) -> str:
    """`html`, as nh3 writes it (every tag closed), without the tags deeper than `DEEPEST`."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2] in VOID:
            return tag[0]
        depth += -1 if tag[1] else 1
        return tag[0] if depth + bool(tag[1]) <= DEEPEST else ""

    return re.sub(r"<(/?)(\w+)[^<>]*>", kept, html)


class Outline(Filter):
    """Headings in order from h2 on, whatever levels were typed: a page has one h1, and no level is skipped."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        open_levels: list[int] = []
        for token in Filter.__iter__(self):
            check()
            if token.get("name") in HEADINGS:
                level = HEADINGS.index(token["name"])
                if token["type"] == "StartTag":
                    open_levels = [above for above in open_levels if above < level] + [level]
                token["name"] = HEADINGS[min(len(open_levels), 5)]
            yield token


class ImagesAsLinks(Filter):
    """A picture of another site would tell that site who reads; so it becomes a link (or, inside one, its words)."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        inside = False
        for token in Filter.__iter__(self):
            if token.get("name") == "a":
                inside = token["type"] == "StartTag"
            if token.get("name") == "img":
                yield from _link(token, inside)
            else:
                yield token


def _link(image: dict[str, Any], inside: bool) -> Iterator[dict[str, Any]]:
    address = image["data"].get((None, "src"))
    words = {"type": "Characters", "data": image["data"].get((None, "alt")) or "image"}
    if inside or not address:
        yield words
    else:
        yield {"type": "StartTag", "name": "a", "namespace": image.get("namespace"), "data": {(None, "href"): address}}
        yield words
        yield {"type": "EndTag", "name": "a", "namespace": image.get("namespace"), "data": {}}


def _attributes() -> dict[str, Any]:
    """The allow-list in bleach's words; img is let in for the filter that turns it into a link."""
    named: dict[str, Any] = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
    cells = {tag: lambda tag, name, value: name == "align" and value in SIDES for tag in CELLS}
    classes = {tag: _class_of(allowed) for tag, allowed in CLASSES.items()}
    return named | cells | classes | {"img": ["src", "alt"]}


def _class_of(allowed: set[str]) -> Any:
    return lambda tag, name, value: name == "class" and value in allowed


_threads = local()


def _cleaner() -> Cleaner:
    """The thread's own cleaner: making one costs more than a short text, and sharing one between threads is unsafe."""
    if not hasattr(_threads, "cleaner"):
        _threads.cleaner = Cleaner(
            tags=TAGS | {"h1", "img"},
            attributes=_attributes(),
            protocols=SCHEMES,
            strip=True,
            filters=[Outline, ImagesAsLinks],
        )
    return _threads.cleaner
