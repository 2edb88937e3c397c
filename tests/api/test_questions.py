"""Questions by the API: asked, listed, read, edited, and what others say to them."""

import pytest

from tests import factories

ASK = {"title": "Link drops off Wi-Fi at night", "body": "Since *3.8.0*.", "tags": ["wifi", "link"]}


@pytest.fixture
def question(asker):
    return asker.post("/questions", ASK)


class TestAsking:
    def test_it_answers_with_the_question(self, asker, question):
        assert question["title"] == ASK["title"]
        assert question["opening"]["body"] == ASK["body"]
        assert "<em>3.8.0</em>" in question["opening"]["html"]
        assert question["tags"] == ["wifi", "link"]
        assert question["author"] == {"id": asker.member.id, "handle": "asker", "name": "asker", "kind": "member"}
        assert (question["state"], question["tier"], question["posts"]) == ("open", 1, [])
        assert question["url"].endswith(f"/questions/{question['id']}/link-drops-off-wi-fi-at-night")

    def test_it_needs_a_token(self, guest):
        problem = guest.post("/questions", ASK, 401)
        assert problem["status"] == 401
        assert guest.answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert guest.answer.mimetype == "application/problem+json"

    def test_it_needs_the_scope(self, make_program):
        reader = make_program(factories.member(), "read")
        assert "write" in reader.post("/questions", ASK, 403)["detail"]

    @pytest.mark.parametrize("body", [{}, {"title": "Only a title"}, {**ASK, "body": ""}, {**ASK, "kind": "rant"}])
    def test_what_is_missing_or_wrong_is_named(self, asker, body):
        assert asker.post("/questions", body, 422)["errors"]

    @pytest.mark.parametrize("field", ["author_id", "state", "score", "severity", "created_at", "id", "role"])
    def test_a_field_that_is_not_listed_is_refused(self, asker, field):
        assert field in asker.post("/questions", {**ASK, field: 1}, 422)["errors"]

    def test_a_category_is_named_by_its_slug(self, asker):
        assert asker.post("/questions", {**ASK, "category": "nowhere"}, 422)["errors"]["category"]


class TestReading:
    def test_guests_read_it(self, guest, question):
        assert guest.get(f"/questions/{question['id']}")["title"] == ASK["title"]

    def test_answers_carry_their_comments(self, guest, asker, helper, question):
        answer = helper.post(f"/questions/{question['id']}/answers", {"body": "Set channel 6."})
        comment = asker.post(f"/posts/{answer['id']}/comments", {"body": "Tried, thanks."})
        (shown,) = guest.get(f"/questions/{question['id']}")["posts"]
        assert shown["id"] == answer["id"]
        assert [each["id"] for each in shown["comments"]] == [comment["id"]]
        assert guest.get(f"/questions/{question['id']}")["state"] == "answered"

    def test_what_is_not_there_is_not_found(self, guest):
        assert guest.get("/questions/999999", 404)["title"] == "Not Found"
        assert guest.get(f"/questions/{2**70}", 404)["status"] == 404

    def test_a_deleted_one_looks_like_one_that_never_was(self, guest, asker, question):
        asker.delete(f"/posts/{question['opening']['id']}", status=204)
        never = guest.get("/questions/999999", 404)
        assert guest.get(f"/questions/{question['id']}", 404) == never
        assert asker.get(f"/questions/{question['id']}")["deleted"] is True

    def test_nothing_private_leaves(self, guest, question):
        text = guest.client.get(f"/api/v1/questions/{question['id']}").get_data(as_text=True)
        assert "example.org" not in text
        assert "password" not in text


class TestLists:
    def test_a_cursor_leads_through_all(self, guest, asker):
        asked = [factories.thread(factories.member(), title=f"Question number {n}").id for n in range(5)]
        seen, cursor = [], ""
        while True:
            found = guest.get(f"/questions?limit=2&cursor={cursor}")
            seen += [each["id"] for each in found["items"]]
            cursor = found["next"]
            if cursor is None:
                break
        assert seen == asked[::-1]

    def test_it_narrows(self, guest, asker, helper, question):
        other = factories.thread(factories.member(), title="Something else")
        factories.answer(other)
        ids = lambda query: [each["id"] for each in guest.get(f"/questions?{query}")["items"]]  # noqa: E731
        assert ids("unanswered=1") == [question["id"]]
        assert ids("state=answered,resolved") == [other.id]
        assert ids("tag=wifi") == [question["id"]]
        assert ids(f"author={asker.member.id}") == [question["id"]]
        assert ids("tag=nobody-uses-this") == []

    @pytest.mark.parametrize(
        "query",
        [
            "limit=0", "limit=101", "limit=1e3", "limit=-1", "limit=²", "sort=email", "state=gone", "cursor=%00",
            "cursor=9999-12-31T23:59:59-23:59~1", "cursor=1~1", "author=true", "unanswered=yes", "limit=2&limit=3",
            "limit[]=2", "surprise=1", "author=99999999999999999999",
        ],
    )  # fmt: skip
    def test_a_query_that_we_do_not_understand_is_refused(self, guest, query):
        assert guest.get(f"/questions?{query}", 422)["status"] == 422

    @pytest.mark.parametrize("sort", ["new", "active", "votes", "due"])
    def test_each_order_pages(self, guest, sort):
        asked = {factories.thread(factories.member(), title=f"Question number {n}").id for n in range(3)}
        first = guest.get(f"/questions?limit=2&sort={sort}")
        rest = guest.get(f"/questions?limit=2&sort={sort}&cursor={first['next']}") if first["next"] else {"items": []}
        assert {each["id"] for each in first["items"] + rest["items"]} in (asked, set())


class TestEditing:
    def test_what_is_given_changes_and_nothing_else(self, asker, question):
        path = f"/questions/{question['id']}"
        edited = asker.patch(path, {"title": "Link drops off Wi-Fi every night"})
        assert (edited["title"], edited["opening"]["body"], edited["tags"]) == (
            "Link drops off Wi-Fi every night",
            ASK["body"],
            ASK["tags"],
        )
        assert edited["revision"] == question["revision"] + 1

    def test_an_edit_of_an_old_version_is_refused(self, asker, question):
        path = f"/questions/{question['id']}"
        asker.get(path)
        seen = asker.answer.headers["ETag"]
        asker.patch(path, {"title": "A better title"}, If_Match=seen)
        assert asker.answer.headers["ETag"] != seen
        asker.patch(path, {"title": "Another title"}, 412, If_Match=seen)
        assert asker.get(path)["title"] == "A better title"

    def test_strangers_cannot(self, asker, make_program, question):
        stranger = make_program(factories.member(level=0))
        stranger.patch(f"/questions/{question['id']}", {"title": "Mine now"}, 403)


class TestFollowing:
    def test_me_too_counts_once_and_follows(self, helper, question):
        path = f"/questions/{question['id']}/me-too"
        helper.put(path)
        counts = helper.put(path)
        assert (counts["me_too"], counts["you"]) == (1, {"me_too": True, "follow": True})
        assert helper.delete(path)["me_too"] == 0

    def test_follow(self, helper, question):
        path = f"/questions/{question['id']}/follow"
        assert helper.put(path)["you"]["follow"] is True
        assert helper.delete(path)["you"]["follow"] is False


class TestLinks:
    def test_one_with_the_same_answer_points_at_it(self, guest, staff, question):
        first = factories.thread(title="The first of them")
        body = {"reason": "same answer", "same_as": first.id}
        staff.post(f"/questions/{question['id']}/close", body, 200)
        shown = guest.get(f"/questions/{question['id']}")
        assert shown["same_as"] == first.id
        assert shown["links"] == [{"question_id": first.id, "kind": "same answer", "title": "The first of them"}]


class TestClosing:
    def test_staff_close_and_reopen(self, staff, question):
        path = f"/questions/{question['id']}"
        assert staff.post(f"{path}/close", {"reason": "off topic"}, 200)["state"] == "closed"
        assert staff.post(f"{path}/reopen", None, 200)["state"] == "open"
