"""Stored HTML made anew when the renderer changed: what is shown was cleaned by the rules that hold now."""

from sqlalchemy import select

from community import markup, writing
from community.transaction import transactional
from models.article import Article
from models.base import db
from models.errors import Invalid
from models.member import Member
from models.post import Post

BATCH = 100
"""Texts in one transaction; some milliseconds each."""


def refresh(by: Member | None) -> int:
    """How many posts and guides were rendered anew. Nobody is told: what people wrote has not changed."""
    done = 0
    while number := _refresh_some(by):
        done += number
    return done


@transactional
def _refresh_some(by: Member | None) -> int:
    outdated = [row for table in (Post, Article) for row in _outdated(table)]
    for row in outdated:
        row.html = _anew(row)
        row.renderer = markup.RENDERER
    return len(outdated)


def _outdated(table: type[Post] | type[Article]) -> list[Post | Article]:
    statement = select(table).where(table.renderer != markup.RENDERER).order_by(table.id).limit(BATCH)
    return list(db.session.scalars(statement.with_for_update(skip_locked=True)))


def _anew(row: Post | Article) -> str:
    """The text by the present rules; where they refuse it, the old HTML through the present gates."""
    try:
        if getattr(row, "format", "markdown") == "html":
            return markup.render_html(row.source).html
        return markup.render(row.source, writing.called if isinstance(row, Post) else markup.nobody).html
    except Invalid:
        return markup.sanitise(row.html)
