"""Asking and editing a question: similar ones first, drafts kept, errors that give the text back."""

import pytest

from community.actions import taxonomy, threads
from models.base import db
from models.notification import Draft
from models.thread import Thread
from tests import factories
from tests.browser_client import Client
from views import ask

QUESTION = {
    "kind": "problem",
    "title": "Hub drops Wi-Fi",
    "body": "Every *evening*.",
    "tags": "hub, wi-fi",
    "category": "",
}


@pytest.fixture
def member(client: Client):
    asker = factories.member()
    client.sign_in(asker)
    return asker


@pytest.fixture
def category(app):
    fields = [{"name": "version", "label": "Version", "required": True, "choices": ["3.8", "3.9"]}]
    return taxonomy.add_category(factories.member("admin"), slug="wifi", name="Wi-Fi", fields=fields)


class TestPosting:
    def test_leads_to_the_question_that_waits(self, client: Client, member):
        answer = client.post("/questions/ask", data={**QUESTION, "do": "post"}, follow_redirects=True)
        assert "Your question is posted" in answer.text
        thread = db.session.query(Thread).one()
        assert (thread.kind, thread.title, thread.tag_names) == ("problem", "Hub drops Wi-Fi", ["hub", "wi-fi"])

    def test_guests_sign_in_first(self, client: Client):
        assert client.get("/questions/ask").location == "/sign-in?next=/questions/ask"

    def test_similar_ones_stand_between(self, client: Client, member, monkeypatch):
        like = ask.suggestions.Suggestion(
            "question", 7, "hub", "Hub drops Wi-Fi at seven", "Try 36.", 1.0, True, "solved"
        )
        monkeypatch.setattr(ask.suggestions, "suggest", lambda *words, **more: [like])
        between = client.post("/questions/ask", data={**QUESTION, "do": "check"})
        assert "Is it one of these?" in between.text
        assert 'href="/questions/7/hub"' in between.text
        assert 'formaction="/questions/7/me-too"' in between.text
        assert "Every *evening*." in between.text
        assert 'name="do" value="post"' in between.text
        assert "Hub drops Wi-Fi at seven" in client.get("/questions/similar?title=Hub drops Wi-Fi").text
        assert db.session.query(Thread).count() == 0

    def test_an_error_gives_everything_back(self, client: Client, member):
        answer = client.post("/questions/ask", data={**QUESTION, "title": "Hi", "do": "post"})
        assert answer.status_code == 422
        assert "Use 3 letters or more." in answer.text
        assert "Every *evening*." in answer.text and "hub, wi-fi" in answer.text

    def test_says_everything_that_is_wrong_at_once(self, client: Client, member):
        answer = client.post("/questions/ask", data={"title": "Hi", "body": "", "tags": "a b c d e f", "do": "post"})
        assert "3 things to fix" in answer.text


class TestCategoryFields:
    def test_come_back_when_they_are_missing(self, client: Client, member, category):
        data = {**QUESTION, "category": str(category.id), "do": "post"}
        answer = client.post("/questions/ask", data=data)
        assert answer.status_code == 422
        assert '<a href="#fields.version">Please fill in “Version”.</a>' in answer.text
        assert '<select id="fields.version"' in answer.text
        client.post("/questions/ask", data={**data, f"field:{category.id}:version": "3.8"})
        assert db.session.query(Thread).one().fields == {"version": "3.8"}

    def test_of_another_category_are_dropped(self, client: Client, member, category):
        client.post("/questions/ask", data={**QUESTION, f"field:{category.id}:version": "3.8", "do": "post"})
        assert db.session.query(Thread).one().fields == {}


class TestDrafts:
    def test_are_kept_by_a_button_and_by_the_script(self, client: Client, member):
        client.post("/questions/ask", data={**QUESTION, "do": "draft"})
        assert "Every *evening*." in client.get("/questions/ask").text
        client.post("/drafts", data={**QUESTION, "place": "ask", "body": "Every morning."})
        assert "Every morning." in client.get("/questions/ask").text

    def test_go_when_the_question_is_posted(self, client: Client, member):
        client.post("/questions/ask", data={**QUESTION, "do": "draft"})
        client.post("/questions/ask", data={**QUESTION, "do": "post"})
        assert db.session.query(Draft).count() == 0

    def test_are_nobody_elses(self, client: Client, member, app):
        client.post("/questions/ask", data={**QUESTION, "do": "draft"})
        assert "Every *evening*." not in app.test_client().sign_in(factories.member()).get("/questions/ask").text


class TestPreview:
    def test_is_what_will_be_shown(self, client: Client, member):
        assert client.post("/preview", data={"body": "So **it** is. <script>alert(1)</script>"}).text == (
            "<p>So <strong>it</strong> is. &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        )

    def test_says_what_is_wrong(self, client: Client, member):
        assert "30,000 characters or fewer" in client.post("/preview", data={"body": "x" * 30_001}).text


class TestEditing:
    def test_changes_title_and_address(self, client: Client, member):
        thread = threads.ask(member, title="Hub drops", body="Every evening.")
        form = client.get(f"/questions/{thread.id}/edit").text
        assert "Every evening." in form
        data = {**QUESTION, "title": "Hub drops at seven", "revision": "1"}
        answer = client.post(f"/questions/{thread.id}/edit", data=data)
        assert answer.location == f"/questions/{thread.id}/hub-drops-at-seven"

    def test_shows_all_mistakes_at_once(self, client: Client, member):
        thread = threads.ask(member, title="Hub drops", body="Every evening.")
        data = {**QUESTION, "title": "x", "body": " ", "tags": "!", "note": "n" * 301, "revision": "1"}
        answer = client.post(f"/questions/{thread.id}/edit", data=data)
        assert answer.status_code == 422
        for words in (
            "Use 3 letters or more.",
            "Write something first.",
            "cannot be a tag",
            "Use 300 characters or fewer.",
        ):
            assert words in answer.text, words

    def test_a_clash_gives_the_text_back(self, client: Client, member):
        thread = threads.ask(member, title="Hub drops", body="Every evening.")
        threads.edit(member, thread.id, body="Every night.")
        answer = client.post(f"/questions/{thread.id}/edit", data={**QUESTION, "body": "Mine.", "revision": "1"})
        assert answer.status_code == 409
        assert "Mine." in answer.text and "Every night." in answer.text

    def test_not_of_others(self, client: Client, member):
        assert client.get(f"/questions/{factories.thread().id}/edit").status_code == 403
