"""One run of a job in each slot of time, whoever comes first: a slot is claimed by inserting its row."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from community.transaction import unit_of_work
from models.base import db
from models.bookkeeping import JobRun
from models.clock import now

GIVEN_UP = timedelta(hours=1)
"""A run that has not finished after this long is taken to have died, or failed; the slot may be claimed again."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slot_of(instant: datetime, length: timedelta) -> datetime:
    """The beginning of the slot that `instant` is in; slots are counted from 1970, so all workers agree on them."""
    return EPOCH + (instant - EPOCH) // length * length


def claim(job: str, slot: datetime) -> bool:
    """Whether this slot of the job is ours to run: it was free, or who began it has not finished within an hour."""
    if not _is_free(job, slot):
        return False
    with unit_of_work():
        claimed = db.session.scalar(_insertion().values(job=job, slot=slot, started_at=now(), error=""))
    return claimed is not None


def _is_free(job: str, slot: datetime) -> bool:
    """A look without the write lock, since most looks find that nothing is to do."""
    row = db.session.execute(
        select(JobRun.started_at, JobRun.finished_at).where(JobRun.job == job, JobRun.slot == slot)
    ).one_or_none()
    return row is None or (row.finished_at is None and row.started_at < now() - GIVEN_UP)


def _insertion() -> Any:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return (
        insert(JobRun)
        .on_conflict_do_update(
            index_elements=[JobRun.job, JobRun.slot],
            set_={"started_at": now()},
            where=JobRun.finished_at.is_(None) & (JobRun.started_at < now() - GIVEN_UP),
        )
        .returning(JobRun.job)
    )


def finish(job: str, slot: datetime) -> None:
    """The slot is done."""
    _note(job, slot, finished_at=now(), error="")


def fail(job: str, slot: datetime, error: str) -> None:
    """The slot is not done; the row says why, and is claimed again in an hour."""
    _note(job, slot, error=error)


def _note(job: str, slot: datetime, **values: object) -> None:
    with unit_of_work():
        db.session.execute(update(JobRun).where(JobRun.job == job, JobRun.slot == slot).values(**values))
