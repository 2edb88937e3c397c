"""What a page's version is made of: the last event that could have changed it."""

from sqlalchemy import bindparam, func, select

from models.base import fetch
from models.event_log import LoggedEvent

_LAST_OF_THREAD = (
    select(LoggedEvent.id)
    .where(LoggedEvent.thread_id == bindparam("thread_id"))
    .order_by(LoggedEvent.at.desc(), LoggedEvent.id.desc())
    .limit(1)
)
_LAST = select(func.max(LoggedEvent.id))


def of_thread(thread_id: int) -> int:
    """The id of the last event of the thread; 0 when nothing ever happened there."""
    return fetch(_LAST_OF_THREAD, {"thread_id": thread_id}).scalar() or 0


def of_everything() -> int:
    """The id of the last event of all: lists may change with each."""
    return fetch(_LAST).scalar() or 0
