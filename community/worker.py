"""What happens by itself: deliveries, escalation, promotion, pruning, each looked at again and again by the leader.

APScheduler is only the alarm clock: it remembers nothing. Whether a job is due is asked of the database: its time is
cut into slots and each slot is claimed by a row, so neither a restart nor a second worker runs one twice or misses it.
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from community import occurrences, relay, search_feed
from community.actions import candidates, housekeeping, rendering, search_host, sweeps
from community.leadership import Leadership
from models.base import db
from models.clock import now
from models.errors import DomainError

DRAIN = 20
"""Seconds that a running job has to end when the worker is told to."""

log = structlog.get_logger("cairn.worker")


@dataclass(frozen=True)
class Job:
    """`run` once in each `slot`, looked at every `look`; without a slot at each look (it knows itself what is due)."""

    name: str
    run: Callable[[], object]
    look: timedelta
    slot: timedelta | None = None


SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def _sweep() -> None:
    sweeps.sweep(None)


def _promote() -> None:
    candidates.find(None)


def _tend_search() -> None:
    search_host.claim(None)
    search_feed.tend()


def _render_anew() -> None:
    rendering.refresh(None)


def _prune() -> None:
    housekeeping.prune(None)


JOBS = (
    Job("relay", relay.drain, look=SECOND),
    Job("sweep", _sweep, look=30 * SECOND, slot=30 * SECOND),
    Job("promotion", _promote, look=MINUTE, slot=10 * MINUTE),
    Job("search", _tend_search, look=10 * SECOND),
    Job("rendering", _render_anew, look=10 * MINUTE, slot=DAY),
    Job("pruning", _prune, look=10 * MINUTE, slot=DAY),
)


class Worker:
    """A candidate for leading, and the jobs that it does while it leads."""

    def __init__(self, context: Callable[[], AbstractContextManager[object]], jobs: tuple[Job, ...] = JOBS) -> None:
        self.context = context
        self.jobs = jobs
        self.leadership = Leadership()
        self.scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
            timezone=UTC,
        )

    def start(self) -> None:
        """Stands for election at once, then looks at every job at once and again and again."""
        self._stand()
        self._every(self.leadership.length / 3, self._stand)
        for job in self.jobs:
            self._every(job.look, self.look_at, job)
        self.scheduler.start()

    def _every(self, interval: timedelta, action: Callable[..., None], *args: object) -> None:
        seconds = interval.total_seconds()
        self.scheduler.add_job(action, "interval", args=args, seconds=seconds, next_run_time=datetime.now(UTC))

    def _stand(self) -> None:
        try:
            with self.context():
                self.leadership.take()
        except (DomainError, SQLAlchemyError) as error:
            log.warning("election failed", reason=str(error))

    def look_at(self, job: Job) -> None:
        """Runs the job if we lead and its present slot is not taken."""
        try:
            with self.context():
                if self.leadership.holds():
                    _run(job)
        except (DomainError, SQLAlchemyError) as error:
            log.warning("job put off", job=job.name, reason=str(error))

    def stop(self) -> None:
        """Lets running jobs end, for at most DRAIN seconds; what is left undone is a row that the next one finds."""
        closing = threading.Thread(target=self.scheduler.shutdown, daemon=True)
        closing.start()
        closing.join(DRAIN)
        with self.context():
            self.leadership.leave()
        if closing.is_alive():
            log.warning("a job did not end in time")
            os._exit(0)  # its thread would keep the process; everything that it holds is a row with a lease


def _run(job: Job) -> None:
    if job.slot is None:
        job.run()
        return
    slot = occurrences.slot_of(now(), job.slot)
    if occurrences.claim(job.name, slot):
        _run_claimed(job, slot)


def _run_claimed(job: Job, slot: datetime) -> None:
    try:
        job.run()
    except Exception as error:  # whatever it is, the row says so and the job is tried again
        db.session.rollback()
        log.exception("job failed", job=job.name)
        occurrences.fail(job.name, slot, f"{type(error).__name__}: {error}"[:500])
    else:
        occurrences.finish(job.name, slot)


def run(context: Callable[[], AbstractContextManager[object]], stop: threading.Event) -> None:
    """Works until `stop` is set."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    worker = Worker(context)
    worker.start()
    stop.wait()
    worker.stop()
