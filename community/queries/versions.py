"""What a page's version is made of: the last event that could have changed it."""

from sqlalchemy import func, select

from models.base import db
from models.event_log import LoggedEvent


def of_thread(thread_id: int) -> int:
    """The id of the last event of the thread; 0 when nothing ever happened there."""
    last = (
        select(LoggedEvent.id)
        .where(LoggedEvent.thread_id == thread_id)
        .order_by(LoggedEvent.at.desc(), LoggedEvent.id.desc())
        .limit(1)
    )
    return db.session.scalar(last) or 0


def of_everything() -> int:
    """The id of the last event of all: lists may change with each."""
    return db.session.scalar(select(func.max(LoggedEvent.id))) or 0
