"""From the facts that stand to the points they give: one pure function.

Facts of one member are taken in the order of (instant, id). So it does not matter by which detours they came to stand,
and room that a vote leaves under a cap when it is taken back goes to the next vote in order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from reputation import in_force
from reputation.points import EDIT, FROM_VOTES, Rules


class Cause(NamedTuple):
    """What an entry is about. The instant belongs to it: a vote taken back and cast anew is another fact."""

    rule: str
    kind: str
    id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that stands and counts for `member_id`, since the instant when its present value was cast."""

    rule: str
    kind: str
    id: int
    at: datetime
    member_id: int
    counterparty_id: int | None = None
    """The other person: who voted, accepted or verified. None where an import does not say."""
    post_id: int | None = None
    thread_id: int | None = None

    @property
    def cause(self) -> Cause:
        return Cause(self.rule, self.kind, self.id, self.at)


class Grant(NamedTuple):
    amount: int
    uncapped: int
    cap: str = ""
    """Which cap took the difference: daily, post, pair or edits."""


@dataclass(frozen=True)
class Before:
    """What was granted before the day from which a fold begins: all that reaches from one day into another."""

    posts: Mapping[int, int] = field(default_factory=dict)
    """Points from votes, by post."""
    edits: int = 0


NOTHING = Before()


def fold(facts: Iterable[Fact], rules: Rules | None = None, *, before: Before = NOTHING) -> dict[Cause, Grant]:
    """The grant of each fact of one member.

    `rules` are those in force unless said. With `before`, `facts` are only those from the beginning of some UTC day
    on; the result is the same for them.
    """
    tally = _Tally(rules or in_force.current(), before)
    return {fact.cause: tally.grant(fact) for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind, fact.id))}


def fold_all(facts: Iterable[Fact], rules: Rules | None = None) -> dict[int, dict[Cause, Grant]]:
    """The grants of everybody, by member."""
    by_member: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_member[fact.member_id].append(fact)
    return {member_id: fold(theirs, rules) for member_id, theirs in by_member.items()}


def day_of(instant: datetime) -> datetime:
    """The beginning of the UTC day in which the caps count an instant."""
    return datetime.combine(instant.astimezone(UTC).date(), time(), UTC)


class _Tally:
    """What has been granted so far, by everything that a cap counts."""

    def __init__(self, rules: Rules, before: Before) -> None:
        self.rules = rules
        self.posts: Counter[int | None] = Counter(before.posts)
        self.edits = before.edits
        self.days: Counter[date] = Counter()
        self.pairs: Counter[tuple[date, int]] = Counter()

    def grant(self, fact: Fact) -> Grant:
        full = self.rules.points[fact.rule]
        if fact.rule in FROM_VOTES:
            return self._vote(fact, full)
        if fact.rule == EDIT:
            return self._edit(full)
        return Grant(full, full)

    def _vote(self, fact: Fact, full: int) -> Grant:
        caps, day = self.rules.caps, fact.at.astimezone(UTC).date()
        pair = None if fact.counterparty_id is None else (day, fact.counterparty_id)
        if pair and self.pairs[pair] >= caps.votes_per_pair_and_day:
            return Grant(0, full, "pair")
        room, cap = min(
            (caps.votes_per_day - self.days[day], "daily"), (caps.votes_per_post - self.posts[fact.post_id], "post")
        )
        amount = max(0, min(full, room))
        self.days[day] += amount
        self.posts[fact.post_id] += amount
        if pair and amount:
            self.pairs[pair] += 1
        return Grant(amount, full, cap if amount < full else "")

    def _edit(self, full: int) -> Grant:
        amount = max(0, min(full, self.rules.caps.edits_in_all - self.edits))
        self.edits += amount
        return Grant(amount, full, "edits" if amount < full else "")
