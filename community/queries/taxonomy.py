"""Categories and tags with their counts, for asides, forms, lists and programs."""

from sqlalchemy import exists, func, or_, select

from community.queries import keyset
from community.queries.keyset import Page
from models.base import db
from models.errors import Invalid, NotFound
from models.member import Member
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread
from models.vote import Follow
from reputation.privileges import Privilege, allowed


def categories() -> list[Category]:
    """All categories in the order in which they are offered: there are few."""
    return list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))


def category(slug: str) -> Category:
    found = db.session.scalars(select(Category).where(Category.slug == slug)).one_or_none()
    if found is None:
        raise NotFound
    return found


def category_id(slug: str) -> int:
    """The id of the category. Raises Invalid for `category` when there is none of that slug."""
    try:
        return category(slug).id
    except NotFound:
        raise Invalid(category="There is no such category.") from None


def tag(name: str, by: Member | None = None) -> Tag:
    """The tag. One that only deleted questions bear is there for those alone who may see one of them."""
    found = db.session.scalars(select(Tag).where(Tag.name == name)).one_or_none()
    if found is None or not (found.thread_count or allowed(by, Privilege.SEE_DELETED) or _is_known_to(by, found)):
        raise NotFound
    return found


def _is_known_to(by: Member | None, tag: Tag) -> bool:
    """Whether no question bears the tag, or one of the reader's own."""
    bearers = (
        select(Thread.author_id).join(ThreadTag, ThreadTag.thread_id == Thread.id).where(ThreadTag.tag_id == tag.id)
    )
    mine = bearers.where(Thread.author_id == (by.id if by else 0))
    return bool(db.session.scalar(select(or_(~bearers.exists(), mine.exists()))))


def tags(*, after: str = "", begins: str = "", size: int = 30) -> Page[Tag]:
    """A page of tags, the most used first; `begins` narrows them. One that only deleted questions bear is left out."""
    borne = exists().where(ThreadTag.tag_id == Tag.id)
    statement = select(Tag).where(or_(Tag.thread_count > 0, ~borne)).order_by(Tag.thread_count.desc(), Tag.id.desc())
    if begins:
        statement = statement.where(func.lower(Tag.name).startswith(begins.lower(), autoescape=True))
    if after:
        statement = statement.where(keyset.before(after, Tag.thread_count, Tag.id))
    rows = db.session.execute(statement.limit(size + 1)).all()
    return keyset.page(rows, size, lambda row: row[0], lambda row: keyset.cursor(row[0].thread_count, row[0].id))


def follows(by: Member, kind: str, target_id: int) -> bool:
    """Whether the member follows this tag or category."""
    mine = exists().where(Follow.member_id == by.id, Follow.kind == kind, Follow.target_id == target_id)
    return bool(db.session.scalar(select(mine)))
