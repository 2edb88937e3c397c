"""Which solved questions become candidates, when, and that a pass looks only at what is new."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.actions import acceptances, candidates, disputes, posts, threads, votes
from models.article import Candidate
from models.base import db
from models.errors import Conflict, Forbidden
from models.event_log import LoggedEvent
from tests import factories


@pytest.fixture
def solved(app, clock):
    """A question that was solved just now, and its answer."""
    return factories.solved()


def found(**more) -> list[int]:
    ids = candidates.find(None, **more)
    rows = db.session.scalars(select(Candidate).where(Candidate.id.in_(ids)).order_by(Candidate.id))
    return [row.post_id for row in rows]


class TestDryRun:
    def test_names_the_answers_and_makes_nothing_of_them(self, solved, clock):
        _, answer = solved
        for _ in range(3):
            votes.cast(factories.member(), answer.id, 1)
        assert candidates.ripe() == []
        clock.forward(days=7)
        assert candidates.ripe() == [answer.id]
        assert db.session.scalars(select(Candidate)).all() == []
        assert found() == [answer.id]
        assert candidates.ripe() == []


class TestFind:
    def test_after_seven_days_with_three_readers_helped(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        assert found() == []
        clock.forward(days=7)
        assert found() == [answer.id]
        (row,) = db.session.scalars(select(Candidate))
        assert row.state == "open"
        assert row.reasons == ["It has stood as the solution for 7 days, undisputed.", "3 readers found it helpful."]

    def test_is_told_in_the_log_and_done_once(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        clock.forward(days=8)
        assert found() == [answer.id]
        assert found() == []
        events = db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == "CandidateFound")).all()
        assert [event.payload["post_id"] for event in events] == [answer.id]

    def test_when_the_third_reader_comes_late(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 2)
        clock.forward(days=9)
        assert found() == []
        factories.helpful(answer, 1)
        assert found() == [answer.id]

    def test_a_vote_taken_back_does_not_count(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 2)
        reader = factories.member()
        votes.cast(reader, answer.id, 1)
        votes.cast(reader, answer.id, 0)
        clock.forward(days=9)
        assert found() == []

    def test_with_two_questions_that_have_the_same_answer(self, solved, clock):
        question, answer = solved
        clock.forward(days=9)
        assert found() == []
        staff = factories.member("staff")
        for _ in range(2):
            threads.close(staff, factories.thread().id, reason="same answer", same_as_id=question.id)
        assert found() == [answer.id]

    def test_not_when_the_acceptance_ended(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        acceptances.end(factories.member("staff"), answer.id)
        clock.forward(days=9)
        assert found() == []

    def test_not_when_the_answer_is_gone(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        posts.delete(factories.member("staff"), answer.id, reason="staff")
        clock.forward(days=9)
        assert found() == []

    def test_not_while_it_is_disputed_and_seven_days_after(self, solved, clock):
        question, answer = solved
        factories.helpful(answer, 3)
        dispute = disputes.open(
            factories.member(), question.id, reason="wrong", evidence="It did nothing for me at all.", post_id=answer.id
        )
        clock.forward(days=8)
        assert found() == []
        disputes.decide(
            factories.member("staff"), dispute.id, outcome="dismissed", reason="It does, on every version we tried."
        )
        clock.forward(days=6)
        assert found() == []
        clock.forward(days=1)
        assert found() == [answer.id]


class TestAsOfAnInstant:
    def test_only_facts_up_to_it_count(self, solved, clock):
        _, answer = solved
        asked = clock.now
        clock.forward(days=8)
        factories.helpful(answer, 3)
        clock.forward(days=30)
        assert found(at=asked + timedelta(days=7)) == []
        assert found(at=asked + timedelta(days=8)) == [answer.id]
        assert db.session.scalars(select(Candidate)).one().found_at == asked + timedelta(days=8)

    def test_an_acceptance_that_ended_later_counts(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        then = clock.forward(days=8)
        clock.forward(days=1)
        acceptances.end(factories.member("staff"), answer.id)
        assert found(at=then) == [answer.id]

    def test_leaves_the_ordinary_passes_alone(self, solved, clock):
        _, answer = solved
        factories.helpful(answer, 3)
        assert found() == []
        assert found(at=clock.now + timedelta(days=1)) == []
        clock.forward(days=7)
        assert found() == [answer.id]


class TestCost:
    def test_a_pass_without_news_does_the_same_however_much_there_is(self, app, clock, statements):
        factories.solved()
        found()
        with statements:
            found()
        few = len(statements)
        for _ in range(5):
            factories.solved()
        found()
        with statements:
            found()
        assert len(statements) == few


class TestDismiss:
    @pytest.fixture
    def candidate(self, solved, clock):
        factories.helpful(solved[1], 3)
        clock.forward(days=8)
        return candidates.find(None)[0]

    def test_stays_dismissed(self, solved, candidate, clock):
        candidates.dismiss(factories.member("staff"), candidate)
        factories.helpful(solved[1], 5)
        clock.forward(days=30)
        assert found() == []
        assert found(at=clock.now) == []

    def test_twice_is_refused(self, candidate):
        candidates.dismiss(factories.member("staff"), candidate)
        with pytest.raises(Conflict):
            candidates.dismiss(factories.member("staff"), candidate)

    def test_takes_staff(self, candidate):
        with pytest.raises(Forbidden):
            candidates.dismiss(factories.member("employee"), candidate)
