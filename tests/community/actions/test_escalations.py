import pytest
from sqlalchemy import select

from community import doctor
from community.actions import acceptances, disputes, escalations, posts, sweeps, threads
from models.base import db
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.escalation import Assignment, Clock
from models.event_log import LoggedEvent
from models.member import Member
from models.thread import Thread
from reputation.levels import Level
from tests.factories import answer, comment, member, thread

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def staff() -> Member:
    return member("staff")


@pytest.fixture
def waiting(clock) -> Thread:
    """A question that has reached staff."""
    question = thread()
    clock.forward(hours=4)
    sweeps.sweep(None)
    return question


def last_event() -> LoggedEvent:
    return db.session.scalars(select(LoggedEvent).order_by(LoggedEvent.id.desc()).limit(1)).one()


def clock_of(question) -> Clock:
    return db.session.get_one(Clock, question.id, populate_existing=True)


class TestTaking:
    def test_it_is_held(self, staff, waiting):
        assert escalations.take(staff, waiting.id).member_id == staff.id
        assert (last_event().kind, last_event().payload["given_by"]) == ("ThreadTaken", None)

    def test_twice_is_once(self, staff, waiting):
        assert escalations.take(staff, waiting.id).id == escalations.take(staff, waiting.id).id

    def test_not_from_a_colleague(self, staff, waiting):
        escalations.take(member("staff"), waiting.id)
        with pytest.raises(Conflict, match="colleague holds"):
            escalations.take(staff, waiting.id)

    def test_not_by_members(self, waiting):
        with pytest.raises(Forbidden):
            escalations.take(member(), waiting.id)

    def test_not_when_settled(self, staff, waiting):
        escalations.resolve(staff, waiting.id, reason="fixed")
        with pytest.raises(Conflict, match="settled"):
            escalations.take(staff, waiting.id)

    def test_a_helpers_hold_runs_out(self, clock, staff, waiting):
        escalations.take(member(level=Level.ADVOCATE), waiting.id)
        clock.forward(minutes=19)
        with pytest.raises(Conflict):
            escalations.take(staff, waiting.id)
        clock.forward(minutes=1)
        assert escalations.take(staff, waiting.id).member_id == staff.id

    def test_the_next_is_the_first_that_is_free(self, clock, staff):
        first, second, third = thread(), thread(), thread()
        clock.forward(hours=4)
        sweeps.sweep(None)
        escalations.set_severity(staff, third.id, "urgent")
        escalations.take(member("staff"), third.id)
        assert escalations.take_next(staff).thread_id == first.id
        assert escalations.take_next(staff).thread_id == second.id
        with pytest.raises(NotFound):
            escalations.take_next(staff)

    def test_what_waits_for_its_asker_is_not_next(self, staff, waiting):
        escalations.request_information(staff, waiting.id)
        with pytest.raises(NotFound):
            escalations.take_next(staff)


class TestLettingGoAndGiving:
    def test_letting_go_keeps_the_row(self, staff, waiting):
        held = escalations.take(staff, waiting.id)
        escalations.let_go(staff, waiting.id)
        assert db.session.get_one(Assignment, held.id).ended_at is not None
        assert last_event().kind == "ThreadLetGo"

    def test_of_what_nobody_holds_is_nothing(self, staff, waiting):
        before = last_event().id
        escalations.let_go(staff, waiting.id)
        assert last_event().id == before

    def test_given_to_a_colleague(self, staff, waiting):
        colleague = member("staff")
        escalations.take(staff, waiting.id)
        given = escalations.assign(staff, waiting.id, colleague.id)
        assert (given.member_id, given.given_by_id) == (colleague.id, staff.id)

    def test_only_to_colleagues(self, staff, waiting):
        with pytest.raises(Invalid):
            escalations.assign(staff, waiting.id, member().id)


class TestSettling:
    def test_otherwise_with_a_reason(self, staff, waiting):
        settled = escalations.resolve(staff, waiting.id, reason="fixed")
        assert (settled.state, settled.resolved_reason) == ("resolved", "fixed")
        assert not clock_of(waiting).in_queue

    def test_not_for_any_reason(self, staff, waiting):
        with pytest.raises(Invalid):
            escalations.resolve(staff, waiting.id, reason="because")

    def test_not_twice(self, staff, waiting):
        escalations.resolve(staff, waiting.id, reason="fixed")
        with pytest.raises(Conflict):
            escalations.resolve(staff, waiting.id, reason="fixed")

    def test_reopened_it_begins_a_round(self, clock, staff, waiting):
        escalations.resolve(staff, waiting.id, reason="fixed")
        clock.forward(hours=1)
        threads.reopen(db.session.get_one(Member, waiting.author_id), waiting.id)
        row = clock_of(waiting)
        assert (row.round, row.tier, row.in_queue) == (2, 1, False)
        assert db.session.get_one(Thread, waiting.id).round == row.round


class TestAskingBack:
    def test_the_clock_rests_until_the_asker_writes(self, clock, staff, waiting):
        escalations.request_information(staff, waiting.id)
        assert clock_of(waiting).due_at is None
        clock.forward(hours=2)
        asker = db.session.get_one(Member, waiting.author_id)
        opening = threads.access.opening(waiting)
        comment(opening, asker, body="It is version three.")
        assert clock_of(waiting).due_at is not None
        assert db.session.get_one(Thread, waiting.id, populate_existing=True).needs_info_at is None

    def test_not_twice(self, staff, waiting):
        escalations.request_information(staff, waiting.id)
        with pytest.raises(Conflict):
            escalations.request_information(staff, waiting.id)

    def test_a_new_round_does_not_wait_for_what_was_asked_in_the_last(self, clock, staff, waiting):
        only = answer(waiting)
        escalations.request_information(staff, waiting.id)
        posts.delete(staff, only.id, reason="staff")
        assert db.session.get_one(Thread, waiting.id, populate_existing=True).needs_info_at is None
        assert clock_of(waiting).due_at is not None
        assert [finding for finding in doctor.examine() if not finding.note] == []

    def test_what_is_disputed_meanwhile_is_next_all_the_same(self, staff, waiting):
        acceptances.verify(staff, (checked := answer(waiting)).id)
        escalations.request_information(staff, waiting.id)
        disputes.open(member(), waiting.id, reason="unsafe", evidence="It became hot at once.", post_id=checked.id)
        sweeps.sweep(None)
        assert escalations.take_next(staff).thread_id == waiting.id


class TestHandingBack:
    def test_the_ladder_begins_again(self, clock, staff, waiting):
        escalations.take(staff, waiting.id)
        escalations.hand_back(staff, waiting.id)
        row = clock_of(waiting)
        assert (row.tier, row.round, row.in_queue) == (1, 2, False)
        assert db.session.get_one(Thread, waiting.id).round == 2
        clock.forward(hours=4)
        assert [move.tier for move in sweeps.sweep(None).moves if move.tier] == [2, 3, 4]

    def test_with_what_staff_learned(self, clock, staff, waiting):
        posted = answer(waiting, staff)
        escalations.hand_back(staff, waiting.id, post_id=posted.id)
        clock.forward(days=9)
        assert sweeps.sweep(None).moves == []

    def test_straight_to_the_advocates(self, staff, waiting):
        escalations.hand_back(staff, waiting.id, to_tier=2)
        assert [move.tier for move in sweeps.sweep(None).moves] == [2]

    @pytest.mark.parametrize("tier", [0, 4, 5])
    def test_only_down(self, staff, waiting, tier):
        with pytest.raises(Invalid):
            escalations.hand_back(staff, waiting.id, to_tier=tier)

    def test_only_what_staff_have(self, staff):
        with pytest.raises(Conflict, match="not with staff"):
            escalations.hand_back(staff, thread().id)

    def test_not_with_the_answer_to_another_question(self, staff, waiting):
        with pytest.raises(Invalid):
            escalations.hand_back(staff, waiting.id, post_id=answer(thread(), staff).id)


def test_notes_are_rendered_and_logged_by_id_alone(staff, waiting):
    note = escalations.note(staff, waiting.id, body="Matches ticket **8813**.")
    assert "<strong>8813</strong>" in note.html
    assert "8813" not in str(last_event().payload)


def test_members_write_no_notes(waiting):
    with pytest.raises(Forbidden):
        escalations.note(member(), waiting.id, body="Let me in.")
