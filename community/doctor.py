"""Every invariant, tried on what is stored. It only looks; `community replay` puts right what can be derived.

The list below says what may never be true, as a select of the rows that offend; what is derived is compared by
`community.replay`; the rest (schema, deliveries) has a function each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Select, and_, func, select, text
from sqlalchemy.orm import aliased

from community import replay, search
from community.importers.work import WHOLE
from models.acceptance import Acceptance, Verification
from models.base import db
from models.bookkeeping import ImportRun
from models.clock import now
from models.dispute import Dispute
from models.escalation import Clock
from models.event_log import Delivery
from models.point import Point
from models.post import Post, Revision
from models.thread import Thread

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
SHOWN = 5  # offending rows named in a sentence
LATE = timedelta(hours=1)  # a delivery that waits longer says that no worker runs


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; a `note` alone is worth knowing and no violation."""

    check: str
    sentence: str
    note: bool = False


def _standing_dispute() -> Any:
    return select(Dispute.id).where(Dispute.thread_id == Thread.id, Dispute.decided_at.is_(None)).exists()


def _standing_verification() -> Any:
    standing = select(Verification.id).where(Verification.post_id == Post.id, Verification.ended_at.is_(None))
    return standing.exists()


_reversed = aliased(Point)

NEVER: dict[str, Select[Any]] = {
    "a thread without its opening": select(Thread.id)
    .outerjoin(Post, and_(Post.id == Thread.opening_id, Post.thread_id == Thread.id, Post.kind == "opening"))
    .where(Post.id.is_(None)),
    "a thread deleted without its opening, or the other way round": select(Thread.id)
    .join(Post, Post.id == Thread.opening_id)
    .where(Thread.deleted_at.is_(None) != Post.deleted_at.is_(None)),
    "a comment on a post of another thread": select(Post.id)
    .join(parent := aliased(Post), parent.id == Post.parent_id)
    .where(parent.thread_id != Post.thread_id),
    "an acceptance of what is no answer of its thread": select(Acceptance.id)
    .join(Post, Post.id == Acceptance.post_id)
    .where((Post.thread_id != Acceptance.thread_id) | (Post.kind != "answer") | (Post.author_role == "bot")),
    "a mark of verification without its row, or the other way round": select(Post.id).where(
        Post.verified_at.is_not(None) != _standing_verification()
    ),
    "a thread whose mark “disputed” is not what its disputes say": select(Thread.id).where(
        Thread.disputed != _standing_dispute()
    ),
    "a thread without a clock": select(Thread.id)
    .outerjoin(Clock, Clock.thread_id == Thread.id)
    .where(Clock.thread_id.is_(None)),
    "a thread in another round than its clock": select(Thread.id)
    .join(Clock, Clock.thread_id == Thread.id)
    .where(Clock.asleep.is_(False), Clock.round != Thread.round),
    "a thread that waits for its asker while its clock runs, or the other way round": select(Thread.id)
    .join(Clock, Clock.thread_id == Thread.id)
    .where(Clock.asleep.is_(False), Thread.needs_info_at.is_(None) != Clock.facts["paused_at"].as_string().is_(None)),
    "a post whose revisions are not counted right": select(Post.id).where(
        Post.revision_count
        != select(func.count()).select_from(Revision).where(Revision.post_id == Post.id).scalar_subquery()
    ),
    "a ledger entry that reverses somebody else's": select(Point.id)
    .join(_reversed, _reversed.id == Point.reverses_id)
    .where((_reversed.member_id != Point.member_id) | (_reversed.cause_id != Point.cause_id)),
    "a ledger entry that gives more than its rule": select(Point.id).where(
        func.abs(Point.amount) > func.abs(Point.uncapped), Point.uncapped != 0, Point.reverses_id.is_(None)
    ),
}


def examine() -> list[Finding]:
    """What was found, worst first; nothing when all is well."""
    if schema := list(_schema()):
        return schema
    return [*_never(), *_derived(), *_references(), *_imports(), *_deliveries(), *_index()]


def figures() -> dict[str, int]:
    """How much is still to be delivered, by state; `search` is how far the index lags behind."""
    states = select(Delivery.state, func.count()).where(Delivery.state != "done").group_by(Delivery.state)
    counts = {state: int(number) for state, number in db.session.execute(states)}
    lag = select(func.count()).where(Delivery.consumer == "search", Delivery.state == "pending")
    return {
        "pending": counts.get("pending", 0),
        "dead": counts.get("dead", 0),
        "search": db.session.scalar(lag) or 0,
    }


def _schema() -> Iterator[Finding]:
    has = MigrationContext.configure(db.session.connection()).get_current_revision()
    wants = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if has != wants:
        yield Finding("schema", f"The schema is at {has}, this release needs {wants}: run `community upgrade`.")


def _never() -> Iterator[Finding]:
    for what, offending in NEVER.items():
        rows = list(db.session.scalars(offending.limit(SHOWN + 1)))
        if rows:
            named = ", ".join(map(str, rows[:SHOWN])) + (" and more" if len(rows) > SHOWN else "")
            yield Finding("invariants", f"There is {what}: {named}.")


def _imports() -> Iterator[Finding]:
    """What an import brings is counted at its end, so one that was stopped explains what differs."""
    ended = select(ImportRun.source).where(ImportRun.stage == WHOLE, ImportRun.finished_at.is_not(None))
    stopped = select(ImportRun.source).where(ImportRun.source.not_in(ended)).distinct()
    for source in db.session.scalars(stopped.order_by(ImportRun.source)):
        yield Finding("imports", f"The import of {source} was stopped: start it again, it goes on.", note=True)


def _derived() -> Iterator[Finding]:
    return (Finding("replay", f"{sentence}.") for sentence in replay.check())


def _references() -> Iterator[Finding]:
    """SQLite checks references as rows are written, but only on connections that ask for it."""
    if db.session.connection().dialect.name == "sqlite":
        for table, row, parent, _ in db.session.execute(text("PRAGMA foreign_key_check")):
            yield Finding("references", f"{table} {row} points at a missing {parent}.")


def _index() -> Iterator[Finding]:
    if not search.index().sound():
        missing = "The search index is missing or damaged; a worker builds it anew, `community reindex` at once."
        yield Finding("search", missing, note=True)


def _deliveries() -> Iterator[Finding]:
    late = select(func.count()).where(Delivery.state == "pending", Delivery.next_at < now() - LATE)
    if number := db.session.scalar(late):
        yield Finding("deliveries", f"{number} deliveries have waited for over an hour: does a worker run?", note=True)
    if dead := figures()["dead"]:
        yield Finding("deliveries", f"{dead} deliveries were given up after their last try.")
