"""Entries as they are posted by real actions: amounts, reversals, caps, and that nothing is ever changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community import replay
from community.actions import acceptances, articles, candidates, disputes, flags, posts, votes
from community.transaction import record, unit_of_work
from escalation import in_force as escalation_in_force
from models.base import db
from models.event_log import LoggedEvent
from models.events import ImportFinished, LedgerCorrected
from models.member import Member
from models.point import Point
from reputation import in_force, ledger
from reputation.points import RULES, rules_from
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def agrees_with_the_log(app):
    yield
    db.session.rollback()
    assert list(replay.check()) == []


def entries(member: Member) -> list[tuple[str, int, int, str]]:
    columns = (Point.rule, Point.amount, Point.uncapped, Point.note)
    return [
        tuple(row) for row in db.session.execute(select(*columns).filter_by(member_id=member.id).order_by(Point.id))
    ]


def reputation(member: Member) -> int:
    return db.session.scalar(select(Member.reputation).where(Member.id == member.id))


@pytest.fixture
def author() -> Member:
    return factories.member()


class TestVotes:
    def test_helpful_gives_ten_and_is_shown_from_one(self, author):
        factories.helpful(factories.answer(factories.thread(), author))
        assert entries(author) == [("helpful", 10, 10, "")]
        db.session.refresh(author)
        assert author.shown_reputation == 11

    def test_taken_back_is_a_reversal_of_that_entry(self, author):
        answer, reader = factories.answer(factories.thread(), author), factories.member()
        votes.cast(reader, answer.id, 1)
        votes.cast(reader, answer.id, 0)
        assert entries(author) == [("helpful", 10, 10, ""), ("helpful", -10, 0, "ended")]
        first, second = db.session.scalars(select(Point).order_by(Point.id))
        assert (second.reverses_id, second.fact_at, first.reverses_id) == (first.id, first.fact_at, None)

    def test_didnt_work_takes_no_points(self, author):
        votes.cast(factories.member(), factories.answer(factories.thread(), author).id, -1)
        assert entries(author) == []

    def test_the_fourth_vote_of_one_reader_on_one_day_is_explained(self, author, clock):
        reader = factories.member()
        answers = [factories.answer(factories.thread(), author) for _ in range(4)]
        for answer in answers:
            votes.cast(reader, answer.id, 1)
            clock.forward(minutes=1)
        assert entries(author)[-1] == ("helpful", 0, 10, "pair")
        votes.cast(reader, answers[0].id, 0)
        assert entries(author)[-2:] == [("helpful", -10, 0, "ended"), ("helpful", 10, 10, "room")]
        assert reputation(author) == 30

    def test_room_under_the_daily_cap_goes_to_the_next_in_order(self, author, clock):
        answers = [factories.answer(factories.thread(), author) for _ in range(2)]
        readers = [factories.member() for _ in range(21)]
        for reader in readers:
            votes.cast(reader, answers[readers.index(reader) % 2].id, 1)
            clock.forward(minutes=1)
        assert reputation(author) == 200
        assert entries(author)[-1] == ("helpful", 0, 10, "daily")
        votes.cast(readers[0], answers[0].id, 0)
        assert reputation(author) == 200
        clock.forward(days=1)
        votes.cast(readers[0], answers[0].id, 1)
        assert reputation(author) == 210


class TestAcceptances:
    def test_author_and_accepter(self, author):
        asker = factories.member()
        factories.solved(asker, author)
        assert (entries(author), entries(asker)) == ([("accepted", 15, 15, "")], [("accepter", 2, 2, "")])

    def test_ones_own_thread_earns_nothing(self, author):
        factories.solved(author, author)
        assert entries(author) == []

    def test_switching_back_and_forth_earns_nothing(self, author):
        asker, rival = factories.member(), factories.member()
        thread, first = factories.solved(asker, author)
        second = factories.answer(thread, rival)
        for _ in range(3):
            acceptances.accept(asker, second.id)
            acceptances.accept(asker, first.id)
        assert (reputation(author), reputation(rival), reputation(asker)) == (15, 0, 2)

    def test_verified_by_staff(self, author):
        staff, answer = factories.member("staff"), factories.answer(factories.thread(), author)
        acceptances.verify(staff, answer.id)
        assert entries(author) == [("verified", 10, 10, "")]
        acceptances.end_verification(staff, answer.id)
        assert reputation(author) == 0


class TestDeletion:
    def test_masks_and_restoring_moves_no_instant(self, author, clock):
        asker = factories.member()
        _, answer = factories.solved(asker, author)
        factories.helpful(answer, 2)
        clock.forward(days=3)
        posts.delete(author, answer.id)
        assert (reputation(author), reputation(asker)) == (0, 0)
        clock.forward(days=3)
        posts.restore(author, answer.id)
        assert (reputation(author), reputation(asker)) == (35, 2)
        newest = db.session.scalars(select(Point).where(Point.member_id == author.id).order_by(Point.id.desc())).first()
        assert newest.at - newest.fact_at == timedelta(days=6)

    def test_of_the_opening_masks_everybodys(self, author):
        asker, staff = factories.member(), factories.member("staff")
        thread, _ = factories.solved(asker, author)
        factories.helpful(factories.answer(thread, other := factories.member()))
        posts.delete(staff, thread.opening_id)
        assert [reputation(member) for member in (author, other, asker)] == [0, 0, 0]
        posts.restore(staff, thread.opening_id)
        assert [reputation(member) for member in (author, other, asker)] == [15, 10, 2]

    def test_as_spam_costs_a_hundred_and_credits_the_reporter(self, author):
        staff, reporter = factories.member("staff"), factories.member()
        answer = factories.answer(factories.thread(), author)
        factories.helpful(answer)
        flag = flags.report(reporter, answer.id, reason="spam")
        flags.decide(staff, flag.id, upheld=True, remove=True)
        assert (reputation(author), reputation(reporter)) == (-100, 1)
        db.session.refresh(author)
        assert author.shown_reputation == 1
        posts.restore(staff, answer.id)
        assert (reputation(author), reputation(reporter)) == (10, 1)


class TestPromotion:
    def test_into_a_guide_gives_its_author_twenty_five(self, author, clock):
        _, answer = factories.solved(factories.member(), author)
        factories.helpful(answer, 3)
        clock.forward(days=8)
        guide = articles.draft(factories.member("employee"), candidates.find(None)[0])
        articles.publish(factories.member("staff"), guide.id)
        assert entries(author)[-1] == ("promoted", 25, 25, "")
        posts.delete(author, answer.id)
        assert reputation(author) == 0
        posts.restore(author, answer.id)
        assert reputation(author) == 70


class TestDisputes:
    def test_upheld_takes_the_acceptance_back_as_a_reversal(self, author):
        asker, staff = factories.member(), factories.member("staff")
        thread, _ = factories.solved(asker, author)
        dispute = disputes.open(factories.member(), thread.id, reason="wrong", evidence="It made it worse.")
        disputes.decide(staff, dispute.id, outcome="upheld", reason="It does damage.")
        assert entries(author) == [("accepted", 15, 15, ""), ("accepted", -15, 0, "ended")]
        assert reputation(asker) == 0


class TestCost:
    def test_a_vote_costs_the_same_whatever_was_before(self, author, clock, statements):
        def cost() -> int:
            answer, reader = factories.answer(factories.thread(), author), factories.member()
            with statements:
                votes.cast(reader, answer.id, 1)
            return len(statements)

        first = cost()
        for _ in range(5):
            factories.helpful(factories.answer(factories.thread(), author), 2)
            clock.forward(days=1)
        assert cost() <= first + 1


class TestRebuild:
    def break_it(self, author: Member) -> None:
        factories.helpful(factories.answer(factories.thread(), author), 3)
        wrong = db.session.scalars(select(Point.id).where(Point.member_id == author.id)).first()
        db.session.execute(update(Point).where(Point.id == wrong).values(amount=7))
        db.session.execute(update(Member).where(Member.id == author.id).values(reputation=99))
        db.session.commit()

    def test_replay_finds_and_corrects_by_new_entries(self, author):
        self.break_it(author)
        assert len(list(replay.check())) == 2
        before = entries(author)
        assert replay.rebuild() > 0
        assert entries(author) == [*before, ("helpful", 3, 10, "room")]
        corrected = select(LoggedEvent.kind).order_by(LoggedEvent.id.desc()).limit(1)
        assert db.session.scalar(corrected) == LedgerCorrected.__name__
        assert reputation(author) == 30

    def test_an_import_is_folded_at_once_and_twice_changes_nothing(self, author):
        factories.helpful(factories.answer(factories.thread(), author), 3)
        kept = entries(author)
        db.session.execute(Point.__table__.delete())
        db.session.execute(update(Member).values(reputation=0))
        db.session.commit()
        for expected in (3, 0):
            with unit_of_work():
                entry = record(ImportFinished(source="test"))
                assert ledger.rebuild_for([author.id], entry, backdated=True) == expected
        assert entries(author) == kept
        assert all(point.at == point.fact_at for point in db.session.scalars(select(Point)))
        assert reputation(author) == 30


class TestPolicy:
    def test_the_default_policy_says_the_default_rules(self):
        assert rules_from(escalation_in_force.current().reputation) == RULES

    def test_weights_of_the_policy_are_given_from_then_on(self, author):
        in_force.use(rules_from({"points": {"helpful": 7}}, version=4))
        try:
            factories.helpful(factories.answer(factories.thread(), author))
            assert entries(author) == [("helpful", 7, 7, "")]
            assert db.session.scalar(select(Point.rule_version)) == 4
            assert list(replay.check()) == []
        finally:
            in_force.use(None)
        assert len(list(replay.check())) == 1
        replay.rebuild()
        assert reputation(author) == 10
