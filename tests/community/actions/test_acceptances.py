import pytest
from sqlalchemy import select

from community.actions import acceptances, posts, threads
from models.acceptance import Acceptance
from models.base import db
from models.errors import Conflict, Forbidden, NotFound
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def rows() -> list[tuple[int, str, str | None]]:
    found = db.session.execute(
        select(Acceptance.post_id, Acceptance.scope, Acceptance.end_reason).order_by(Acceptance.id)
    )
    return [tuple(row) for row in found]


class TestAccept:
    def test_resolves(self) -> None:
        thread, answer = factories.solved()
        assert (thread.state, thread.accepted_count, thread.round) == ("resolved", 1, 1)
        assert rows() == [(answer.id, "", None)]

    def test_twice_is_once(self) -> None:
        asker = factories.member()
        _, answer = factories.solved(asker)
        acceptances.accept(asker, answer.id)
        assert rows() == [(answer.id, "", None)]

    def test_another_switches_without_a_new_round(self) -> None:
        asker = factories.member()
        thread, first = factories.solved(asker)
        second = factories.answer(thread)
        acceptances.accept(asker, second.id)
        assert rows() == [(first.id, "", "switched"), (second.id, "", None)]
        assert (thread.state, thread.round) == ("resolved", 1)

    def test_for_another_scope_stands_beside(self) -> None:
        asker = factories.member()
        thread, first = factories.solved(asker)
        second = factories.answer(thread)
        acceptances.accept(asker, second.id, scope="Hub 2")
        assert thread.accepted_count == 2
        assert rows() == [(first.id, "", None), (second.id, "Hub 2", None)]

    def test_is_for_the_asker_and_staff(self) -> None:
        thread = factories.thread()
        answer = factories.answer(thread)
        with pytest.raises(Forbidden):
            acceptances.accept(factories.member(), answer.id)
        assert acceptances.accept(factories.member("staff"), answer.id).state == "resolved"

    def test_needs_an_answer(self) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        with pytest.raises(NotFound):
            acceptances.accept(asker, thread.opening_id)

    def test_of_what_is_closed_is_refused(self) -> None:
        asker = factories.member()
        thread = factories.thread(asker)
        answer = factories.answer(thread)
        threads.close(asker, thread.id, reason="other")
        with pytest.raises(Conflict):
            acceptances.accept(asker, answer.id)


class TestEnd:
    def test_leads_back_in_a_new_round(self) -> None:
        asker = factories.member()
        thread, answer = factories.solved(asker)
        acceptances.end(asker, answer.id)
        acceptances.end(asker, answer.id)
        assert (thread.state, thread.round) == ("answered", 2)
        assert rows() == [(answer.id, "", "withdrawn")]

    def test_deleting_the_answer_leads_back_and_restoring_forward(self) -> None:
        helper = factories.member()
        thread, answer = factories.solved(helper=helper)
        posts.delete(helper, answer.id)
        assert (thread.state, thread.round) == ("open", 2)
        posts.restore(helper, answer.id)
        assert (thread.state, thread.round, thread.accepted_count) == ("resolved", 2, 1)


class TestVerify:
    def test_is_staffs_word_on_somebody_elses_answer(self) -> None:
        staff, thread = factories.member("staff"), factories.thread()
        answer = factories.answer(thread)
        with pytest.raises(Forbidden):
            acceptances.verify(factories.member(), answer.id)
        assert acceptances.verify(staff, answer.id).verified_at is not None
        assert acceptances.end_verification(staff, answer.id).verified_at is None

    def test_not_on_ones_own(self) -> None:
        staff = factories.member("staff")
        answer = factories.answer(factories.thread(), staff)
        with pytest.raises(Forbidden):
            acceptances.verify(staff, answer.id)
