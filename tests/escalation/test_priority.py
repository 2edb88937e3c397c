from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.priority import standing, total
from models import events as e
from tests.escalation.stories import MONDAY, POLICY, Story


def waiting(severity="normal", me_too=0, start=MONDAY):
    story = Story(start, severity).reach_staff()
    return story.happens(e.MeTooSet(thread_id=1, member_id=5, on=True, count=me_too)) if me_too else story


def key(story):
    return standing(story.facts, POLICY).key


def in_order(*stories):
    return all(key(one) < key(other) for one, other in pairwise(stories))


class TestTheSum:
    def test_it_says_every_part(self):
        story = waiting("high", me_too=4)
        story.happens(e.PostFlagged(thread_id=1, flag_id=1, post_id=100, reporter_id=6, reason="unsafe"))
        parts = total(standing(story.facts, POLICY), MONDAY + timedelta(hours=7))
        assert [(part.name, part.minutes) for part in parts] == [
            ("past due", 60), ("severity high", 120), ("me too", 20), ("reported unsafe", 240),
        ]  # fmt: skip

    def test_before_the_due_instant_it_is_negative(self):
        assert total(standing(waiting().facts, POLICY), MONDAY + timedelta(hours=5))[0].minutes == -60

    def test_shouting_adds_nothing(self):
        story = waiting()
        before = key(story)
        for minute in range(20):
            story.at(hours=4, minutes=minute).comment(by_asker=True)
        assert key(story) == before

    def test_many_reports_of_one_kind_count_once(self):
        story, twice = waiting(), waiting()
        for each, flags in ((story, 1), (twice, 30)):
            for flag in range(flags):
                each.happens(e.PostFlagged(thread_id=1, flag_id=flag, post_id=100, reporter_id=flag, reason="unsafe"))
        assert key(story) == key(twice)

    def test_a_decided_report_counts_no_more(self):
        story = waiting()
        before = key(story)
        story.happens(e.PostFlagged(thread_id=1, flag_id=1, post_id=100, reporter_id=6, reason="unsafe"))
        assert key(story) < before
        story.happens(e.FlagDecided(thread_id=1, flag_id=1, post_id=100, reporter_id=6, upheld=False, fact_at=""))
        assert key(story) == before

    def test_the_number_of_affected_customers_is_capped(self):
        assert key(waiting(me_too=48)) == key(waiting(me_too=5000))

    def test_coming_back_counts(self):
        again = waiting().at(hours=4).answer().accept().end(reason="staff")
        assert again.facts.came_back == 1
        assert any(part.name == "came back" for part in standing(again.facts, POLICY).parts)


class TestWaitingForTheAsker:
    def test_it_stands_last_and_owes_nothing(self):
        paused = standing(waiting().at(hours=5).happens(e.InformationRequested(thread_id=1)).facts, POLICY)
        assert (paused.band, paused.promise_at) == ("resting", None)

    def test_a_dispute_is_decided_all_the_same(self):
        story = waiting().answer().verify().happens(e.InformationRequested(thread_id=1)).at(hours=5)
        story.happens(
            e.DisputeOpened(thread_id=1, dispute_id=5, post_id=101, cause="member", reason="unsafe", opener_id=3)
        )
        stands = standing(story.facts, POLICY)
        assert (stands.band, stands.target) == ("", "dispute")


class TestTheOrder:
    def test_of_equals_the_one_due_first(self):
        assert in_order(waiting(), waiting(start=MONDAY + timedelta(minutes=1)))

    def test_severity_is_worth_its_minutes(self):
        two_hours_later = MONDAY + timedelta(hours=2)
        assert key(waiting("high", start=two_hours_later)) == key(waiting())
        assert in_order(waiting("urgent", start=two_hours_later), waiting("high"), waiting())

    @given(
        st.integers(0, 3000), st.integers(0, 3000), st.sampled_from(["normal", "high", "urgent"]), st.integers(0, 60)
    )
    @settings(deadline=None)
    def test_it_is_the_order_of_the_shown_sums_at_any_time(self, after, later, severity, me_too):
        one, other = waiting(severity, start=MONDAY + timedelta(minutes=after)), waiting(me_too=me_too)
        for hours in (0, later / 60, 400):
            now = MONDAY + timedelta(hours=hours)
            sums = [sum(part.minutes for part in total(standing(story.facts, POLICY), now)) for story in (one, other)]
            assert (sums[0] > sums[1]) == (key(one) < key(other))

    def test_past_the_maximum_wait_it_stands_before_all_others_oldest_first(self):
        def overdue(start):
            story = waiting(start=start)
            due = (start + timedelta(days=3)).isoformat()
            return story.happens(e.TargetMissed(thread_id=1, target="maximum_wait", round=1, due=due))

        assert in_order(
            overdue(MONDAY - timedelta(days=9)), overdue(MONDAY), waiting("urgent", 900, MONDAY - timedelta(days=30))
        )

    def test_the_sweep_notices_the_maximum_wait(self):
        assert ("maximum_wait", None) in waiting().steps(days=3)
        assert ("maximum_wait", None) not in waiting().steps(days=2, hours=23)

    def test_once_staff_replied_the_wait_is_over(self):
        story = waiting().happens(
            e.TargetMissed(thread_id=1, target="maximum_wait", round=1, due=(MONDAY + timedelta(days=3)).isoformat())
        )
        assert in_order(story, waiting(start=MONDAY - timedelta(days=30)))
        assert in_order(waiting(start=MONDAY - timedelta(days=30)), story.at(days=4).answer(role="staff"))

    def test_what_waits_for_the_asker_stands_last(self):
        paused = waiting("urgent").happens(e.InformationRequested(thread_id=1))
        assert in_order(waiting(start=MONDAY + timedelta(days=300)), paused)
        assert standing(paused.facts, POLICY).promise_at is None
