from datetime import timedelta

import pytest

from escalation.disputes import edit_war, failed, outscored
from escalation.facts import Answer, Facts
from models import events as e
from tests.escalation.stories import MONDAY, POLICY, Story

RULES = POLICY.disputes


def answer(helpful=0, didnt_work=0, **more):
    return Answer(MONDAY, "customer", 2, 1, helpful=helpful, didnt_work=didnt_work, **more)


def facts(*answers):
    return Facts(asked_at=MONDAY, round_at=MONDAY, answers=dict(enumerate(answers)))


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        # ahead by three, and twice as much
        (0, 2, False), (0, 3, True), (1, 3, False), (1, 4, True), (3, 5, False), (3, 6, True),
        # ahead by three is not twice as much
        (4, 7, False), (4, 8, True), (10, 19, False), (10, 20, True),
        # below nothing, it is taken as one
        (-5, 1, False), (-5, 2, True), (-1, 2, True), (-1, 1, False),
    ],
)  # fmt: skip
def test_outscored(own, other, expected):
    accepted = answer(max(own, 0), max(-own, 0), accepted=True)
    assert outscored(accepted, facts(accepted, answer(other)), RULES) is expected


def test_outscored_by_the_difference_of_both_counts_of_a_visible_answer():
    accepted = answer(accepted=True)
    assert not outscored(accepted, facts(accepted, answer(9, 7)), RULES)
    assert not outscored(accepted, facts(accepted, answer(9, deleted=True)), RULES)
    assert not outscored(accepted, facts(accepted, answer(9, accepted=True)), RULES)
    assert outscored(accepted, facts(accepted, answer(10, 7)), RULES)


@pytest.mark.parametrize(
    ("helpful", "didnt_work", "expected"),
    [(9, 4, False), (9, 5, True), (2, 3, True), (3, 3, False), (0, 2, False), (0, 3, True)],
)
def test_readers_say_it_did_not_work(helpful, didnt_work, expected):
    assert failed(answer(helpful, didnt_work), RULES) is expected


class TestRulesOpenDisputes:
    def disputed(self, story, **after):
        return [name for name, tier in story.steps(**after) if tier is None and name in ("outscored", "didnt_work",
                "withdrawn", "edit_war")]  # fmt: skip

    def test_at_once_and_staff_hear_of_it(self):
        story = Story().at(hours=1).answer().accept().votes(101, didnt_work=5)
        assert story.steps(hours=1) == [("didnt_work", None), ("disputed", 4)]

    def test_only_about_what_stands_as_a_solution(self):
        story = Story().at(hours=1).answer().votes(101, didnt_work=5)
        assert self.disputed(story, hours=2) == []
        assert self.disputed(story.verify(), hours=2) == ["didnt_work"]

    def test_outscored(self):
        story = Story().at(hours=1).answer().accept().answer(102, author=3).votes(102, helpful=3)
        assert self.disputed(story, hours=1) == ["outscored"]

    def test_a_rule_that_holds_no_more_opens_nothing(self):
        story = Story().at(hours=1).answer().accept().answer(102, author=3).votes(102, helpful=3)
        assert self.disputed(story.votes(101, helpful=2), hours=9) == []

    def test_its_clock_runs_from_when_the_rule_began_to_hold(self):
        story = Story().at(hours=1).answer().accept().at(hours=2).votes(101, didnt_work=5).at(hours=3).comment()
        story.at(hours=4).happens(
            e.DisputeOpened(thread_id=1, dispute_id=7, post_id=101, cause="didnt_work", reason="wrong", opener_id=None)
        ).climb(4, "disputed", timedelta(hours=2))
        assert story.coming()["dispute"] == MONDAY + timedelta(hours=6)

    def test_the_same_rule_opens_none_twice_about_an_answer_in_a_round(self):
        story = Story().at(hours=1).answer().accept().votes(101, didnt_work=5)
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=7, post_id=101, cause="didnt_work", reason="wrong", opener_id=None)
        )
        story.happens(e.DisputeDecided(thread_id=1, dispute_id=7, post_id=101, cause="didnt_work", outcome="dismissed"))
        assert self.disputed(story.votes(101, didnt_work=1), hours=9) == []

    def test_the_asker_withdraws(self):
        story = Story().at(hours=1).answer().accept().at(hours=2).end()
        assert story.steps(hours=2) == [("withdrawn", None), ("disputed", 4)]

    def test_an_acceptance_that_staff_ended_is_not_withdrawn(self):
        assert self.disputed(Story().at(hours=1).answer().accept().end(reason="staff"), hours=1) == []

    def test_a_change_of_mind_before_anybody_looked_is_not_a_dispute(self):
        story = Story().at(hours=1).answer().answer(102, author=3).accept().end().accept(102)
        assert self.disputed(story, hours=1) == []

    def test_closed_threads_have_none(self):
        story = Story().at(hours=1).answer().accept().votes(101, didnt_work=5)
        assert self.disputed(story.happens(e.ThreadClosed(thread_id=1, reason="other")), hours=9) == []


class TestEditWar:
    def story(self, *editors, minutes=60):
        story = Story().at(hours=0).answer().accept()
        for number, editor in enumerate(editors, 1):
            story.at(minutes=number * minutes).edit(editor)
        return story

    def at_war(self, story):
        return edit_war(story.facts.turns.get(101, ()), POLICY)

    @pytest.mark.parametrize(
        ("editors", "expected"),
        [((2, 3, 2, 3), True), ((2, 3, 2), False), ((2, 2, 2, 2, 2), False), ((2, 2, 3, 2, 2, 3), True),
         ((2, 3, 4, 2), True), ((None, None, None, None), False)],
    )  # fmt: skip
    def test_four_changes_of_hand(self, editors, expected):
        assert self.at_war(self.story(*editors)) is expected

    def test_within_a_day(self):
        assert self.at_war(self.story(2, 3, 2, 3, minutes=8 * 60))
        assert not self.at_war(self.story(2, 3, 2, 3, minutes=8 * 60 + 1))

    def test_it_is_disputed(self):
        assert ("edit_war", None) in self.story(2, 3, 2, 3).steps(hours=5)

    def test_later_peace_does_not_undo_it(self):
        story = self.story(2, 3, 2, 3)
        for day in range(2, 20):
            story.at(days=day).edit(2 + day % 2)
        assert ("edit_war", None) in story.steps(days=30)

    def test_a_disputed_war_is_over(self):
        story = self.story(2, 3, 2, 3)
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=7, post_id=101, cause="edit_war", reason="wrong", opener_id=None)
        ).happens(e.DisputeDecided(thread_id=1, dispute_id=7, post_id=101, cause="edit_war", outcome="dismissed"))
        story.at(hours=6).end(reason="staff")
        assert story.facts.round == 2
        assert ("edit_war", None) not in story.steps(days=9)

    def test_not_on_a_deleted_answer(self):
        assert ("edit_war", None) not in self.story(2, 3, 2, 3).delete().steps(hours=5)
