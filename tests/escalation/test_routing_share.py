"""Who is asked, among helpers who are known already."""

from datetime import timedelta

import pytest

from escalation.policy_reader import parse
from escalation.routing import Helper, Wanted, share
from tests.escalation.stories import MONDAY

POLICY = parse("[asked]\neach = 2\nper_day = 3")
WIFI, LAMPS = 1, 2
ADVOCATES, EMPLOYEES = 2, 3


def helper(number, known=None, tier=ADVOCATES, asked=0, last=None):
    return Helper(number, tier, {WIFI: 0.9} if known is None else known, asked, last)


def asked(helpers, tier=ADVOCATES, tags=(WIFI,), not_ids=()):
    return share(Wanted(1, tier, frozenset(not_ids)), tags, helpers, POLICY, MONDAY)


def test_whoever_was_asked_least():
    assert asked([helper(1, asked=2), helper(2), helper(3, asked=1)]) == (2, 3)


def test_of_equals_whoever_was_not_asked_for_longest():
    helpers = [helper(1, asked=1, last=MONDAY), helper(2, asked=1, last=MONDAY - timedelta(hours=9))]
    assert asked(helpers)[0] == 2


def test_then_whoever_knows_most():
    assert asked([helper(1, {WIFI: 0.7}), helper(2, {WIFI: 0.9}), helper(3, {WIFI: 0.8})]) == (2, 3)


@pytest.mark.parametrize("known", [{}, {LAMPS: 0.9}, {WIFI: 0.5}])
def test_nobody_who_does_not_know_the_tags(known):
    assert asked([helper(1, known)]) == ()


def test_employees_all_the_same_when_nobody_knows():
    assert asked([helper(1, {}, EMPLOYEES), helper(2, {}, EMPLOYEES)], EMPLOYEES) == (1, 2)
    assert asked([helper(1, {}, EMPLOYEES), helper(2, tier=EMPLOYEES)], EMPLOYEES) == (2,)


def test_not_the_other_tier():
    assert asked([helper(1, tier=EMPLOYEES)]) == ()


def test_not_those_who_are_in_it_already():
    assert asked([helper(1), helper(2)], not_ids=[1]) == (2,)


def test_the_cap_holds_within_one_sweep():
    helpers = [helper(1)]
    assert [asked(helpers) for _ in range(4)] == [(1,), (1,), (1,), ()]
