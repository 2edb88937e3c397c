"""Why a thread is where it is and when it moves next, so that anybody can reckon it again by hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from escalation.clock import facts_at
from escalation.deadlines import AT_ONCE, CLIMB, DISPUTE, Deadline, deadlines, first_answer, targets
from escalation.facts import Facts
from escalation.in_force import current
from escalation.policy import Amount, Policy
from escalation.priority import standing, total
from models.base import db
from models.clock import now
from models.errors import NotFound
from models.escalation import ADVOCATES, EMPLOYEES, STAFF_TIER, TIERS, Asked, Clock, Escalation

CAUSES = {
    "unanswered": "Without a person's answer, it climbs after the tier's time.",
    "unconfirmed": "A member's answer that nobody confirms goes to staff after the confirm target.",
    "disputed": "A disputed solution goes to staff at once.",
    "urgent": "What is urgent goes to staff at once.",
    "outscored": "Another answer is clearly ahead of the accepted one.",
    "didnt_work": "Readers say that the accepted answer did not work.",
    "withdrawn": "The asker took back the acceptance.",
    "edit_war": "One post changed hands again and again within a day.",
}
TARGETS = {
    "first_reply": "Staff owe the first reply.",
    "next_reply": "The asker wrote again and staff owe the next reply.",
    "confirm": "A member answered, so staff owe a confirmation instead of the first reply.",
    "dispute": "Staff owe a decision on the dispute.",
    "resolution": "Staff owe a settled question.",
    "maximum_wait": "Past the maximum wait it stands before all that have waited less.",
}


@dataclass(frozen=True)
class Step:
    """Something that happened or will: the rule, its inputs, the spans of time that it counts, the instant."""

    state: str
    """done, or next"""
    name: str
    tier: str
    rule: str
    start: datetime | None
    amount: str
    spans: tuple[tuple[datetime, datetime], ...]
    instant: datetime
    at: datetime | None = None
    asked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Trace:
    thread_id: int
    tier: str
    round: int
    state: str
    inputs: dict[str, Any]
    pauses: tuple[tuple[datetime, datetime], ...]
    steps: tuple[Step, ...]
    next_at: datetime | None
    due_at: datetime | None
    asleep: bool
    policy: int
    calendar: str
    zone: str
    priority: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return _plain(asdict(self))


def thread(thread_id: int) -> Trace:
    """The trace of a thread; three statements. Raises NotFound when it has no clock."""
    clock = db.session.execute(
        select(Clock.asleep, Clock.tier, Clock.horizon, Clock.in_queue).where(Clock.thread_id == thread_id)
    ).one_or_none()
    policy = current()
    until = clock.horizon if clock and clock.asleep and clock.horizon else None
    facts = facts_at([thread_id], until, policy)[thread_id] if clock else None
    if clock is None or facts is None:
        raise NotFound
    coming = deadlines(facts, policy)
    done = _taken(thread_id, facts)
    owed = sorted(one.instant for one in targets(facts, policy))
    return Trace(
        thread_id=thread_id, tier=TIERS[facts.tier], round=facts.round, state=facts.state,
        inputs=inputs(facts), pauses=facts.pauses, steps=(*done, *(_coming(one) for one in coming)),
        next_at=coming[0].instant if coming and not clock.asleep else None, due_at=owed[0] if owed else None,
        asleep=clock.asleep, policy=policy.number, calendar=policy.calendar.name, zone=policy.calendar.zone,
        priority=priority(facts, policy),
    )  # fmt: skip


def inputs(facts: Facts) -> dict[str, Any]:
    """The facts that the rules read."""
    answers = facts.round_answers
    return {
        "asked_at": facts.asked_at,
        "round_began_at": facts.start,
        "first_answer_at": min((one.at for one in answers), default=None),
        "human_answers": len(answers),
        "staff_answered": any(one.by_staff for one in answers),
        "verified": facts.verified,
        "resolved": facts.resolved,
        "severity": facts.severity,
        "reached_staff_at": facts.staff_due,
        "staff_replied_at": facts.staff_replied_at,
        "asker_wrote_at": facts.contact_at,
        "waiting_for_asker_since": facts.paused_at,
        "open_disputes": sorted(one.cause for one in facts.disputes.values()),
    }


def priority(facts: Facts, policy: Policy) -> dict[str, Any]:
    """{total, parts, band}: minutes that add up, as of now; a band stands above any sum."""
    stands = standing(facts, policy)
    parts = total(stands, now())
    return {
        "band": stands.band,
        "total": sum(part.minutes for part in parts),
        "parts": [{"name": part.name, "minutes": part.minutes, "count": part.count} for part in parts],
    }


def _taken(thread_id: int, facts: Facts) -> list[Step]:
    rows = db.session.execute(
        select(Escalation.id, Escalation.tier, Escalation.cause, Escalation.due_at, Escalation.at, Asked.member_id)
        .outerjoin(Asked, Asked.escalation_id == Escalation.id)
        .where(Escalation.thread_id == thread_id, Escalation.round == facts.round)
        .order_by(Escalation.tier, Asked.member_id)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return [_done(group, facts) for group in found.values()]


def _done(rows: Sequence[Any], facts: Facts) -> Step:
    first = rows[0]
    asked = tuple(row.member_id for row in rows if row.member_id)
    start, amount = _reckoned(first, facts, current())
    again = current().due(start, amount, facts.pauses) if start else None
    agrees = again is not None and again.instant == first.due_at
    return Step(
        "done", first.cause, TIERS[first.tier], CAUSES[first.cause], start if agrees else None,
        (str(amount) if amount.count else "at once") if agrees else "", again.spans if again and agrees else (),
        first.due_at, first.at, asked,
    )  # fmt: skip


def _reckoned(row: Any, facts: Facts, policy: Policy) -> tuple[datetime | None, Amount]:
    """From when and how long a step was counted; it is shown if that still gives the instant at which it was due."""
    tiers = {ADVOCATES: policy.tiers.advocates, EMPLOYEES: policy.tiers.employees, STAFF_TIER: policy.tiers.staff}
    if row.cause == "unanswered":
        return facts.start, AT_ONCE if row.tier <= facts.floor else tiers[row.tier]
    if row.cause == "unconfirmed":
        return first_answer(facts), policy.targets.confirm
    return row.due_at, AT_ONCE


def _coming(one: Deadline) -> Step:
    rule = CAUSES[one.name] if one.kind in (CLIMB, DISPUTE) else TARGETS[one.name]
    amount = str(one.amount) if one.amount.count else "at once"
    return Step("next", one.name, TIERS.get(one.tier or 0, ""), rule, one.start, amount, one.due.spans, one.instant)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(found) for key, found in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value
