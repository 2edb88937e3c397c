from datetime import UTC, datetime, timedelta

import pytest

from escalation.deadlines import deadlines
from escalation.facts_json import from_json, to_json
from models import events as e
from tests.escalation.stories import MONDAY, Story

UP = [("unanswered", 2), ("unanswered", 3), ("unanswered", 4)]


def hour(number):
    return MONDAY + timedelta(hours=number)


class TestSilence:
    def test_it_climbs_on_wall_time(self):
        story = Story(datetime(2027, 6, 5, 23, tzinfo=UTC))  # Saturday night: support is at home
        assert story.steps(minutes=29) == []
        assert story.steps(minutes=30) == UP[:1]
        assert story.steps(hours=2) == UP[:2]
        assert story.steps(hours=4)[:3] == UP

    def test_a_late_sweep_takes_all_steps_each_with_its_own_instant(self):
        instants = {one.tier: one.instant for one in deadlines(Story().facts, Story().policy) if one.kind == "climb"}
        assert instants == {2: hour(0.5), 3: hour(2), 4: hour(4)}
        assert Story().steps(hours=5) == UP

    def test_a_step_is_taken_once(self):
        story = Story().climb(2, "unanswered", timedelta(minutes=30))
        assert story.steps(hours=2) == UP[1:2]

    def test_answered_meanwhile_it_does_not_climb(self):
        assert Story().at(minutes=40).answer().steps(hours=5) == []

    def test_an_automatic_answer_is_no_answer(self):
        assert Story().at(minutes=5).answer(role="bot").steps(hours=4) == UP

    def test_a_deleted_answer_is_none_and_the_time_counts_from_its_deletion(self):
        story = Story().at(minutes=10).answer().at(hours=1).delete()
        assert story.facts.round == 2
        assert story.steps(hours=1, minutes=29) == []
        assert story.steps(hours=1, minutes=30) == UP[:1]

    def test_closed_or_deleted_it_stands_still(self):
        assert Story().happens(e.ThreadClosed(thread_id=1, reason="off topic")).steps(days=9) == []
        assert Story().delete(100, "opening").steps(days=9) == []

    def test_restored_it_goes_on(self):
        assert Story().delete(100, "opening").restore(100, "opening").steps(hours=4) == UP


class TestConfirming:
    def test_a_members_answer_waits_a_working_day_for_somebody_to_confirm_it(self):
        story = Story().at(hours=1).answer()
        assert story.coming() == {"unconfirmed 4": datetime(2027, 6, 8, 10, tzinfo=UTC)}
        assert story.steps(hours=25)[0] == ("unconfirmed", 4)

    def test_the_first_answer_counts(self):
        story = Story().at(hours=1).answer().at(hours=3).answer(102, author=3)
        assert story.coming() == {"unconfirmed 4": datetime(2027, 6, 8, 10, tzinfo=UTC)}

    @pytest.mark.parametrize(
        "settle",
        [
            lambda story: story.accept(),
            lambda story: story.verify(),
            lambda story: story.votes(101, helpful=2),
            lambda story: story.answer(102, role="staff", author=7),
            lambda story: story.answer(102, role="employee", author=7),
            lambda story: story.happens(e.ResolvedOtherwise(thread_id=1, reason="fixed")),
        ],
    )
    def test_what_confirms(self, settle):
        assert settle(Story().at(hours=1).answer()).coming() == {}

    @pytest.mark.parametrize("words", [{"helpful": 1}, {"helpful": 5, "didnt_work": 1}, {"didnt_work": 2}])
    def test_what_does_not(self, words):
        assert list(Story().at(hours=1).answer().votes(101, **words).coming()) == ["unconfirmed 4"]

    def test_a_switched_acceptance_goes_on_standing(self):
        story = Story().at(hours=1).answer().answer(102, author=3).accept().end(reason="switched").accept(102)
        assert story.facts.round == 1
        assert story.coming() == {}


class TestAtOnce:
    def test_urgent_goes_to_staff_even_when_a_member_answered(self):
        assert Story(severity="urgent").steps()[0] == ("urgent", 4)
        assert Story(severity="urgent").at(minutes=1).answer().steps(minutes=2)[0] == ("urgent", 4)

    def test_urgent_later_counts_from_then(self):
        story = Story().at(minutes=5).answer().at(hours=6)
        story.happens(e.SeverityChanged(thread_id=1, old="normal", new="urgent"))
        urgent = next(one for one in deadlines(story.facts, story.policy) if one.name == "urgent")
        assert urgent.instant == hour(6)
        coming = story.climb(4, "urgent", timedelta(hours=6)).coming()
        assert "first_reply" not in coming
        assert coming["confirm"] == datetime(2027, 6, 8, 9, 5, tzinfo=UTC)

    def test_urgent_but_staff_were_faster(self):
        assert Story(severity="urgent").at(minutes=1).answer(role="staff").steps(hours=9) == []

    def test_disputed_by_a_member(self):
        story = Story().at(hours=1).answer().accept().at(hours=2)
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=5, post_id=101, cause="member", reason="wrong", opener_id=3)
        )
        assert story.steps(hours=2) == [("disputed", 4)]
        assert story.climb(4, "disputed", timedelta(hours=2)).coming()["dispute"] == hour(6)


class TestRounds:
    def test_an_ended_acceptance_begins_one(self):
        story = Story().at(hours=1).answer().accept().at(hours=30).end(reason="staff")
        assert (story.facts.round, story.facts.came_back) == (2, 1)
        assert story.steps(hours=34) == UP

    def test_reopening_begins_one(self):
        story = Story().happens(e.ThreadClosed(thread_id=1, reason="other")).at(hours=50)
        story.happens(e.ThreadReopened(thread_id=1))
        assert story.facts.round == 2
        assert story.steps(hours=50, minutes=30) == UP[:1]

    def test_an_answer_of_the_round_before_does_not_stop_the_new_one(self):
        story = Story().at(hours=1).answer().votes(101, helpful=9).accept().at(hours=9).end(reason="staff")
        assert story.steps(hours=13) == UP
        assert story.at(hours=10).answer(102, author=3).steps(hours=14) == []

    def test_closing_and_reopening_says_nothing_of_the_answers(self):
        story = Story().at(hours=1).answer().at(hours=2).happens(e.ThreadClosed(thread_id=1, reason="other"))
        story.at(hours=3).happens(e.ThreadReopened(thread_id=1))
        assert story.coming() == {"unconfirmed 4": datetime(2027, 6, 8, 12, tzinfo=UTC)}

    def test_a_restored_answer_counts_again(self):
        story = Story().at(hours=1).answer().at(hours=2).delete().at(hours=3).restore()
        assert story.coming() == {"unconfirmed 4": datetime(2027, 6, 8, 11, tzinfo=UTC)}

    def test_handed_back_the_ladder_begins_again(self):
        story = Story().reach_staff().at(hours=5).happens(e.ThreadHandedBack(thread_id=1, from_tier=4, to_tier=1))
        assert not story.facts.with_staff
        assert story.facts.came_back == 0
        assert story.steps(hours=5, minutes=29) == []
        assert story.steps(hours=9) == UP

    def test_handed_to_a_tier_it_is_asked_at_once(self):
        story = Story().reach_staff().at(hours=5).happens(e.ThreadHandedBack(thread_id=1, from_tier=4, to_tier=2))
        assert story.steps(hours=5) == UP[:1]

    def test_handed_back_with_an_answer_it_is_answered(self):
        story = Story().reach_staff().at(hours=5).answer(role="staff")
        story.happens(e.ThreadHandedBack(thread_id=1, from_tier=4, to_tier=1, post_id=101))
        assert story.coming() == {}


class TestStaffTargets:
    def test_first_reply_and_resolution_run_from_the_due_instant(self):
        late = Story().at(hours=6).climb(2, "unanswered", timedelta(minutes=30))
        late.climb(3, "unanswered", timedelta(hours=2)).climb(4, "unanswered", timedelta(hours=4))
        coming = late.coming()
        assert coming["first_reply"] == hour(6)
        assert coming["resolution"] == datetime(2027, 6, 9, 13, tzinfo=UTC)

    def test_a_members_answer_moves_the_reply_to_the_longer_confirm_target(self):
        coming = Story().reach_staff().at(hours=5).answer().coming()
        assert "first_reply" not in coming
        assert coming["confirm"] == datetime(2027, 6, 8, 14, tzinfo=UTC)

    def test_and_so_it_does_where_it_was_urgent(self):
        story = Story(severity="urgent").climb(4, "urgent", timedelta())
        assert story.coming()["first_reply"] == hour(2)
        coming = story.at(hours=1).answer().coming()
        assert "first_reply" not in coming
        assert coming["confirm"] == datetime(2027, 6, 8, 10, tzinfo=UTC)

    def test_but_never_to_a_shorter_one(self):
        story = Story().at(hours=1).answer().on(datetime(2027, 6, 8, 9, 30, tzinfo=UTC))
        story.happens(e.SeverityChanged(thread_id=1, old="normal", new="urgent"))
        assert story.climb(4, "urgent", timedelta(hours=24, minutes=30)).coming()["first_reply"] == datetime(
            2027, 6, 8, 11, 30, tzinfo=UTC
        )

    def test_unconfirmed_staff_owe_the_first_reply(self):
        story = Story().at(hours=1).answer().at(hours=25).climb(4, "unconfirmed", timedelta(hours=25))
        assert story.coming()["first_reply"] == datetime(2027, 6, 8, 12, tzinfo=UTC)

    def test_a_reply_stops_the_first_and_the_askers_word_starts_the_next(self):
        story = Story().reach_staff().at(hours=5).answer(role="staff")
        assert set(story.coming()) == {"resolution"}
        asked_again = story.at(hours=6).comment(by_asker=True)
        assert asked_again.coming()["next_reply"] == datetime(2027, 6, 8, 11, tzinfo=UTC)
        assert "next_reply" not in asked_again.at(hours=7).comment(role="staff").coming()

    def test_the_askers_second_word_does_not_move_it(self):
        story = Story().reach_staff().at(hours=5).answer(role="staff").at(hours=6).comment(by_asker=True)
        first = story.coming()["next_reply"]
        assert story.at(hours=7).comment(by_asker=True).coming()["next_reply"] == first

    def test_a_short_target_does_not_hide_a_longer_one(self):
        story = Story().reach_staff().at(hours=5).answer(role="staff").at(hours=6).comment(by_asker=True)
        assert {"next_reply", "resolution"} <= set(story.coming())

    @pytest.mark.parametrize("settle", [Story.accept, Story.verify])
    def test_a_settled_thread_leaves_the_queue(self, settle):
        story = settle(Story().reach_staff().at(hours=5).answer())
        assert not story.facts.with_staff
        assert story.coming() == {}

    def test_a_missed_target_is_noted_once(self):
        story = Story().reach_staff()
        assert ("first_reply", None) in story.steps(hours=7)
        story.at(hours=7).happens(e.TargetMissed(thread_id=1, target="first_reply", round=1, due=hour(6).isoformat()))
        assert ("first_reply", None) not in story.steps(hours=8)

    def test_after_a_decided_dispute_the_targets_run_from_the_decision(self):
        story = Story().at(hours=1).answer().accept().at(hours=2).end()
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=5, post_id=101, cause="withdrawn", reason="mistake", opener_id=None)
        ).climb(4, "disputed", timedelta(hours=2))
        assert "first_reply" not in story.coming()
        story.at(hours=3).happens(
            e.DisputeDecided(thread_id=1, dispute_id=5, post_id=101, cause="withdrawn", outcome="dismissed")
        )
        assert story.coming()["first_reply"] == hour(5)


class TestPauses:
    def test_asking_the_asker_stops_every_clock_until_the_reply(self):
        story = Story().reach_staff().at(hours=5).happens(e.InformationRequested(thread_id=1))
        assert story.coming() == {}
        story.at(hours=7).comment(by_asker=True)
        # two working days from the climb, and the two hours of the pause
        assert story.coming()["resolution"] == datetime(2027, 6, 9, 15, tzinfo=UTC)
        assert story.coming()["next_reply"] == datetime(2027, 6, 8, 12, tzinfo=UTC)

    def test_a_dispute_does_not_wait_for_the_asker(self):
        story = Story().at(hours=1).answer().verify().happens(e.InformationRequested(thread_id=1)).at(hours=2)
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=5, post_id=101, cause="member", reason="unsafe", opener_id=3)
        )
        assert story.steps(hours=2) == [("disputed", 4)]
        assert story.climb(4, "disputed", timedelta(hours=2)).coming()["dispute"] == hour(6)
        assert story.at(hours=3).comment(by_asker=True).coming()["dispute"] == hour(6)

    def test_a_pause_over_the_weekend_costs_only_working_hours(self):
        friday = datetime(2027, 6, 4, 9, tzinfo=UTC)
        story = Story(friday).reach_staff().at(hours=7).happens(e.InformationRequested(thread_id=1))
        story.on(datetime(2027, 6, 7, 10, tzinfo=UTC)).comment(by_asker=True)
        # 13-16 on Friday are 3 h of 16; the rest from Monday 10:00: 7 h, and 6 h on Tuesday
        assert story.coming()["resolution"] == datetime(2027, 6, 8, 15, tzinfo=UTC)


class TestImported:
    def test_started_clocks_count_from_then(self):
        story = Story().at(days=900).happens(e.ClocksStarted(thread_id=1))
        assert story.steps(days=900, minutes=29) == []
        assert story.steps(days=900, hours=2) == UP[:2]

    def test_started_clocks_count_confirmation_from_then(self):
        story = Story().at(hours=1).answer().on(datetime(2030, 6, 3, 9, tzinfo=UTC))
        story.happens(e.ClocksStarted(thread_id=1))
        assert story.coming() == {"unconfirmed 4": datetime(2030, 6, 3, 17, tzinfo=UTC)}


def test_the_facts_survive_their_json():
    story = Story(severity="high").at(minutes=5).answer().votes(101, helpful=3, didnt_work=1).accept()
    story.at(hours=1).edit(3).edit(4).end().happens(e.MeTooSet(thread_id=1, member_id=4, on=True, count=2))
    story.happens(e.PostFlagged(thread_id=1, flag_id=8, post_id=101, reporter_id=3, reason="unsafe"))
    story.happens(
        e.DisputeOpened(thread_id=1, dispute_id=5, post_id=101, cause="member", reason="wrong", opener_id=3)
    ).at(hours=2).climb(4, "disputed", timedelta(hours=1))
    story.happens(e.InformationRequested(thread_id=1)).at(hours=3).happens(e.InformationGiven(thread_id=1))
    story.happens(e.TargetMissed(thread_id=1, target="dispute", round=2, due=hour(5).isoformat()))
    story.happens(e.SeverityChanged(thread_id=1, old="high", new="urgent"))
    facts = story.facts
    assert from_json(to_json(facts)) == facts
    assert facts.pauses and facts.missed and facts.disputes and facts.withdrawn and facts.turns and facts.flags
    assert facts.severity_at
