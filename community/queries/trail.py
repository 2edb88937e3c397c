"""The trail on a question page: who has it now, who gets it next, and when.

Every instant is a promise of the ladder, read from the same deadlines that the sweep goes by. Nothing here depends on
the time of reading, so a guest's page may be kept for as long as nothing happens to the thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from community.queries.threads import Head
from escalation.deadlines import CLIMB, Deadline, deadlines, noted, targets
from escalation.facts import Facts
from escalation.facts_json import from_json
from escalation.in_force import current
from models.base import fetch
from models.escalation import ADVOCATES, EMPLOYEES, PEERS, PRIVATE, STAFF_TIER, Asked, Escalation

NAMES = {PEERS: "Members", ADVOCATES: "Advocates", EMPLOYEES: "Experts", STAFF_TIER: "Support", PRIVATE: "Private case"}
CAUSES = {
    "unanswered": "Nobody answered in time.",
    "unconfirmed": "Nobody confirmed the answer in time.",
    "disputed": "An accepted answer is disputed.",
    "urgent": "It is urgent.",
}
OWED = {
    "first_reply": "First reply by {at}.",
    "next_reply": "Next reply by {at}.",
    "confirm": "The answer is checked by {at}.",
    "dispute": "The dispute is settled by {at}.",
    "resolution": "Settled by {at}.",
}

LATE = "We are late: it was promised by {at}."


class Step(NamedTuple):
    """One of the five names. `{at}` in `text` stands for the instant `at`, which the page writes for its reader."""

    name: str
    state: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Seen:
    """What is known of a thread: its facts, the steps that it took in this round and what comes next."""

    facts: Facts
    tier: int
    taken: Mapping[int, Any]
    next: tuple[Deadline, ...]
    promise_at: datetime | None

    def climb(self, tier: int) -> Deadline | None:
        return next((one for one in self.next if one.kind == CLIMB and one.tier == tier), None)

    @property
    def settled(self) -> bool:
        return self.facts.state in ("resolved", "closed") and not self.facts.disputes


_TAKEN = (
    select(Escalation.tier, Escalation.cause, Escalation.at, func.count(Asked.member_id).label("asked"))
    .outerjoin(Asked, and_(Asked.escalation_id == Escalation.id))
    .where(Escalation.thread_id == bindparam("thread_id"), Escalation.round == bindparam("round"))
    .group_by(Escalation.id, Escalation.tier, Escalation.cause, Escalation.at)
)


def trail(thread: Head) -> list[Step]:
    """The five steps of a thread; one statement where it ever climbed, else none."""
    ladder = thread.ladder
    if ladder.asleep or not ladder.facts:
        return _at_rest(ladder.tier or PEERS)
    facts = from_json(ladder.facts)
    taken = _taken(thread.id, ladder.round) if ladder.climbed else {}
    seen = Seen(facts, ladder.tier or PEERS, taken, tuple(deadlines(facts, current())), ladder.promise_at)
    return [Step(NAMES[tier], _state(seen, tier), *tell(seen, tier)) for tier, tell in TELL.items()]


def _taken(thread_id: int, round_: int | None) -> dict[int, Any]:
    """{tier: cause, due_at, at, and how many were asked}."""
    rows = fetch(_TAKEN, {"thread_id": thread_id, "round": round_})
    return {row.tier: row for row in rows}


def _at_rest(tier: int) -> list[Step]:
    """An imported thread, whose clock nobody has started."""
    states = {number: "done" if number < tier else "now" if number == tier else "next" for number in NAMES}
    text = "This question was imported. Its clock is not running."
    return [Step(name, states[number], text if number == tier else "") for number, name in NAMES.items()]


def _state(seen: Seen, tier: int) -> str:
    if tier < seen.tier or (tier == seen.tier and seen.settled):
        return "done"
    return "now" if tier == seen.tier else "next"


Said = tuple[str, datetime | None]


def _members(seen: Seen, tier: int = PEERS) -> Said:
    facts = seen.facts
    if facts.state == "closed":
        return "This question is closed.", None
    if facts.settled_otherwise:
        return "Staff settled it.", None
    if answers := facts.round_answers:
        return f"First answer after {_length(facts.start, min(one.at for one in answers))}.", None
    if facts.accepted:
        return "An answer is accepted.", None
    if seen.tier > PEERS:
        return "Nobody had answered by then.", None
    return ("Nobody has answered since it came back." if facts.round > 1 else "Everybody can see it now."), None


def _asked(seen: Seen, tier: int) -> Said:
    taken, coming = seen.taken.get(tier), seen.climb(tier)
    if taken is not None:
        return (f"{taken.asked} were asked {{at}}." if taken.asked > 1 else "Asked {at}."), taken.at
    if coming is not None:
        return "Asked from {at} on if nobody has answered.", coming.instant
    return ("It went past them to support." if seen.tier > tier else "Not needed so far."), None


def _staff(seen: Seen, tier: int = STAFF_TIER) -> Said:
    if seen.facts.paused_at:
        return "Waiting for details from the person who asked, since {at}.", seen.facts.paused_at
    taken = seen.taken.get(tier)
    if taken is not None or seen.promise_at:
        why = CAUSES.get(taken.cause, "") if taken else CAUSES["disputed"]
        return (f"{why} {_owed(seen)}" if seen.promise_at else f"{why} Since {{at}}."), (
            seen.promise_at or (taken.at if taken else None)
        )
    coming = seen.climb(tier)
    if coming is None:
        return "Not needed so far.", None
    if coming.name == "unconfirmed":
        return "Checks the answer from {at} on if nobody has confirmed it.", coming.instant
    return "Takes over from {at} on if nobody has answered.", coming.instant


def _owed(seen: Seen) -> str:
    """What is promised; or that it is late, once a sweep has said so."""
    for one in targets(seen.facts, current()):
        if one.instant == seen.promise_at:
            return LATE if noted(seen.facts, one) else OWED[one.name]
    return "Promised by {at}."


def _private(seen: Seen, tier: int = PRIVATE) -> Said:
    return "Only if we need your account details.", None


TELL = {PEERS: _members, ADVOCATES: _asked, EMPLOYEES: _asked, STAFF_TIER: _staff, PRIVATE: _private}


def _length(since: datetime, until: datetime) -> str:
    minutes = max(0, int((until - since).total_seconds() // 60))
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes != 1 else ''}"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
