"""Categories and tags with their counts."""

from sqlalchemy import select

from community.queries import keyset
from community.queries.keyset import Page
from models.base import db
from models.errors import Invalid
from models.taxonomy import Category, Tag


def categories() -> list[Category]:
    """All categories in the order in which they are offered."""
    return list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))


def category_id(slug: str) -> int:
    """The id of the category. Raises Invalid for `category` when there is none of that slug."""
    found = db.session.scalar(select(Category.id).where(Category.slug == slug))
    if found is None:
        raise Invalid(category="There is no such category.")
    return found


def tags(*, after: str = "", size: int = 30) -> Page[Tag]:
    """A page of tags, the most used first."""
    statement = select(Tag).order_by(Tag.thread_count.desc(), Tag.id.desc())
    if after:
        statement = statement.where(keyset.before(after, Tag.thread_count, Tag.id))
    rows = db.session.execute(statement.limit(size + 1)).all()
    return keyset.page(rows, size, lambda row: row[0], lambda row: keyset.cursor(row[0].thread_count, row[0].id))
