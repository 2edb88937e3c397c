"""What a member was told: how much of it is new, and the list itself, newest first."""

from sqlalchemy import func, select

from models.base import db
from models.notification import Notification

MOST_COUNTED = 100
"""The bell says "99+" beyond; counting further would cost more than it tells."""


def unread_count(member_id: int) -> int:
    """How many notifications are new, at most 100."""
    new = (
        select(Notification.id)
        .where(Notification.member_id == member_id, Notification.read_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return db.session.scalar(select(func.count()).select_from(new.subquery())) or 0
