"""What a member was told: how much of it is new, and the list itself, newest first.

Whether a member may still see what a row is about is asked here, when it is listed, not only when it was written.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from community import markup
from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.base import db, fetch
from models.member import Member
from models.notification import MailPreference, Notification
from models.post import Post
from models.thread import Thread
from reputation.privileges import Privilege, allowed

MOST_COUNTED = 100
"""The bell says "99+" beyond; counting further would cost more than it tells."""
SIZE = 30
LONGEST_EXCERPT = 140

SHOWS: dict[str, tuple[str, ...]] = {
    "everything": (),
    "questions": ("answer", "comment", "climbed", "needs_info", "closed", "resolved", "disputed", "handed_back"),
    "mentions": ("mention",),
    "helping": ("accepted", "verified", "guide", "level", "asked", "assigned"),
}


@dataclass(frozen=True, slots=True)
class News:
    """A row of the inbox; `excerpt` is how the post begins that it is about."""

    id: int
    event_id: int
    kind: str
    at: datetime
    new: bool
    actor: Person
    thread_id: int | None
    title: str
    post_id: int | None
    excerpt: str


_actor, _parent = aliased(Member), aliased(Post)
_BEGINNING = 1_500
"""Characters of HTML that are looked at for an excerpt."""

_HIDDEN = or_(
    and_(Thread.deleted_at.is_not(None), func.coalesce(Thread.author_id, 0) != Notification.member_id),
    # Whoever reported a post hears of the decision even if the post is gone by it.
    and_(or_(Post.deleted_at.is_not(None), _parent.deleted_at.is_not(None)), Notification.kind != "flag_decided"),
)
"""What the row is about is deleted. Rows about no thread are about the member."""
_ALL = Notification.member_id == bindparam("member_id")


def _with_subjects(statement: Select[Any], to_staff: bool) -> Select[Any]:
    """The statement with what its rows are about, left out where the member may not see that any more."""
    joined = (
        statement.outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(Post, Post.id == Notification.post_id)
        .outerjoin(_parent, _parent.id == Post.parent_id)
        .where(_ALL)
    )
    return joined if to_staff else joined.where(~func.coalesce(_HIDDEN, False))


@cache
def _unread(to_staff: bool) -> Select[Any]:
    new = _with_subjects(select(Notification.id), to_staff).where(Notification.read_at.is_(None)).limit(MOST_COUNTED)
    return select(func.count()).select_from(new.subquery())


@cache
def _rows(to_staff: bool) -> Select[Any]:
    statement = select(
        Notification,
        Thread.title,
        Post.deleted_at,
        func.substr(Post.html, 1, _BEGINNING),
        *(getattr(_actor, column.key) for column in people.COLUMNS),
    ).outerjoin(_actor, _actor.id == Notification.actor_id)
    return _with_subjects(statement, to_staff).order_by(Notification.event_id.desc(), Notification.id.desc())


def unread_count(by: Member) -> int:
    """How many notifications are new and may still be seen, at most 100."""
    return fetch(_unread(allowed(by, Privilege.SEE_DELETED)), {"member_id": by.id}).scalar_one()


def news(by: Member, *, show: str = "everything", after: str = "", size: int = SIZE) -> Page[News]:
    """A page of what the member was told and may still see."""
    statement = _rows(allowed(by, Privilege.SEE_DELETED))
    if kinds := SHOWS[show]:
        statement = statement.where(Notification.kind.in_(kinds))
    if after:
        statement = statement.where(keyset.before(after, Notification.event_id, Notification.id))
    rows = db.session.execute(statement.limit(size + 1), {"member_id": by.id}).all()
    return keyset.page(rows, size, _news, lambda row: keyset.cursor(row[0].event_id, row[0].id))


def _news(row: Any) -> News:
    told: Notification = row[0]
    _, title, gone, html = row[:4]
    return News(
        id=told.id,
        event_id=told.event_id,
        kind=told.kind,
        at=told.at,
        new=told.read_at is None,
        actor=people.of(row[4:]),
        thread_id=told.thread_id,
        title=title or "",
        post_id=told.post_id if gone is None else None,
        excerpt="" if gone or not html else markup.excerpt(markup.lines(html), LONGEST_EXCERPT),
    )


def preferences(by: Member) -> dict[str, bool]:
    """The member's own choices of mail, by kind; kinds without one follow their default."""
    rows = fetch(select(MailPreference.kind, MailPreference.wanted).where(MailPreference.member_id == by.id))
    return {row.kind: row.wanted for row in rows}
