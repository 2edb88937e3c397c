"""The sweep on real rows: what climbs, who is asked, and that doing it late or twice changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community import replay
from community.actions import escalations, sweeps, votes
from models.base import db
from models.dispute import Dispute
from models.errors import Conflict
from models.escalation import Asked, Clock, Competence, Escalation, SweepRun
from models.event_log import LoggedEvent
from models.taxonomy import Tag
from models.thread import Thread
from reputation.levels import Level
from tests.factories import answer, member, solved, thread

pytestmark = pytest.mark.usefixtures("app")


def steps():
    rows = db.session.execute(
        select(Escalation.thread_id, Escalation.tier, Escalation.cause, Escalation.due_at)
        .order_by(Escalation.thread_id, Escalation.tier)
    )  # fmt: skip
    return [tuple(row) for row in rows]


def climbed(question):
    return [(tier, cause) for thread_id, tier, cause, _ in steps() if thread_id == question.id]


def clock_of(question):
    return db.session.scalars(
        select(Clock).where(Clock.thread_id == question.id).execution_options(populate_existing=True)
    ).one()


def events(kind):
    return db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == kind)).all()


class TestClimbing:
    def test_silence_climbs_step_by_step(self, clock):
        question = thread()
        clock.forward(minutes=29)
        assert sweeps.sweep(None).moves == []
        clock.forward(minutes=1)
        sweeps.sweep(None)
        assert climbed(question) == [(2, "unanswered")]
        clock.forward(hours=3, minutes=30)
        sweeps.sweep(None)
        assert climbed(question) == [(2, "unanswered"), (3, "unanswered"), (4, "unanswered")]
        assert clock_of(question).in_queue

    def test_late_and_twice_are_the_same_as_in_time(self, clock):
        question, asked_at = thread(), clock.now
        clock.forward(days=1)
        first = sweeps.sweep(None)
        again = sweeps.sweep(None)
        assert [due - asked_at for _, _, _, due in steps()] == [
            timedelta(minutes=30), timedelta(hours=2), timedelta(hours=4),
        ]  # fmt: skip
        assert climbed(question) and first.moves and not again.moves

    def test_a_clock_that_jumps_back_repeats_nothing(self, clock):
        thread()
        clock.forward(hours=5)
        sweeps.sweep(None)
        before = steps()
        clock.forward(hours=-3)
        sweeps.sweep(None)
        assert steps() == before

    def test_an_answer_stops_it(self, clock):
        question = thread()
        answer(question)
        clock.forward(hours=5)
        assert sweeps.sweep(None).moves == []
        clock.forward(hours=20)
        sweeps.sweep(None)
        assert climbed(question) == [(4, "unconfirmed")]

    def test_urgent_is_with_staff_at_once(self, clock):
        question = thread()
        escalations.set_severity(member("staff"), question.id, "urgent")
        sweeps.sweep(None)
        assert climbed(question) == [(4, "urgent")]

    def test_the_rows_are_what_a_replay_makes(self, clock):
        thread(), solved()
        clock.forward(hours=5)
        sweeps.sweep(None)
        assert list(replay.check()) == []

    def test_more_than_one_batch(self, clock, monkeypatch):
        monkeypatch.setattr(sweeps, "BATCH", 3)
        questions = [thread() for _ in range(8)]
        clock.forward(minutes=30)
        assert len(sweeps.sweep(None).moves) == 8
        assert {thread_id for thread_id, *_ in steps()} == {question.id for question in questions}


class TestDisputes:
    def test_readers_open_one_and_staff_hear_of_it(self, clock):
        question, post = solved()
        for _ in range(3):
            votes.cast(member(), post.id, -1)
        report = sweeps.sweep(None)
        dispute = db.session.scalars(select(Dispute)).one()
        assert (dispute.cause, dispute.post_id, dispute.opener_id) == ("didnt_work", post.id, None)
        assert dispute.due_at == clock.now + timedelta(hours=4)
        assert db.session.get_one(Thread, question.id, populate_existing=True).disputed
        assert climbed(question) == [(4, "disputed")]
        assert [found["cause"] for found in report.as_json()["disputed"]] == ["didnt_work"]

    def test_not_twice(self, clock):
        _, post = solved()
        for _ in range(3):
            votes.cast(member(), post.id, -1)
        sweeps.sweep(None)
        votes.cast(member(), post.id, -1)
        assert sweeps.sweep(None).of("dispute") == []


class TestAsking:
    @pytest.fixture
    def tag(self):
        question = thread(tags=["wifi"])
        db.session.execute(update(Clock).where(Clock.thread_id == question.id).values(due_at=None))
        db.session.commit()
        return db.session.scalars(select(Tag).where(Tag.name == "wifi")).one()

    def knows(self, tag, who, good=9, bad=0):
        db.session.add(Competence(member_id=who.id, tag_id=tag.id, good=good, bad=bad))
        db.session.commit()
        return who

    def advocate(self, tag, **values):
        return self.knows(tag, member(level=Level.ADVOCATE, **values))

    def asked(self, question):
        return list(
            db.session.scalars(select(Asked.member_id).where(Asked.thread_id == question.id).order_by(Asked.member_id))
        )

    def test_advocates_who_know_the_tags(self, clock, tag):
        able, resting = self.advocate(tag), self.advocate(tag, resting=True)
        unlucky = self.knows(tag, member(level=Level.ADVOCATE), good=1, bad=5)
        regular = self.knows(tag, member())
        question = thread(tags=["wifi"])
        clock.forward(minutes=30)
        sweeps.sweep(None)
        assert self.asked(question) == [able.id]
        assert not {resting.id, unlucky.id, regular.id} & set(self.asked(question))
        assert events("ThreadClimbed")[-1].payload["asked_ids"] == [able.id]

    def test_never_the_asker(self, clock, tag):
        asker = self.advocate(tag)
        question = thread(asker, tags=["wifi"])
        clock.forward(minutes=30)
        sweeps.sweep(None)
        assert self.asked(question) == []

    def test_in_rotation_and_at_most_five_a_day(self, clock, tag):
        advocates = [self.advocate(tag) for _ in range(4)]
        asker = member()
        questions = [thread(asker, tags=["wifi"]) for _ in range(8)]
        clock.forward(minutes=30)
        sweeps.sweep(None)
        counts = [len([q for q in questions if who.id in self.asked(q)]) for who in advocates]
        assert counts == [5, 5, 5, 5]  # 8 questions want 24, the caps leave 20
        assert all(len(self.asked(question)) == 3 for question in questions[:6])

    def test_an_employee_is_asked_even_if_none_knows_the_tags(self, clock, tag):
        employee = member("employee")
        question = thread(tags=["wifi"])
        clock.forward(hours=2)
        sweeps.sweep(None)
        assert self.asked(question) == [employee.id]


class TestAsOf:
    def test_it_refuses_to_go_back(self, clock):
        thread()
        later = clock.now + timedelta(hours=5)
        sweeps.sweep(None, at=later)
        with pytest.raises(Conflict, match="cannot go back"):
            sweeps.sweep(None, at=later - timedelta(seconds=1))
        assert sweeps.sweep(None, at=later).moves == []

    def test_a_run_that_somebody_asked_for_counts_even_when_nothing_was_due(self, clock):
        sweeps.sweep(None)
        sweeps.sweep(None, at=clock.now - timedelta(days=1))
        sweeps.sweep(None, asked=True)
        with pytest.raises(Conflict, match="cannot go back"):
            sweeps.sweep(None, at=clock.now - timedelta(seconds=1))

    def test_a_dry_run_changes_nothing(self, clock):
        question = thread()
        clock.forward(hours=5)
        report = sweeps.sweep(None, dry_run=True)
        assert [move.tier for move in report.moves] == [2, 3, 4]
        assert steps() == [] and not events("ThreadClimbed") and db.session.scalars(select(SweepRun)).all() == []
        assert clock_of(question).tier == 1

    def test_it_does_not_see_what_happened_later(self, clock):
        question, asked_at = thread(), clock.now
        clock.forward(hours=3)
        answer(question)
        assert sweeps.sweep(None, at=asked_at + timedelta(hours=2)).moves == []


class TestImported:
    @pytest.fixture
    def question(self, clock):
        """Asked; answered after ten hours; nothing of it was told to anybody."""
        question = thread()
        clock.forward(hours=10)
        answer(question)
        fall_asleep(question)
        return question

    def test_a_live_sweep_does_not_see_it(self, clock, question):
        clock.forward(days=30)
        assert sweeps.sweep(None).moves == []

    def test_a_sweep_as_of_an_instant_does_and_sees_only_what_was(self, clock, question):
        asked_at = question.created_at
        sweeps.sweep(None, at=asked_at + timedelta(hours=5))
        assert climbed(question) == [(2, "unanswered"), (3, "unanswered"), (4, "unanswered")]
        assert clock_of(question).in_queue
        assert clock_of(question).due_at is None

    def test_later_it_is_there_for_another_reason(self, clock, question):
        sweeps.sweep(None, at=question.created_at + timedelta(days=3))
        assert climbed(question) == [(4, "unconfirmed")]
        assert events("ThreadClimbed")[-1].at == question.created_at + timedelta(days=3)

    def test_nobody_is_asked(self, clock, question):
        member("employee")
        sweeps.sweep(None, at=question.created_at + timedelta(hours=5))
        assert db.session.scalars(select(Asked)).all() == []

    def test_twice_at_the_same_instant(self, clock, question):
        at = question.created_at + timedelta(days=3)
        sweeps.sweep(None, at=at)
        assert sweeps.sweep(None, at=at).moves == []

    def test_a_staff_reply_takes_it_on_without_waking_it(self, clock, question):
        sweeps.sweep(None, at=question.created_at + timedelta(days=3))
        clock.forward(days=9)
        answer(question, member("staff"))
        row = clock_of(question)
        assert row.asleep and row.facts["staff_replied_at"] == clock.now.isoformat()

    def test_a_clock_is_made_for_what_has_none(self, clock, question):
        db.session.execute(Clock.__table__.delete())
        db.session.execute(update(Thread).values(imported=True))
        db.session.commit()
        sweeps.sweep(None, at=question.created_at + timedelta(days=3))
        assert climbed(question) == [(4, "unconfirmed")]


def fall_asleep(question):
    db.session.execute(
        update(Clock).where(Clock.thread_id == question.id).values(asleep=True, due_at=None, facts={}, in_queue=False)
    )
    db.session.execute(update(Thread).where(Thread.id == question.id).values(imported=True))
    db.session.commit()


def test_it_reads_only_what_is_due(clock, statements):
    """The same statements, whatever else is open."""

    def cost():
        with statements:
            sweeps.sweep(None)
        return len(statements)

    asker = member()
    for _ in range(3):
        thread(asker)
    clock.forward(minutes=30)
    few = cost()
    for _ in range(3):
        thread(asker)
    clock.forward(minutes=29)
    [thread(asker) for _ in range(20)]
    clock.forward(minutes=1)
    assert cost() == few
