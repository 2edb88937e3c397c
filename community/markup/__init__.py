"""The one door to formatted text: Markdown and imported HTML in, HTML that is safe to show out.

    source → markdown-it (no HTML) → bleach (allow-list) → nh3 (the same list, the last gate) → stored html, text

It runs when something is written; the result is stored with `RENDERER`, and reading never formats or cleans again.
`plain`, `slugify`, `excerpt`, `storable` and `changes` are the small tools for text that holds no markup.
"""

from dataclasses import dataclass

from community.markup import gate, markdown
from community.markup.changes import Segment, changes
from community.markup.deadline import deadline
from community.markup.gate import sanitise
from community.markup.markdown import Called, nobody
from community.markup.plain import excerpt, lines, plain, slugify, storable
from models.errors import Invalid

__all__ = [
    "HTML_LIMIT",
    "LIMIT",
    "RENDERER",
    "Rendered",
    "Segment",
    "changes",
    "excerpt",
    "lines",
    "nobody",
    "plain",
    "render",
    "render_html",
    "sanitise",
    "slugify",
    "storable",
]

RENDERER = "2"
"""The version of everything in this package that changes what is stored; raise it and old posts are rendered anew."""

LIMIT = 30_000
"""Characters of Markdown. The longest useful log excerpt fits; a text that is longer belongs in an attachment."""

HTML_LIMIT = 4 * LIMIT
"""Characters of imported HTML: elsewhere the limit was on the Markdown that it was made from."""

SECONDS = 1.0
"""What one text may cost. Ordinary ones take a few milliseconds; one that is built to take longer is refused."""


@dataclass(frozen=True)
class Rendered:
    """`html` may be shown as it is, `text` is its words, `mentions` the handles after an @, outside code."""

    html: str
    text: str
    mentions: tuple[str, ...] = ()


def render(source: str, called: Called = nobody) -> Rendered:
    """The Markdown `source` as safe HTML. Raises Invalid when it is too long or takes too long.

    A mention becomes a link where `called` knows whose handle it is.
    """
    with _bounded(source, LIMIT):
        parsed = markdown.parse(source, called)
        html = gate.sanitise(parsed.html)
    return Rendered(html, lines(html), parsed.mentions)


def render_html(html: str) -> Rendered:
    """HTML from elsewhere (an import) through the same gates. Nobody is mentioned by it: it is history."""
    with _bounded(html, HTML_LIMIT):
        clean = gate.sanitise(gate.prepared(html))
    return Rendered(clean, lines(clean))


def _bounded(source: str, limit: int) -> deadline:
    if len(source) > limit:
        raise Invalid(body=f"Use {limit:,} characters or fewer. This has {len(source):,}.")
    return deadline(SECONDS)
