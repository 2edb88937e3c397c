"""The projection of a thread's events to its clock: what is known, when it moves next, where it stands in the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from escalation.advance import HEARD, advance
from escalation.deadlines import Deadline, deadlines
from escalation.facts import Facts, from_json, to_json
from escalation.in_force import current
from escalation.ladder import fold
from escalation.policy import Policy
from escalation.priority import standing
from models import events as e
from models.base import db
from models.escalation import Clock
from models.event_log import Entry, LoggedEvent

EVENTS: tuple[type[e.Event], ...] = (e.QuestionAsked, *HEARD)
KINDS = tuple(kind.__name__ for kind in EVENTS)


def project(entry: Entry) -> None:
    """The thread's clock after the event. An imported thread's clock sleeps: its log alone grows."""
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
    if clock.asleep and isinstance(event, e.ClocksStarted):
        clock.asleep = False
        write(clock, fold(entries_of([event.thread_id]).get(event.thread_id, []), policy), policy)
    elif not clock.asleep:
        write(clock, advance(from_json(clock.facts), entry, policy), policy)


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


def entries_of(thread_ids: list[int], until: datetime | None = None) -> dict[int, list[Entry]]:
    """What the log says of these threads, up to `until`, that concerns clocks: one statement for all of them."""
    query = select(LoggedEvent).where(LoggedEvent.thread_id.in_(thread_ids), LoggedEvent.kind.in_(KINDS))
    if until is not None:
        query = query.where(LoggedEvent.at <= until)
    found: dict[int, list[Entry]] = {}
    columns_only = query.with_only_columns(
        LoggedEvent.id, LoggedEvent.at, LoggedEvent.actor_id, LoggedEvent.kind, LoggedEvent.payload
    )
    for row in db.session.execute(columns_only):
        entry = LoggedEvent(id=row.id, at=row.at, actor_id=row.actor_id, kind=row.kind, payload=row.payload).entry()
        found.setdefault(row.payload["thread_id"], []).append(entry)
    return found
