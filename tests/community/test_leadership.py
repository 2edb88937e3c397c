"""One of several candidates leads; who is late finds that it does not."""

from datetime import timedelta

import pytest

from community.leadership import Leadership


@pytest.fixture
def candidates(app, clock):
    return Leadership(), Leadership()


class TestTaking:
    def test_the_first_leads_and_the_second_does_not(self, candidates):
        first, second = candidates
        assert (first.take(), second.take()) == (True, False)
        assert (first.holds(), second.holds()) == (True, False)

    def test_renewing_keeps_it(self, candidates, clock):
        first, second = candidates
        first.take()
        clock.forward(seconds=10)
        assert first.take()
        clock.forward(seconds=10)
        assert not second.take()

    def test_one_who_leaves_is_followed_at_once(self, candidates):
        first, second = candidates
        first.take()
        first.leave()
        assert second.take()


class TestFrozen:
    def test_another_takes_over_when_the_time_is_over(self, candidates, clock):
        first, second = candidates
        first.take()
        clock.forward(seconds=15)
        assert second.take()

    def test_who_wakes_up_finds_that_it_no_longer_leads(self, candidates, clock):
        first, second = candidates
        first.take()
        clock.forward(seconds=20)
        second.take()
        assert not first.holds()
        assert not first.take()

    def test_it_does_not_lead_after_its_time_even_if_nobody_took_over(self, candidates, clock):
        first, _ = candidates
        first.take()
        clock.forward(seconds=16)
        assert not first.holds()

    def test_its_leaving_does_not_end_the_lease_of_the_next(self, candidates, clock):
        first, second = candidates
        first.take()
        clock.forward(seconds=20)
        second.take()
        first.leave()
        assert second.holds()

    def test_the_fence_rises_with_each_holder(self, candidates, clock):
        first, second = candidates
        first.take()
        clock.forward(minutes=1)
        second.take()
        clock.forward(minutes=1)
        first.take()
        assert (second.fence, first.fence) == (2, 3)


def test_names_are_apart(app):
    assert Leadership("worker").take()
    assert Leadership("importer", timedelta(seconds=1)).take()
