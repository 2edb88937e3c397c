"""Posts by the API: edited, deleted, restored, voted on, accepted, verified, reported."""

import pytest

from community.actions import taxonomy
from models.base import db
from models.member import Member
from tests import factories


@pytest.fixture
def question(asker):
    return factories.thread(asker.member)


@pytest.fixture
def answer(helper, question):
    return factories.answer(question, helper.member)


class TestEditing:
    def test_the_texts_that_it_had_are_kept(self, guest, helper, answer):
        helper.patch(f"/posts/{answer.id}", {"body": "Set channel **6** and save.", "note": "Better channel"})
        first, second = guest.get(f"/posts/{answer.id}/revisions")["items"]
        assert (first["body"], second["body"]) == ("Set channel 36 and save.", "Set channel **6** and save.")
        assert (second["note"], second["editor"]["handle"]) == ("Better channel", "helper")

    def test_an_edit_of_an_old_version_is_refused(self, helper, answer):
        helper.get(f"/posts/{answer.id}")
        seen = helper.answer.headers["ETag"]
        helper.patch(f"/posts/{answer.id}", {"body": "One."}, If_Match=seen)
        helper.patch(f"/posts/{answer.id}", {"body": "Two."}, 412, If_Match=seen)
        helper.patch(f"/posts/{answer.id}", {"body": "Two."}, 412, If_Match='"nonsense"')

    def test_strangers_cannot(self, make_program, answer):
        make_program(factories.member(level=0)).patch(f"/posts/{answer.id}", {"body": "Mine."}, 403)


class TestDeleting:
    def test_it_is_masked_and_comes_back(self, guest, helper, answer):
        helper.delete(f"/posts/{answer.id}", status=204)
        guest.get(f"/posts/{answer.id}", 404)
        guest.get(f"/posts/{answer.id}/revisions", 404)
        helper.put(f"/posts/{answer.id}/restore")
        assert guest.get(f"/posts/{answer.id}")["deleted"] is False

    def test_only_staff_say_spam(self, helper, staff, answer):
        helper.delete(f"/posts/{answer.id}", {"reason": "spam"}, 422)
        staff.delete(f"/posts/{answer.id}", {"reason": "spam", "note": "Same text everywhere"}, 204)


class TestVoices:
    def test_a_vote_is_one_and_can_change(self, asker, answer):
        path = f"/posts/{answer.id}/vote"
        asker.put(path, {"value": 1})
        assert asker.put(path, {"value": 1}) == {"helpful": 1, "didnt_work": 0, "score": 1, "your_vote": 1}
        changed = asker.put(path, {"value": -1, "reason": "Still drops", "fields": {"version": "3.8.0"}})
        assert changed == {"helpful": 0, "didnt_work": 1, "score": -1, "your_vote": -1}
        assert asker.put(path, {"value": 0})["your_vote"] == 0

    def test_nobody_votes_on_their_own(self, helper, answer):
        helper.put(f"/posts/{answer.id}/vote", {"value": 1}, 403)

    def test_accept_switch_and_end(self, asker, helper, question, answer):
        accepted = asker.put(f"/posts/{answer.id}/acceptance", {"scope": "3.8.0"})
        assert (accepted["state"], accepted["posts"][0]["accepted"]) == ("resolved", True)
        assert accepted["acceptances"][0]["scope"] == "3.8.0"
        helper.put(f"/posts/{answer.id}/acceptance", None, 403)
        ended = asker.delete(f"/posts/{answer.id}/acceptance")
        assert (ended["state"], ended["acceptances"][0]["end_reason"]) == ("answered", "withdrawn")

    def test_staff_verify(self, staff, helper, answer):
        assert staff.put(f"/posts/{answer.id}/verification")["verified"] is True
        assert staff.delete(f"/posts/{answer.id}/verification")["verified"] is False
        helper.put(f"/posts/{answer.id}/verification", None, 403)

    def test_a_report(self, asker, answer):
        flag = asker.post(f"/posts/{answer.id}/flags", {"reason": "unsafe", "note": "Opens the case"})
        assert flag["post_id"] == answer.id
        asker.post(f"/posts/{answer.id}/flags", {"reason": "boring"}, 422)


class TestComments:
    def test_they_have_one_level(self, asker, helper, answer):
        comment = asker.post(f"/posts/{answer.id}/comments", {"body": "Which menu?"})
        helper.post(f"/posts/{comment['id']}/comments", {"body": "The last one."}, 409)


class TestMembers:
    def test_a_profile_holds_what_anybody_may_know(self, guest, helper, asker, answer):
        factories.helpful(answer, 2)
        db.session.commit()
        found = guest.get(f"/members/{helper.member.id}")
        assert (found["handle"], found["helped"], found["reputation"]) == ("helper", 2, 21)
        assert not {"email", "email_confirmed", "seen_at", "password_hash"} & set(found)

    def test_points_are_for_their_owner_and_staff(self, guest, helper, asker, staff, answer):
        factories.helpful(answer)
        db.session.commit()
        path = f"/members/{helper.member.id}/reputation"
        (entry,) = helper.get(path)["items"]
        assert (entry["amount"], entry["total"], entry["post_id"]) == (10, 11, answer.id)
        assert staff.get(path)["items"] == [entry]
        asker.get(path, 403)
        guest.get(path, 401)

    def test_the_list_pages(self, guest, helper, asker):
        first = guest.get("/members?limit=1")
        second = guest.get(f"/members?limit=1&cursor={first['next']}")
        assert first["items"][0]["id"] != second["items"][0]["id"]


class TestMe:
    def test_only_one_sees_ones_address(self, asker):
        assert asker.get("/me")["email"] == "asker@example.org"

    def test_the_inbox_is_read(self, asker, helper, question, answer):
        (news,) = asker.get("/me/inbox")["items"]
        assert (news["kind"], news["question_id"], news["new"]) == ("answer", question.id, True)
        assert asker.get("/me")["unread"] == 1
        assert asker.post("/me/inbox/read", {"up_to": news["event_id"]}, 200)["unread"] == 0

    def test_nobody_reads_somebody_elses(self, helper, asker, answer):
        assert helper.get("/me/inbox")["items"] == []


class TestTags:
    def test_with_counts(self, guest, asker):
        factories.thread(asker.member, tags=["wifi", "link"])
        factories.thread(asker.member, tags=["wifi"])
        db.session.commit()
        assert [(tag["name"], tag["questions"]) for tag in guest.get("/tags")["items"]] == [("wifi", 2), ("link", 1)]
        assert guest.get("/tags?limit=1")["next"]

    def test_categories_say_what_they_ask_for(self, guest, app):
        admin = factories.member("admin")
        asked = [{"name": "version", "label": "Version", "required": True, "choices": ["1", "2"]}]
        taxonomy.add_category(db.session.get(Member, admin.id), slug="app", name="App", fields=asked)
        assert guest.get("/categories")["items"][0]["fields"] == asked
