"""The sweep: everything on the ladder that is due, done now.

It reads what is due by one index, in batches of their own transactions. A step is a row that is unique by (thread,
tier, round), so a sweep that runs late, twice, beside another or after a clock jump leaves the same rows; rows that
another sweep holds are skipped, since that one does them. Imported threads, whose clocks sleep, are seen only by a
sweep as of an instant, which makes their facts from the log up to then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select, update

from community.transaction import record, transactional, unit_of_work
from escalation import clock as clocks
from escalation import steps
from escalation.advance import advance
from escalation.deadlines import CLIMB, DISPUTE, TARGET, Deadline
from escalation.facts import Facts
from escalation.facts_json import from_json
from escalation.in_force import current
from escalation.ladder import plan
from escalation.policy import Policy
from escalation.steps import Work
from models.base import db
from models.clock import at as clock_at
from models.clock import now
from models.errors import Conflict
from models.escalation import TIERS, Clock, SweepRun
from models.event_log import Entry, LoggedEvent
from models.member import Member
from models.thread import Thread

BATCH = 200  # threads a transaction: short enough that nobody waits for it


@dataclass(frozen=True)
class Move:
    """One thing that the sweep did, or would do."""

    thread_id: int
    kind: str
    name: str
    due: datetime
    round: int
    tier: int | None = None
    post_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        moved = {"thread": self.thread_id, "round": self.round, "due": self.due.isoformat()}
        if self.kind == CLIMB:
            return {**moved, "tier": TIERS[self.tier or 0], "cause": self.name}
        return {**moved, "cause": self.name, "post": self.post_id} if self.kind == DISPUTE else {
            **moved, "target": self.name}  # fmt: skip


@dataclass
class Report:
    at: datetime
    dry_run: bool = False
    read: int = 0
    moves: list[Move] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [move.as_json() for move in self.moves if move.kind == kind]

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "dry_run": self.dry_run,
            "read": self.read,
            "climbed": self.of(CLIMB),
            "disputed": self.of(DISPUTE),
            "missed": self.of(TARGET),
        }


def sweep(by: Member | None, *, at: datetime | None = None, dry_run: bool = False, asked: bool = False) -> Report:
    """What was done by one pass over the ladder, as of `at` (default: now).

    With `at` it sees only facts up to then, and imported threads as well. Raises Conflict for an `at` before the last.
    `asked` says that a person asked for it: such a run is kept even when nothing was due.
    """
    started = now()
    report = Report(at or started, dry_run)
    if at is not None:
        _refuse_past(at)
    with clock_at(report.at):
        _run(by, report, at is not None)
    if not dry_run and (asked or at is not None or report.moves):
        note_run(by, report, at is not None, started)
    return report


def _refuse_past(at: datetime) -> None:
    last = db.session.scalar(select(func.max(SweepRun.instant)))
    if last is not None and at < last:
        raise Conflict(f"The last sweep was as of {last.isoformat()}: a sweep cannot go back before it.")


def _run(by: Member | None, report: Report, historic: bool) -> None:
    if historic and not report.dry_run:
        put_to_sleep(by)
    for passed in (_awake, _asleep) if historic else (_awake,):
        passed(by, report, historic)


@transactional
def put_to_sleep(by: Member | None) -> None:
    clocks.put_to_sleep()


@transactional
def note_run(by: Member | None, report: Report, historic: bool, started: datetime) -> SweepRun:
    """The run: later ones may not go back before it."""
    climbed = len(report.of(CLIMB))
    run = SweepRun(instant=report.at, historic=historic, started_at=started, climbed=climbed)
    db.session.add(run)
    return run


def _awake(by: Member | None, report: Report, historic: bool) -> None:
    """The clocks that are due, the longest overdue first, until none is left."""
    seen: set[int] = set()
    while True:
        due = select(Clock.thread_id).where(Clock.due_at <= report.at).order_by(Clock.due_at, Clock.thread_id)
        if historic:
            due = due.where(~exists().where(LoggedEvent.thread_id == Clock.thread_id, LoggedEvent.at > report.at))
        if report.dry_run:
            due = due.where(Clock.thread_id.not_in(seen))
        ids = [thread_id for thread_id in db.session.scalars(due.limit(BATCH)) if thread_id not in seen]
        if not ids:
            return
        seen.update(ids)
        _batch(by, report, ids, None)


def _asleep(by: Member | None, report: Report, historic: bool) -> None:
    """Every sleeping clock, in the order of the threads."""
    last = 0
    while ids := list(db.session.scalars(_sleeping().where(Clock.thread_id > last).limit(BATCH))):
        last = ids[-1]
        _batch(by, report, ids, clocks.facts_at(ids, report.at, current()))
    if not report.dry_run:
        note_horizon(by, report.at)


def _sleeping() -> Select[int]:
    return select(Clock.thread_id).where(Clock.asleep).order_by(Clock.thread_id)


@transactional
def note_horizon(by: Member | None, at: datetime) -> None:
    db.session.execute(update(Clock).where(Clock.asleep).values(horizon=at))


def _batch(by: Member | None, report: Report, ids: list[int], told: Mapping[int, Facts | None] | None) -> None:
    """`told` are the facts of sleeping threads; those of the others stand in their clocks."""
    if report.dry_run:
        work = list(_work(ids, report.at, told, lock=False))
        report.moves += [_move(one, step) for one in work for step in one.steps]
    else:
        with unit_of_work(by):
            work = list(_work(ids, report.at, told, lock=True))
            report.moves += _do(work, report.at, current())
    report.read += len(ids)


def _work(ids: list[int], at: datetime, told: Mapping[int, Facts | None] | None, *, lock: bool) -> Iterator[Work]:
    """Threads before clocks, in the order in which every action locks them."""
    threads = select(Thread).where(Thread.id.in_(ids)).order_by(Thread.id)
    if lock:
        threads = threads.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    found = {thread.id: thread for thread in db.session.scalars(threads)}
    rows = select(Clock).where(Clock.thread_id.in_(found)).execution_options(populate_existing=True)
    for clock in db.session.scalars(rows.order_by(Clock.due_at, Clock.thread_id)):
        facts = from_json(clock.facts) if told is None else told.get(clock.thread_id)
        if facts is not None:
            kinds = (CLIMB, DISPUTE, TARGET) if told is None else (CLIMB, DISPUTE)
            yield Work(clock, found[clock.thread_id], facts, plan(facts, current(), at, kinds))


def _do(work: list[Work], at: datetime, policy: Policy) -> list[Move]:
    """The moves that were made."""
    entries: dict[int, list[Entry]] = {}
    moves = []
    for one, step, event in steps.take(work, at, policy):
        entries.setdefault(event.thread_id, []).append(record(event))
        moves.append(_move(one, step))
    for one in work:
        if one.clock.asleep:
            _write_sleeping(one, entries.get(one.clock.thread_id, []), policy)
    return moves


def _move(one: Work, step: Deadline) -> Move:
    return Move(one.clock.thread_id, step.kind, step.name, step.instant, one.facts.round, step.tier, step.post_id)


def _write_sleeping(one: Work, entries: list[Entry], policy: Policy) -> None:
    """The clock of an imported thread as of this sweep; what never moved keeps its empty row."""
    facts: Facts | None = one.facts
    for entry in entries:
        facts = advance(facts, entry, policy)
    if entries or one.clock.facts:
        clocks.write(one.clock, facts, policy)
