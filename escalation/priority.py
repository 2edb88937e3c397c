"""Fair triage: the order of the staff queue as a sum in minutes that anybody can check.

A thread's priority is the minutes past its due instant (before it: negative) plus fixed minutes. Of two threads the
difference never changes as time passes, so the order is that of one stored number: the due instant in minutes since
1970, less the fixed minutes; the smallest first. Two bands keep what is not a matter of minutes: whoever waited
longer than the maximum stands before all others, oldest first, and what waits for the asker stands last.
"""

from dataclasses import dataclass
from datetime import datetime

from escalation.deadlines import owed_since, targets, waited_too_long
from escalation.facts import Facts
from escalation.policy import Policy

BAND = 1_000_000_000  # minutes: about 1,900 years, so no due instant leaves its band


@dataclass(frozen=True)
class Part:
    """One line of the sum: what it is for, and how many minutes."""

    name: str
    minutes: int
    count: int = 1


@dataclass(frozen=True)
class Standing:
    """Where a thread stands in the queue: its key, and what the key was made of."""

    key: int
    promise_at: datetime | None
    """The staff target that comes first."""
    target: str
    waits_since: datetime | None
    parts: tuple[Part, ...]
    band: str = ""
    """Where no sum decides: "waited" stands before all others, "resting" behind them."""


def standing(facts: Facts, policy: Policy) -> Standing:
    """Where the thread stands in the queue, were it there."""
    parts = fixed(facts, policy)
    owed = sorted(targets(facts, policy), key=lambda one: (one.instant, one.name))
    since = owed_since(facts, policy)
    ahead = sum(part.minutes for part in parts)
    if not owed:
        return Standing(BAND + epoch_minutes(facts.start) - ahead, None, "", since, parts, "resting")
    first = owed[0]
    if since and waited_too_long(facts, policy):
        return Standing(epoch_minutes(since) - BAND, first.instant, first.name, since, parts, "waited")
    return Standing(epoch_minutes(first.instant) - ahead, first.instant, first.name, since, parts)


def fixed(facts: Facts, policy: Policy) -> tuple[Part, ...]:
    """The minutes that do not depend on the time: severity, customers affected, coming back, undecided reports."""
    rules = policy.priority
    parts = [
        Part(f"severity {facts.severity}", rules.severity.get(facts.severity, 0)),
        Part("me too", min(facts.me_too * rules.me_too, rules.me_too_at_most), facts.me_too),
        Part("came back", min(facts.came_back * rules.came_back, rules.came_back_at_most), facts.came_back),
    ]
    parts += [Part(f"reported {reason}", rules.flags.get(reason, 0)) for reason in sorted(set(facts.flags.values()))]
    return tuple(part for part in parts if part.minutes)


def total(standing: Standing, now: datetime) -> tuple[Part, ...]:
    """The whole sum as of `now`, the time past the due instant first."""
    if standing.promise_at is None:
        return standing.parts
    past = epoch_minutes(now) - epoch_minutes(standing.promise_at)
    return (Part("past due" if past >= 0 else "before due", past), *standing.parts)


def epoch_minutes(instant: datetime) -> int:
    return int(instant.timestamp() // 60)
