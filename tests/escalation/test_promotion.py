from datetime import UTC, datetime, timedelta

import pytest

from escalation.policy import Promotion
from escalation.promotion import Solution, reasons, ripe_before

NOW = datetime(2026, 3, 20, tzinfo=UTC)
RULES = Promotion(days=7, helpful=3, duplicates=2)


def solution(days: float = 7, *, in_dispute: bool = False, helpful: int = 0, duplicates: int = 0) -> Solution:
    return Solution(NOW - timedelta(days=days), in_dispute, helpful, duplicates)


@pytest.mark.parametrize(
    ("known", "number"),
    [
        # stood for long enough, and helped
        (solution(helpful=3), 2),
        (solution(duplicates=2), 2),
        (solution(helpful=3, duplicates=2), 3),
        # one short of each
        (solution(6.999, helpful=3), 0),
        (solution(helpful=2, duplicates=1), 0),
        # disputed
        (solution(30, helpful=9, in_dispute=True), 0),
    ],
)
def test_reasons(known, number):
    assert len(reasons(known, RULES, NOW)) == number


def test_reasons_say_the_numbers():
    assert reasons(solution(9, helpful=4), RULES, NOW) == (
        "It has stood as the solution for 9 days, undisputed.",
        "4 readers found it helpful.",
    )


def test_ripe_before():
    assert ripe_before(RULES, NOW) == NOW - timedelta(days=7)
