"""The fold against its rules, one behaviour a class, and against itself: a part of it equals the whole."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.fold import Before, Cause, Fact, Grant, day_of, fold, fold_all
from reputation.points import DEFAULT, EDIT, FROM_VOTES, RULES, SENTENCES, rules_from

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)


def fact(number: int, rule: str = "helpful", *, minute: int | None = None, voter: int | None = None, **more) -> Fact:
    kind = {"helpful": "vote", "question_up": "vote", "accepted": "acceptance"}.get(rule, rule)
    at = MONDAY + timedelta(minutes=number if minute is None else minute)
    defaults = {"member_id": 1, "post_id": number, "thread_id": number}
    return Fact(rule=rule, kind=kind, id=number, at=at, counterparty_id=voter, **(defaults | more))


def amounts(facts: list[Fact]) -> list[int]:
    return [grant.amount for grant in fold(facts).values()]


class TestWeights:
    @pytest.mark.parametrize("rule", sorted(DEFAULT))
    def test_each_fact_is_worth_what_the_table_says(self, rule):
        assert fold([fact(1, rule)]) == {fact(1, rule).cause: Grant(DEFAULT[rule], DEFAULT[rule])}

    def test_every_rule_has_a_sentence(self):
        assert set(SENTENCES) == set(DEFAULT)

    def test_a_policy_changes_weights_and_caps(self):
        rules = rules_from({"points": {"helpful": 7}, "caps": {"votes_per_day": 10}}, version=2)
        assert [grant.amount for grant in fold([fact(1), fact(2)], rules).values()] == [7, 3]
        assert (rules.version, rules.points["accepted"], rules.caps.votes_per_pair_and_day) == (2, 15, 3)

    @pytest.mark.parametrize(
        ("section", "says"),
        [
            ({"points": {"helpfull": 1}}, "reputation.points.helpfull is unknown"),
            ({"points": {"helpful": "10"}}, "reputation.points.helpful must be a whole number"),
            ({"caps": {"votes_per_day": True}}, "reputation.caps.votes_per_day must be a whole number"),
            ({"caps": 3}, "reputation.caps must be a table"),
        ],
    )
    def test_a_wrong_policy_is_named(self, section, says):
        with pytest.raises(ValueError, match=says):
            rules_from(section)


class TestDailyCap:
    def test_the_vote_that_crosses_counts_in_part(self):
        given = [fact(n, "question_up") for n in range(1)] + [fact(n) for n in range(1, 22)]
        assert amounts(given) == [5] + [10] * 19 + [5, 0]

    def test_it_ends_with_the_utc_day(self):
        assert sum(amounts([fact(n, minute=24 * 60 - 21 + n) for n in range(1, 42)])) == 400

    def test_other_points_stand_outside(self):
        full_day = [fact(n) for n in range(20)]
        others = [fact(50 + n, rule) for n, rule in enumerate(("accepted", "verified", "promoted", "flag_upheld"))]
        assert sum(amounts(full_day + others)) == 200 + 15 + 10 + 25 + 1

    def test_room_that_a_vote_leaves_goes_to_the_next_in_order(self):
        votes = [fact(n) for n in range(25)]
        assert [f.id for f in votes if fold(votes)[f.cause].amount] == list(range(20))
        del votes[3]
        assert [f.id for f in votes if fold(votes)[f.cause].amount] == [*range(3), *range(4, 21)]

    def test_the_capped_part_is_explained(self):
        grants = fold([fact(n) for n in range(21)])
        assert grants[fact(20).cause] == Grant(0, 10, "daily")


class TestPostCap:
    def test_one_post_gives_two_hundred_for_ever(self):
        votes = [fact(n, minute=n * 24 * 60, post_id=7) for n in range(25)]
        assert sum(amounts(votes)) == 200
        assert fold(votes)[votes[20].cause] == Grant(0, 10, "post")

    def test_another_post_has_its_own(self):
        votes = [fact(n, minute=n * 24 * 60, post_id=n % 2) for n in range(50)]
        assert sum(amounts(votes)) == 400


class TestOneVoterToOneAuthor:
    def test_three_votes_count_a_day(self):
        assert amounts([fact(n, voter=9) for n in range(5)]) == [10, 10, 10, 0, 0]
        assert fold([fact(n, voter=9) for n in range(4)])[fact(3).cause].cap == "pair"

    def test_the_next_day_counts_anew(self):
        assert sum(amounts([fact(n, minute=n * 60 * 12, voter=9) for n in range(8)])) == 80

    def test_other_voters_count_for_themselves(self):
        assert amounts([fact(n, voter=n % 2) for n in range(8)]) == [10] * 6 + [0, 0]

    def test_votes_without_a_voter_stand_outside(self):
        assert amounts([fact(n, voter=None) for n in range(5)]) == [10] * 5

    def test_a_vote_that_moved_nothing_is_not_counted(self):
        famous = [fact(n, minute=-10_000 * (30 - n), post_id=7) for n in range(20)]
        on_it = [fact(100 + n, post_id=7, voter=9) for n in range(3)]
        elsewhere = [fact(200 + n, voter=9) for n in range(4)]
        assert amounts([*famous, *on_it, *elsewhere])[20:] == [0, 0, 0, 10, 10, 10, 0]


class TestSuggestedEdits:
    def test_at_most_a_thousand_in_all(self):
        edits = [fact(n, EDIT, minute=n * 2000) for n in range(510)]
        assert sum(amounts(edits)) == 1000
        assert fold(edits)[edits[505].cause] == Grant(0, 2, "edits")


class TestOrder:
    def test_instants_decide_then_ids(self):
        votes = [fact(n, minute=60) for n in range(21)]
        assert fold(reversed(votes))[votes[20].cause].amount == 0
        early = fact(99, minute=1)
        assert fold([*votes, early])[votes[19].cause].amount == 0

    def test_everybody_is_folded_apart(self):
        both = fold_all([fact(1), fact(2, member_id=2)])
        assert {member: list(grants.values()) for member, grants in both.items()} == {
            1: [Grant(10, 10)],
            2: [Grant(10, 10)],
        }


facts = st.lists(
    st.builds(
        lambda number, rule, minute, voter, post: fact(number, rule, minute=minute, voter=voter, post_id=post),
        st.integers(0, 1000),
        st.sampled_from(["helpful", "helpful", "helpful", "question_up", "accepted", "edit_approved", "removed"]),
        st.integers(0, 4 * 24 * 60),
        st.one_of(st.none(), st.integers(1, 3)),
        st.integers(1, 4),
    ),
    max_size=120,
    unique_by=lambda fact: fact.id,
)
tight = rules_from(
    {"caps": {"votes_per_day": 45, "votes_per_post": 80, "votes_per_pair_and_day": 2, "edits_in_all": 7}}
)


def before(facts: list[Fact], grants: dict[Cause, Grant], day: datetime) -> Before:
    """What the ledger would know of the days before `day`."""
    posts: Counter[int] = Counter()
    edits = 0
    for one in facts:
        if one.at < day and one.rule in FROM_VOTES:
            posts[one.post_id or 0] += grants[one.cause].amount
        elif one.at < day and one.rule == EDIT:
            edits += grants[one.cause].amount
    return Before(posts, edits)


@given(facts, st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_folding_from_a_day_on_equals_the_whole_fold(facts: list[Fact], days: int) -> None:
    day = MONDAY + timedelta(days=days)
    whole = fold(facts, tight)
    part = fold([one for one in facts if one.at >= day], tight, before=before(facts, whole, day))
    assert part == {cause: grant for cause, grant in whole.items() if cause.at >= day}


@given(facts, st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_of_reading_does_not_matter(facts: list[Fact], random) -> None:
    shuffled = random.sample(facts, len(facts))
    assert fold(shuffled, tight) == fold(facts, tight)


@given(facts)
@settings(max_examples=100, deadline=None)
def test_no_cap_is_ever_passed(facts: list[Fact]) -> None:
    grants = fold(facts, tight)
    days: Counter[datetime] = Counter()
    posts: Counter[int | None] = Counter()
    pairs: Counter[tuple[datetime, int]] = Counter()
    for one in facts:
        grant = grants[one.cause]
        assert 0 <= grant.amount <= grant.uncapped or grant.amount == RULES.points["removed"]
        assert bool(grant.cap) == (grant.amount != grant.uncapped)
        if one.rule in FROM_VOTES:
            days[day_of(one.at)] += grant.amount
            posts[one.post_id] += grant.amount
            if one.counterparty_id and grant.amount:
                pairs[day_of(one.at), one.counterparty_id] += 1
    assert max(days.values(), default=0) <= 45
    assert max(posts.values(), default=0) <= 80
    assert max(pairs.values(), default=0) <= 2
