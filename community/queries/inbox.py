"""What a member was told: how much of it is new, and the list itself, newest first.

Whether a member may still see what a row is about is asked here, when it is listed, not only when it was written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.base import db
from models.member import Member
from models.notification import MailPreference, Notification
from models.post import Post
from models.thread import Thread
from reputation.privileges import Privilege, allowed

MOST_COUNTED = 100
"""The bell says "99+" beyond; counting further would cost more than it tells."""
SIZE = 30

SHOWS: dict[str, tuple[str, ...]] = {
    "everything": (),
    "questions": ("answer", "comment", "climbed", "needs_info", "closed", "resolved", "disputed", "handed_back"),
    "mentions": ("mention",),
    "helping": ("accepted", "verified", "guide", "level", "asked", "assigned"),
}


@dataclass(frozen=True, slots=True)
class News:
    """A row of the inbox."""

    id: int
    event_id: int
    kind: str
    at: datetime
    new: bool
    actor: Person
    thread_id: int | None
    title: str
    post_id: int | None


_new = (
    select(Notification.id)
    .where(Notification.member_id == bindparam("member_id"), Notification.read_at.is_(None))
    .limit(MOST_COUNTED)
)
_UNREAD = select(func.count()).select_from(_new.subquery())


def unread_count(member_id: int) -> int:
    """How many notifications are new, at most 100."""
    return db.session.scalar(_UNREAD, {"member_id": member_id}) or 0


def news(by: Member, *, show: str = "everything", after: str = "", size: int = SIZE) -> Page[News]:
    """A page of what the member was told and may still see."""
    actor = aliased(Member)
    columns = [getattr(actor, column.key) for column in people.COLUMNS]
    statement = (
        select(Notification, Thread.title, *columns)
        .outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(Post, Post.id == Notification.post_id)
        .outerjoin(actor, actor.id == Notification.actor_id)
        .where(Notification.member_id == by.id)
    )
    if not allowed(by, Privilege.SEE_DELETED):
        gone = or_(and_(Thread.deleted_at.is_not(None), Thread.author_id != by.id), Post.deleted_at.is_not(None))
        statement = statement.where(or_(Notification.thread_id.is_(None), ~func.coalesce(gone, False)))
    if kinds := SHOWS[show]:
        statement = statement.where(Notification.kind.in_(kinds))
    if after:
        statement = statement.where(keyset.before(after, Notification.event_id, Notification.id))
    statement = statement.order_by(Notification.event_id.desc(), Notification.id.desc()).limit(size + 1)
    rows = db.session.execute(statement).all()
    return keyset.page(rows, size, _news, lambda row: keyset.cursor(row[0].event_id, row[0].id))


def _news(row: Any) -> News:
    told: Notification = row[0]
    return News(
        id=told.id,
        event_id=told.event_id,
        kind=told.kind,
        at=told.at,
        new=told.read_at is None,
        actor=people.of(row[2:]),
        thread_id=told.thread_id,
        title=row[1] or "",
        post_id=told.post_id,
    )


def preferences(by: Member) -> dict[str, bool]:
    """The member's own choices of mail, by kind; kinds without one follow their default."""
    rows = db.session.execute(
        select(MailPreference.kind, MailPreference.wanted).where(MailPreference.member_id == by.id)
    )
    return {row.kind: row.wanted for row in rows}
