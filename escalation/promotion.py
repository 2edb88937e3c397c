"""When an accepted answer may become a guide: it has stood undisputed for a while, and it helped others too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from escalation.policy import Promotion


@dataclass(frozen=True)
class Solution:
    """What is known at one instant of an answer that stands as the solution.

    `undisputed_since` is when it was accepted, or when the last dispute about it ended with the acceptance in place.
    """

    undisputed_since: datetime
    in_dispute: bool
    helpful: int
    duplicates: int


def reasons(solution: Solution, rules: Promotion, at: datetime) -> tuple[str, ...]:
    """Why it should become a guide, as sentences; empty when it should not, or not yet."""
    stood = at - solution.undisputed_since
    if solution.in_dispute or stood < timedelta(days=rules.days):
        return ()
    helped = solution.helpful >= rules.helpful
    asked_again = solution.duplicates >= rules.duplicates
    if not (helped or asked_again):
        return ()
    return (
        f"It has stood as the solution for {stood.days} days, undisputed.",
        *((f"{solution.helpful} readers found it helpful.",) if helped else ()),
        *((f"{solution.duplicates} other questions have the same answer.",) if asked_again else ()),
    )


def ripe_before(rules: Promotion, at: datetime) -> datetime:
    """What was settled after this instant has not stood for long enough at `at`."""
    return at - timedelta(days=rules.days)
