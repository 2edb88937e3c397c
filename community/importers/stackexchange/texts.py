"""Texts of the dump through our gates. None is refused: what cannot be shown as it is, is shown as plain text."""

from html import escape

from community import markup
from community.markup import Rendered
from models.errors import Invalid

WITHOUT_A_TITLE = "(no title)"
LONGEST_TITLE = 150


def html_of(body: str) -> Rendered:
    """A body in HTML, made safe. One over the limit is cut there: the rest is in its source."""
    try:
        return markup.render_html(body[: markup.HTML_LIMIT])
    except Invalid:
        return _as_typed(body)


def comment_of(text: str) -> Rendered:
    """A comment in its Markdown, made safe."""
    try:
        return markup.render(text[: markup.LIMIT])
    except Invalid:
        return _as_typed(text)


def title_of(title: str) -> str:
    return markup.plain(title)[:LONGEST_TITLE] or WITHOUT_A_TITLE


def _as_typed(text: str) -> Rendered:
    text = markup.storable(text[: markup.LIMIT])
    return Rendered(markup.sanitise(f"<pre>{escape(text)}</pre>"), text)
