"""Questions as programs list them: narrowed by what stands in the request, a page at a time, one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from community.queries import keyset, people
from community.queries.keyset import Page
from models.base import db
from models.escalation import Clock
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread

SORTS: Mapping[str, Any] = {
    "new": Thread.created_at,
    "active": Thread.active_at,
    "votes": Thread.score,
    "due": Clock.due_at,
}
"""By what a list is ordered; `due` lists those that have a due instant, the soonest first."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which questions; what is empty does not narrow."""

    states: Sequence[str] = ()
    unanswered: bool = False
    tag: str = ""
    author_id: int | None = None
    ids: Sequence[int] | None = None
    """Those that a search found; the order stays that of the list."""


def rows(*, deleted: bool = False) -> Select[Any]:
    """The statement of all visible questions (or all there are); its columns are what `summary` reads."""
    opening = Post.__table__.alias("opening")
    statement = (
        select(Thread, Clock.tier, Clock.due_at, Category.slug, Category.name, opening.c.author_name, *people.COLUMNS)
        .outerjoin(Member, Member.id == Thread.author_id)
        .outerjoin(Category, Category.id == Thread.category_id)
        .outerjoin(Clock, Clock.thread_id == Thread.id)
        .outerjoin(opening, and_(opening.c.id == Thread.opening_id, Thread.author_id.is_(None)))
    )
    return statement if deleted else statement.where(Thread.deleted_at.is_(None))


def questions(wanted: Wanted, *, sort: str = "new", after: str = "", size: int = 30) -> Page[dict[str, Any]]:
    """A page of questions as plain values. Raises Invalid for a cursor that we did not make."""
    key = SORTS[sort]
    statement = rows().where(*_conditions(wanted))
    if sort == "due":
        statement = statement.where(key.is_not(None)).order_by(key, Thread.id)
    else:
        statement = statement.order_by(key.desc(), Thread.id.desc())
    if after:
        statement = statement.where(_later(after, key, sort))
    found = db.session.execute(statement.limit(size + 1)).all()
    return keyset.page(found, size, summary, lambda row: keyset.cursor(_value(row, sort), row[0].id))


def summary(row: Any) -> dict[str, Any]:
    """A question as lists show it."""
    thread: Thread = row[0]
    return {
        "id": thread.id,
        "slug": thread.slug,
        "kind": thread.kind,
        "title": thread.title,
        "state": thread.state,
        "severity": thread.severity,
        "disputed": thread.disputed,
        "needs_information": thread.needs_info_at is not None,
        "close_reason": thread.close_reason,
        "same_as": thread.same_as_id,
        "resolved_reason": thread.resolved_reason,
        "tier": row.tier or 1,
        "due_at": row.due_at,
        "category": {"id": thread.category_id, "slug": row.slug, "name": row.name} if row.slug else None,
        "fields": thread.fields,
        "tags": list(thread.tag_names),
        "author": people.of(row[-6:], name=row.author_name or ""),
        "created_at": thread.created_at,
        "active_at": thread.active_at,
        "answers": thread.answer_count,
        "accepted": thread.accepted_count > 0,
        "me_too": thread.me_too_count,
        "followers": thread.follower_count,
        "score": thread.score,
        "excerpt": thread.excerpt,
    }


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(Thread.state.in_(wanted.states))
    if wanted.unanswered:
        found.append(Thread.answer_count == 0)
    if wanted.tag:
        tagged = select(ThreadTag.thread_id).join(Tag, Tag.id == ThreadTag.tag_id).where(Tag.name == wanted.tag)
        found.append(Thread.id.in_(tagged))
    if wanted.author_id is not None:
        found.append(Thread.author_id == wanted.author_id)
    if wanted.ids is not None:
        found.append(Thread.id.in_(wanted.ids))
    return found


def _later(after: str, key: Any, sort: str) -> ColumnElement[bool]:
    return keyset.after(after, key, Thread.id) if sort == "due" else keyset.before(after, key, Thread.id)


def _value(row: Any, sort: str) -> Any:
    return row.due_at if sort == "due" else getattr(row[0], SORTS[sort].key)
