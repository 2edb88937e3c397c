"""What staff do by the API, and that nobody else can."""

import pytest

from community.actions import escalations, sweeps
from models.base import db
from tests import factories

ACTIONS = ["claim", "release", "note", "reply", "resolve", "hand-back", "hand-off", "assign", "severity"]


@pytest.fixture
def waiting(clock):
    """A question that nobody answered for five hours."""
    question = factories.thread()
    clock.forward(hours=5)
    sweeps.sweep(None)
    db.session.commit()
    return question


class TestQueue:
    def test_each_row_explains_itself(self, staff, waiting):
        (row,) = staff.get("/escalations")["items"]
        assert (row["question_id"], row["tier"], row["cause"]) == (waiting.id, 4, "unanswered")
        assert row["why"]
        assert row["priority"]["total"] == sum(part["minutes"] for part in row["priority"]["parts"])
        assert row["due_at"].endswith("Z")

    def test_it_narrows(self, staff, waiting):
        ids = lambda query: [row["question_id"] for row in staff.get(f"/escalations?{query}")["items"]]  # noqa: E731
        assert ids("tier=4&state=open") == [waiting.id]
        assert ids("tier=3") == ids("state=resolved") == ids("assignee=1") == []
        staff.get("/escalations?tag=nobody-uses-this", 404)

    def test_it_lists_what_is_late(self, staff, waiting, clock):
        assert staff.get("/escalations?breached=1")["items"] == []
        clock.forward(days=2)
        assert len(staff.get("/escalations?breached=1")["items"]) == 1


class TestActions:
    def test_take_note_reply_let_go(self, staff, guest, waiting):
        path = f"/escalations/{waiting.id}"
        assert staff.post(f"{path}/claim", status=200)["assignee"]["handle"] == "olga"
        staff.post(f"{path}/note", {"body": "Asked the firmware team."}, 200)
        staff.post(f"{path}/reply", {"body": "We are looking at it."}, 200)
        assert staff.post(f"{path}/release", status=200)["assignee"] is None
        shown = guest.get(f"/questions/{waiting.id}")
        assert [post["author"]["kind"] for post in shown["posts"]] == ["staff"]
        assert "firmware team" not in str(shown)

    def test_assign(self, staff, waiting):
        colleague = factories.member("employee")
        path = f"/escalations/{waiting.id}/assign"
        assert staff.post(path, {"member_id": colleague.id}, 200)["assignee"]["id"] == colleague.id
        staff.post(path, {"member_id": factories.member().id}, 422)

    def test_taking_what_a_colleague_holds_is_a_conflict(self, staff, waiting):
        escalations.take(factories.member("staff"), waiting.id)
        db.session.commit()
        staff.post(f"/escalations/{waiting.id}/claim", status=409)

    def test_resolve_and_hand_back(self, staff, waiting):
        path = f"/escalations/{waiting.id}"
        staff.post(f"{path}/hand-back", {"to_tier": 2}, 200)
        assert staff.get("/escalations")["items"] == []
        staff.post(f"{path}/resolve", {"reason": "fixed", "note": "In 3.8.2."}, 200)
        staff.post(f"{path}/resolve", {"reason": "fixed"}, 409)

    def test_a_note_that_comes_twice_is_written_once(self, staff, waiting):
        path = f"/escalations/{waiting.id}/note"
        for _ in range(2):
            staff.post(path, {"body": "Asked."}, 200, Idempotency_Key="n1")
        trace = staff.get(f"/escalations/{waiting.id}/trace")
        assert trace["question_id"] == waiting.id

    def test_private_cases_are_not_there_yet(self, staff, waiting):
        staff.post(f"/escalations/{waiting.id}/hand-off", status=404)


class TestTrace:
    def test_it_says_the_rule_the_inputs_and_what_is_next(self, staff, waiting):
        trace = staff.get(f"/escalations/{waiting.id}/trace")
        assert [step["tier"] for step in trace["steps"] if step["state"] == "done"] == [
            "advocates",
            "employees",
            "staff",
        ]
        assert trace["inputs"]["human_answers"] == 0
        assert any(step["state"] == "next" and step["spans"] for step in trace["steps"])


class TestOthers:
    @pytest.mark.parametrize("action", ACTIONS)
    def test_members_cannot(self, helper, waiting, action):
        helper.post(f"/escalations/{waiting.id}/{action}", {}, 403)

    @pytest.mark.parametrize("path", ["", "/1", "/1/trace"])
    def test_nor_look(self, helper, guest, path):
        helper.get(f"/escalations{path}", 403)
        guest.get(f"/escalations{path}", 401)

    def test_a_browser_of_a_member_cannot_either(self, client, waiting):
        client.sign_in(factories.member())
        assert client.get("/api/v1/escalations").status_code == 403
        assert client.get(f"/api/v1/escalations/{waiting.id}").status_code == 403


class TestDisputes:
    def test_from_opening_to_decision(self, asker, helper, staff, guest):
        question = factories.thread(asker.member)
        answer = factories.answer(question)
        asker.put(f"/posts/{answer.id}/acceptance")
        given = {"reason": "outdated", "evidence": "Since 3.8.0 the sign is the other way round."}
        dispute = helper.post(f"/questions/{question.id}/disputes", given)
        assert guest.get(f"/questions/{question.id}")["dispute"]["id"] == dispute["id"]
        path = f"/disputes/{dispute['id']}/decision"
        decision = {"outcome": "upheld", "reason": "The release notes say so."}
        helper.post(path, decision, 403)
        assert staff.post(path, decision, 200)["outcome"] == "upheld"
        staff.post(path, decision, 409)
        shown = guest.get(f"/questions/{question.id}")
        assert (shown["state"], shown["disputed"]) == ("answered", False)
        assert [row["end_reason"] for row in shown["acceptances"]] == ["dispute"]
