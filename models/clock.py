"""The one source of time.

Everything that asks "what time is it" asks here, so a test, the importer, a sweep ``--at`` an instant and the
sample community can all say so for the code they run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

YEARS = range(1970, 2200)
"""Instants of other years are mistakes: calendars reckon some days around one, which the first and last have not."""

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant in UTC, or the one told by `at`."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """The clock stands at `instant` (aware) inside the block."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _told.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _told.reset(token)
