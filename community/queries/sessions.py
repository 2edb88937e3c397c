"""Who a sign-in belongs to, and which a member has."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select

from models.base import db
from models.clock import now
from models.credential import Session
from models.member import Member

ABSOLUTE = timedelta(days=90)
IDLE = timedelta(days=30)
IDLE_STAFF = timedelta(hours=12)
"""Staff see everybody's threads, often on shared desks."""


def hashed(key: str) -> str:
    """The id of the row for `key`: a stolen table opens no door."""
    return sha256(key.encode()).hexdigest()


_SIGNED_IN = (
    select(Session.created_at, Session.seen_at, Member)
    .join(Member, Member.id == Session.member_id)
    .where(Session.id == bindparam("id"))
)


def member_of(key: str) -> Member | None:
    """The member who signed in with `key`, or None when that has ended, lapsed or been revoked."""
    row = db.session.execute(_SIGNED_IN, {"id": hashed(key)}).one_or_none()
    if row is None:
        return None
    started, seen, member = row
    return member if _stands(started, seen, member, now()) else None


def _stands(started: datetime, seen: datetime, member: Member, at: datetime) -> bool:
    if member.deleted_at or (member.suspended_until and member.suspended_until > at):
        return False
    idle = IDLE_STAFF if member.is_staff else IDLE
    return at < started + ABSOLUTE and at < seen + idle


def of(member: Member) -> list[Session]:
    """The member's sign-ins, the last used first."""
    return list(
        db.session.scalars(select(Session).where(Session.member_id == member.id).order_by(Session.seen_at.desc()))
    )
