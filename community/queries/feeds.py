"""Lists of questions: latest, needs an answer, solved, most affected, of a tag, of a category. One statement each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.article import Article, ArticleSource
from models.base import db, fetch
from models.escalation import Clock
from models.member import OFFICIAL, Member
from models.post import Post
from models.taxonomy import Category, ThreadTag
from models.thread import Thread

SIZE = 30
NEED_COUNTED = 1000
"""Beyond, the tab says no number: counting a backlog costs more the longer it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question in a list."""

    id: int
    slug: str
    title: str
    status: str
    answers: int
    me_too: int
    tier: int
    due_at: datetime | None
    category: str | None
    author: Person
    created_at: datetime
    active_at: datetime
    staff_answered: bool
    excerpt: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """A list: which rows, and by what they are ordered (descending, then by id)."""

    key: Any
    where: tuple[ColumnElement[bool], ...] = ()


ORDERS: dict[str, Order] = {
    "latest": Order(Thread.created_at),
    "active": Order(Thread.active_at),
    "unanswered": Order(Thread.active_at, (Thread.state == "open",)),
    "solved": Order(Thread.active_at, (Thread.state == "resolved",)),
    "affected": Order(Thread.me_too_count, (Thread.me_too_count > 0,)),
}

_staff_answered = exists().where(
    Post.thread_id == Thread.id,
    Post.kind == "answer",
    Post.author_role.in_(sorted(OFFICIAL)),
    Post.deleted_at.is_(None),
)
_is_guide = exists().where(
    ArticleSource.thread_id == Thread.id, Article.id == ArticleSource.article_id, Article.state == "published"
)
_opening = Post.__table__.alias("opening")

COLUMNS = (
    Thread.id,
    Thread.slug,
    Thread.title,
    Thread.state,
    Thread.disputed,
    Thread.close_reason,
    Thread.answer_count,
    Thread.me_too_count,
    Thread.created_at,
    Thread.active_at,
    Thread.excerpt,
    Thread.tag_names,
    Category.name.label("category"),
    Clock.tier,
    Clock.promise_at,
    _staff_answered.label("staff_answered"),
    _is_guide.label("is_guide"),
    _opening.c.author_name,
    *people.COLUMNS,
)


def rows() -> Select[Any]:
    """The statement of all visible questions with what a row shows; narrow and order it."""
    return (
        select(*COLUMNS)
        .select_from(Thread)
        .outerjoin(Member, Member.id == Thread.author_id)
        .outerjoin(Category, Category.id == Thread.category_id)
        .outerjoin(Clock, Clock.thread_id == Thread.id)
        # Only an import knows authors without an account, by the name on the opening.
        .outerjoin(_opening, and_(_opening.c.id == Thread.opening_id, Thread.author_id.is_(None)))
        .where(Thread.deleted_at.is_(None))
    )


def questions(name: str, *, after: str = "", size: int = SIZE) -> Page[Row]:
    """A page of the list of that name (`ORDERS`)."""
    order = ORDERS[name]
    return _page(rows().where(*order.where), order.key, after, size)


def tagged(tag_id: int, *, after: str = "", size: int = SIZE) -> Page[Row]:
    """Questions with the tag, the newest first: by id, which the tag's own index follows."""
    statement = rows().join(ThreadTag, ThreadTag.thread_id == Thread.id).where(ThreadTag.tag_id == tag_id)
    return _page(statement, ThreadTag.thread_id, after, size)


def in_category(category_id: int, *, after: str = "", size: int = SIZE) -> Page[Row]:
    """Questions of the category, the last touched first."""
    return _page(rows().where(Thread.category_id == category_id), Thread.active_at, after, size)


def these(ids: list[int]) -> list[Row]:
    """The visible ones of these questions, in the order of `ids`."""
    found = {row[0]: make(row) for row in fetch(rows().where(Thread.id.in_(ids)))} if ids else {}
    return [found[each] for each in ids if each in found]


def waiting_count() -> int | None:
    """How many questions have no answer yet; None where they are too many to be counted on every page."""
    some = select(Thread.id).where(Thread.deleted_at.is_(None), Thread.state == "open").limit(NEED_COUNTED + 1)
    number = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return number if number <= NEED_COUNTED else None


def _page(statement: Select[Any], key: Any, after: str, size: int) -> Page[Row]:
    if after:
        statement = statement.where(keyset.before(after, key, Thread.id))
    statement = statement.order_by(key.desc(), Thread.id.desc()).limit(size + 1)
    return keyset.page(fetch(statement).all(), size, make, _cursor(key))


def _cursor(key: Any) -> Callable[[Any], str]:
    name = "id" if key is ThreadTag.thread_id else key.key
    return lambda row: keyset.cursor(getattr(row, name), row[0])


def make(row: Any) -> Row:
    """A row of `rows()` as lists show it."""
    return Row(
        id=row[0],
        slug=row.slug,
        title=row.title,
        status=status(row),
        answers=row.answer_count,
        me_too=row.me_too_count,
        tier=row.tier or 1,
        due_at=row.promise_at,
        category=row.category,
        author=people.of(row[-6:], name=row.author_name or ""),
        created_at=row.created_at,
        active_at=row.active_at,
        staff_answered=row.staff_answered,
        excerpt=row.excerpt,
        tags=tuple(row.tag_names),
    )


def status(row: Any) -> str:
    return status_of(
        disputed=row.disputed, state=row.state, close_reason=row.close_reason, is_guide=row.is_guide, tier=row.tier
    )


def status_of(*, disputed: bool, state: str, close_reason: str | None, is_guide: bool, tier: int | None) -> str:
    """The one word for where a question stands: disputed, guide, solved, same, closed, answered, open or waiting."""
    if disputed:
        return "disputed"
    if state == "closed":
        return "same" if close_reason == "same answer" else "closed"
    if state == "resolved":
        return "guide" if is_guide else "solved"
    if state == "answered":
        return "answered"
    return "open" if (tier or 1) > 1 else "waiting"
