"""The projection of a thread's events to its clock: what is known, when it moves next, where it stands in the queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, exists, insert, literal, select

from escalation.advance import HEARD, advance
from escalation.deadlines import Deadline, deadlines
from escalation.facts import Facts
from escalation.facts_json import from_json, to_json
from escalation.in_force import current
from escalation.ladder import fold
from escalation.policy import Policy
from escalation.priority import standing
from models import events as e
from models.base import db
from models.escalation import Clock
from models.event_log import Entry, LoggedEvent, revive
from models.thread import Thread

EVENTS: tuple[type[e.Event], ...] = (e.QuestionAsked, *HEARD)
BY_SWEEP = (e.ThreadClimbed, e.TargetMissed)
"""What only a sweep says: for sleeping clocks it writes the rows itself, a thread at a time."""
KINDS = tuple(kind.__name__ for kind in EVENTS)


def project(entry: Entry) -> None:
    """The thread's clock after the event. A sleeping one (of an imported thread) is made anew from the log."""
    event = entry.event
    if not isinstance(event, e.ThreadEvent) or not isinstance(event, EVENTS):
        return
    if isinstance(event, e.VoteCast) and event.post_kind != "answer":
        return
    policy = current()
    if isinstance(event, e.QuestionAsked):
        facts = advance(None, entry, policy)
        db.session.add(
            Clock(thread_id=event.thread_id, asleep=event.imported, **columns(facts, policy, event.imported))
        )
        return
    clock = db.session.get(Clock, event.thread_id, with_for_update=True, populate_existing=True)
    if clock is None:
        return
    if not clock.asleep:
        write(clock, advance(from_json(clock.facts), entry, policy), policy)
    elif not isinstance(event, BY_SWEEP):
        clock.asleep = not isinstance(event, e.ClocksStarted)
        write(clock, facts_at([clock.thread_id], entry.at, policy)[clock.thread_id], policy)


def put_to_sleep() -> None:
    """Gives every imported thread that has no clock a sleeping one: imports are logged without telling anybody."""
    has_clock = exists().where(Clock.thread_id == Thread.id)
    rows = select(Thread.id, *map(literal, (1, 1, False, True, 1))).add_columns(
        literal({}, JSON), literal([], JSON)
    ).where(Thread.imported, ~has_clock)  # fmt: skip
    names = ["thread_id", "tier", "round", "in_queue", "asleep", "policy_number", "facts", "spans"]
    db.session.execute(insert(Clock).from_select(names, rows, include_defaults=False))


def write(clock: Clock, facts: Facts | None, policy: Policy) -> None:
    for name, value in columns(facts, policy, clock.asleep).items():
        setattr(clock, name, value)


def columns(facts: Facts | None, policy: Policy, asleep: bool) -> dict[str, Any]:
    """What the facts make of the clock's row; a sleeping one has no due instant that a live sweep could see."""
    if facts is None:
        return {}
    stands = standing(facts, policy)
    coming = deadlines(facts, policy)
    return {
        "tier": facts.tier,
        "round": facts.round,
        "due_at": coming[0].instant if coming and not asleep else None,
        "due_kind": coming[0].name if coming and not asleep else None,
        "started_at": stands.waits_since,
        "promise_at": stands.promise_at if facts.with_staff else None,
        "priority": stands.key,
        "in_queue": facts.with_staff,
        "facts": to_json(facts),
        "spans": spans(coming[0]) if coming else [],
        "policy_number": policy.number,
    }


def spans(deadline: Deadline) -> list[list[str]]:
    return [[since.isoformat(), until.isoformat()] for since, until in deadline.due.spans]


def facts_at(thread_ids: Sequence[int], until: datetime | None, policy: Policy) -> dict[int, Facts | None]:
    """What the log says of these threads up to `until` (None: all of it), as facts: one statement for all of them."""
    found: dict[int, list[Entry]] = {thread_id: [] for thread_id in thread_ids}
    log = select(LoggedEvent.id, LoggedEvent.at, LoggedEvent.actor_id, LoggedEvent.kind, LoggedEvent.payload).where(
        LoggedEvent.thread_id.in_(thread_ids), LoggedEvent.kind.in_(KINDS)
    )
    for row in db.session.execute(log.where(LoggedEvent.at <= until) if until else log):
        event = revive(row.kind, row.payload)
        if isinstance(event, e.ThreadEvent):
            found[event.thread_id].append(Entry(id=row.id, at=row.at, actor_id=row.actor_id, event=event))
    return {thread_id: fold(entries, policy) for thread_id, entries in found.items()}
