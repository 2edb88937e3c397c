from datetime import timedelta

import pytest
from sqlalchemy import select

from community.actions import acceptances, disputes, sweeps, threads
from models.acceptance import Acceptance
from models.base import db
from models.dispute import Dispute
from models.errors import Conflict, Forbidden, Invalid
from models.escalation import Clock
from models.event_log import LoggedEvent
from models.member import Member
from models.post import Post
from models.thread import Thread
from tests.factories import answer, member, solved, thread

pytestmark = pytest.mark.usefixtures("app")

EVIDENCE = "On 3.14 it resets the whole hub."
REASON = "We tried it: the whole hub is reset."


@pytest.fixture
def staff() -> Member:
    return member("staff")


def opened(**values) -> Dispute:
    question, _ = solved(**values)
    return disputes.open(member(), question.id, reason="wrong", evidence=EVIDENCE)


def standing(thread_id) -> list[tuple[int, str]]:
    rows = select(Acceptance.post_id, Acceptance.scope).where(
        Acceptance.thread_id == thread_id, Acceptance.ended_at.is_(None)
    )
    return [tuple(row) for row in db.session.execute(rows)]


def state(thread_id) -> tuple[str, bool]:
    found = db.session.get_one(Thread, thread_id, populate_existing=True)
    return found.state, found.disputed


class TestOpening:
    def test_about_the_only_solution(self, clock):
        question, post = solved()
        dispute = disputes.open(member(), question.id, reason="outdated", evidence=EVIDENCE)
        assert (dispute.post_id, dispute.cause, dispute.due_at) == (post.id, "member", clock.now + timedelta(hours=4))
        assert state(question.id) == ("resolved", True)

    def test_staff_hear_of_it_with_the_next_sweep(self, clock):
        dispute = opened()
        (move,) = sweeps.sweep(None).moves
        assert (move.thread_id, move.tier, move.name) == (dispute.thread_id, 4, "disputed")
        assert db.session.get_one(Clock, dispute.thread_id, populate_existing=True).in_queue

    def test_one_at_a_time(self):
        dispute = opened()
        with pytest.raises(Conflict, match="already"):
            disputes.open(member(), dispute.thread_id, reason="wrong", evidence=EVIDENCE)

    def test_only_what_is_marked_as_a_solution(self):
        question = thread()
        post = answer(question)
        with pytest.raises(Conflict, match="Didn’t work"):
            disputes.open(member(), question.id, reason="wrong", evidence=EVIDENCE, post_id=post.id)

    def test_not_ones_own(self):
        helper = member()
        question, _ = solved(helper=helper)
        with pytest.raises(Conflict, match="your own"):
            disputes.open(helper, question.id, reason="wrong", evidence=EVIDENCE)

    @pytest.mark.parametrize("values", [{"reason": "dislike"}, {"evidence": "short"}, {"evidence": "x" * 1001}])
    def test_with_a_reason_and_evidence(self, values):
        question, _ = solved()
        with pytest.raises(Invalid):
            disputes.open(member(), question.id, **{"reason": "wrong", "evidence": EVIDENCE, **values})


class TestDeciding:
    def test_upheld_ends_the_acceptance(self, clock, staff):
        dispute = opened()
        disputes.decide(staff, dispute.id, outcome="upheld", reason=REASON)
        assert standing(dispute.thread_id) == []
        assert state(dispute.thread_id) == ("answered", False)
        ended = db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == "AcceptanceEnded")).one()
        assert ended.payload["reason"] == "dispute"

    def test_upheld_ends_a_verification_too(self, staff):
        question, post = solved()
        acceptances.verify(staff, post.id)
        dispute = disputes.open(member(), question.id, reason="wrong", evidence=EVIDENCE)
        disputes.decide(member("staff"), dispute.id, outcome="upheld", reason=REASON)
        assert db.session.get_one(Post, post.id, populate_existing=True).verified_at is None

    def test_narrowed_it_stands_for_less(self, staff):
        dispute = opened()
        disputes.decide(staff, dispute.id, outcome="narrowed", reason=REASON, scope="before 3.14")
        assert standing(dispute.thread_id) == [(dispute.post_id, "before 3.14")]
        assert state(dispute.thread_id) == ("resolved", False)
        assert db.session.get_one(Thread, dispute.thread_id).round == 1

    def test_narrowed_to_what(self, staff):
        with pytest.raises(Invalid) as caught:
            disputes.decide(staff, opened().id, outcome="narrowed", reason=REASON)
        assert "scope" in caught.value.fields

    @pytest.mark.parametrize("outcome", ["corrected", "dismissed"])
    def test_otherwise_it_stands(self, staff, outcome):
        dispute = opened()
        disputes.decide(staff, dispute.id, outcome=outcome, reason=REASON)
        assert standing(dispute.thread_id) == [(dispute.post_id, "")]
        assert state(dispute.thread_id) == ("resolved", False)

    def test_with_a_public_reason(self, staff):
        with pytest.raises(Invalid):
            disputes.decide(staff, opened().id, outcome="dismissed", reason=" ")

    def test_once(self, staff):
        dispute = opened()
        disputes.decide(staff, dispute.id, outcome="dismissed", reason=REASON)
        with pytest.raises(Conflict):
            disputes.decide(staff, dispute.id, outcome="upheld", reason=REASON)

    def test_not_by_the_author_or_the_asker(self, staff):
        with pytest.raises(Forbidden):
            disputes.decide(staff, opened(helper=staff).id, outcome="dismissed", reason=REASON)
        with pytest.raises(Forbidden):
            disputes.decide(staff, opened(by=staff).id, outcome="dismissed", reason=REASON)

    def test_not_by_members(self):
        with pytest.raises(Forbidden):
            disputes.decide(member(), opened().id, outcome="dismissed", reason=REASON)

    def test_points_are_taken_back_by_an_entry_of_their_own(self, staff):
        helper = member()
        dispute = opened(helper=helper)
        disputes.decide(staff, dispute.id, outcome="upheld", reason=REASON)
        assert db.session.get_one(Member, helper.id, populate_existing=True).reputation == 0


class TestTakingBack:
    def test_by_whoever_opened_it(self):
        dispute = opened()
        disputes.withdraw(db.session.get_one(Member, dispute.opener_id), dispute.id)
        assert state(dispute.thread_id) == ("resolved", False)

    def test_by_nobody_else(self, staff):
        with pytest.raises(Conflict):
            disputes.withdraw(staff, opened().id)


class TestByRule:
    def test_the_asker_withdraws(self, clock):
        asker = member()
        question, post = solved(asker)
        acceptances.end(asker, post.id)
        report = sweeps.sweep(None)
        assert [found["cause"] for found in report.of("dispute")] == ["withdrawn"]
        assert [(move.tier, move.name) for move in report.moves if move.tier] == [(4, "disputed")]
        assert state(question.id) == ("answered", True)

    def test_reopening_an_accepted_question_withdraws(self, clock):
        asker = member()
        question, _ = solved(asker)
        threads.reopen(asker, question.id)
        assert [found["cause"] for found in sweeps.sweep(None).of("dispute")] == ["withdrawn"]

    def test_a_decided_one_leaves_the_thread_with_staff_until_it_is_settled(self, clock, staff):
        asker = member()
        question, post = solved(asker)
        acceptances.end(asker, post.id)
        sweeps.sweep(None)
        dispute = db.session.scalars(select(Dispute)).one()
        disputes.decide(staff, dispute.id, outcome="dismissed", reason=REASON)
        row = db.session.get_one(Clock, question.id, populate_existing=True)
        assert row.in_queue and row.promise_at == clock.now + timedelta(hours=2)
