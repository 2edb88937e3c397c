"""A job runs once in each slot of time."""

from datetime import UTC, datetime, timedelta

import pytest

from community import occurrences

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "length, begins",
    [
        (timedelta(seconds=30), NOON + timedelta(seconds=30)),
        (timedelta(hours=1), NOON),
        (timedelta(days=1), datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_slots_begin_where_the_clock_says(length, begins):
    assert occurrences.slot_of(NOON + timedelta(seconds=59), length) == begins


class TestClaim:
    def test_once(self, app, clock):
        assert occurrences.claim("sweep", NOON)
        assert not occurrences.claim("sweep", NOON)

    def test_other_slots_and_other_jobs_are_free(self, app, clock):
        occurrences.claim("sweep", NOON)
        assert occurrences.claim("sweep", NOON + timedelta(seconds=30))
        assert occurrences.claim("pruning", NOON)

    def test_one_that_died_is_claimed_again_after_an_hour(self, app, clock):
        occurrences.claim("pruning", NOON)
        clock.forward(minutes=59)
        assert not occurrences.claim("pruning", NOON)
        clock.forward(minutes=2)
        assert occurrences.claim("pruning", NOON)
        assert not occurrences.claim("pruning", NOON)

    def test_one_that_failed_is_claimed_again_after_an_hour(self, app, clock):
        occurrences.claim("pruning", NOON)
        occurrences.fail("pruning", NOON, "no room")
        clock.forward(hours=2)
        assert occurrences.claim("pruning", NOON)

    def test_one_that_is_done_never(self, app, clock):
        occurrences.claim("pruning", NOON)
        occurrences.finish("pruning", NOON)
        clock.forward(days=1)
        assert not occurrences.claim("pruning", NOON)
