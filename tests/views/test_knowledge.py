"""Guides for readers, and their review."""

import pytest

from community.actions import articles, candidates, disputes
from models.article import Article, Candidate
from models.base import db
from tests import factories
from tests.browser_client import Client
from views import page_cache


@pytest.fixture(autouse=True)
def empty_shelf():
    page_cache.pages.clear()


@pytest.fixture
def candidate(app, clock):
    _, answer = factories.solved(helper=factories.member(handle="kestrel"))
    factories.helpful(answer, 3)
    clock.forward(days=8)
    return db.session.get(Candidate, candidates.find(None)[0])


@pytest.fixture
def guide(candidate):
    draft = articles.draft(factories.member("employee"), candidate.id)
    return articles.publish(factories.member("staff"), draft.id)


def address(guide: Article) -> str:
    return f"/kb/{guide.id}/{guide.slug}"


class TestGuides:
    def test_are_listed(self, guide, client: Client):
        page = client.get("/kb").text
        assert address(guide) in page
        assert "From 1 answer" in page

    def test_say_when_there_are_none(self, app, client: Client):
        assert "There is no guide here yet" in client.get("/kb").text

    def test_show_where_they_come_from(self, guide, candidate, client: Client):
        page = client.get(address(guide)).text
        assert f"/a/{candidate.post_id}" in page
        assert "kestrel" in page
        assert "<h2>What helps</h2>" in page

    def test_are_shown_on_their_question(self, guide, candidate, client: Client):
        page = client.get(f"/questions/{candidate.thread_id}/the-hub-forgets-its-channel").text
        assert f"/kb/{guide.id}" in page

    def test_have_one_address(self, guide, client: Client):
        for other in (f"/kb/{guide.id}", f"/kb/{guide.id}/other"):
            answer = client.get(other)
            assert (answer.status_code, answer.headers["Location"]) == (301, address(guide))

    def test_warn_while_their_answer_is_disputed(self, guide, candidate, client: Client):
        disputes.open(
            factories.member(), candidate.thread_id, reason="wrong", evidence="It did nothing for me at all.",
            post_id=candidate.post_id,
        )  # fmt: skip
        assert "Somebody says this may not hold" in client.get(address(guide)).text

    def test_that_are_drafts_are_not_found(self, candidate, client: Client):
        draft = articles.draft(factories.member("employee"), candidate.id)
        assert client.get(address(draft)).status_code == 404
        assert address(draft) not in client.get("/kb").text
        client.sign_in(factories.member("staff"))
        assert "This is a draft" in client.get(address(draft)).text

    def test_of_an_unknown_topic_are_not_found(self, app, client: Client):
        assert client.get("/kb?topic=nothing").status_code == 404

    def test_cost_few_statements(self, guide, client: Client, statements):
        for path in ("/kb", address(guide)):
            client.get(path)
            page_cache.pages.clear()
            with statements:
                client.get(path)
            assert len(statements) <= 6, path
        client.sign_in(factories.member())
        for path in ("/kb", address(guide)):
            client.get(path)
            with statements:
                client.get(path)
            assert len(statements) <= 10, path


class TestHelpful:
    def test_is_for_members(self, guide, client: Client):
        assert "Sign in to say so" in client.get(address(guide)).text
        assert client.post(f"/kb/{guide.id}/helpful", data={"helpful": "yes"}).status_code in (302, 303, 401)

    def test_counts_and_is_taken_back(self, guide, client: Client):
        client.sign_in(factories.member())
        client.post(f"/kb/{guide.id}/helpful", data={"helpful": "yes"})
        db.session.refresh(guide)
        assert guide.helpful == 1
        assert 'aria-pressed="true"' in client.get(address(guide)).text
        client.post(f"/kb/{guide.id}/helpful", data={"helpful": ""})
        db.session.refresh(guide)
        assert guide.helpful == 0

    def test_of_something_else_is_not_found(self, guide, client: Client):
        client.sign_in(factories.member())
        assert client.post(f"/kb/{guide.id}/helpful", data={"helpful": "maybe"}).status_code == 404


class TestReview:
    @pytest.fixture
    def staff(self, client: Client):
        member = factories.member("staff")
        client.sign_in(member)
        return member

    def test_is_for_those_who_draft(self, candidate, client: Client):
        client.sign_in(factories.member())
        assert client.get("/staff/knowledge").status_code == 403

    def test_says_when_nothing_waits(self, staff, client: Client):
        assert "Nothing waits for review" in client.get("/staff/knowledge").text

    def test_shows_the_answer_and_why(self, candidate, staff, client: Client):
        page = client.get("/staff/knowledge").text
        assert "Set channel 36 and save." in page
        assert "3 readers found it helpful." in page
        assert "No open dispute" in page

    def test_from_draft_to_guide(self, candidate, staff, client: Client):
        answer = client.post(f"/staff/knowledge/{candidate.id}/draft")
        edit = answer.headers["Location"]
        assert "Markdown works here" in client.get(edit).text
        client.post(edit, data={"title": "Pin the channel", "body": "Use **36**.", "scope": "Hub 3", "revision": "1"})
        review = client.get(f"/staff/knowledge/{candidate.id}").text
        assert "<strong>36</strong>" in review
        assert "Publish guide" not in review, "who drafted it may not publish it"
        assert client.post(f"/staff/knowledge/{candidate.id}/publish").status_code == 403
        client.sign_in(factories.member("staff"))
        assert "Publish guide" in client.get(f"/staff/knowledge/{candidate.id}").text
        answer = client.post(f"/staff/knowledge/{candidate.id}/publish")
        assert answer.headers["Location"].endswith("/pin-the-channel")

    def test_preview_and_mistakes_keep_what_was_typed(self, candidate, staff, client: Client):
        edit = client.post(f"/staff/knowledge/{candidate.id}/draft").headers["Location"]
        preview = client.post(edit, data={"title": "T", "body": "a *b*", "do": "preview"}).text
        assert "<em>b</em>" in preview
        wrong = client.post(edit, data={"title": "", "body": "kept words"})
        assert wrong.status_code == 422
        assert "kept words" in wrong.text

    def test_of_what_somebody_else_changed(self, candidate, staff, client: Client):
        edit = client.post(f"/staff/knowledge/{candidate.id}/draft").headers["Location"]
        client.post(edit, data={"title": "One", "body": "one", "revision": "1"})
        clash = client.post(edit, data={"title": "Two", "body": "two", "revision": "1"})
        assert clash.status_code == 409
        assert "two" in clash.text

    def test_dismissal(self, candidate, staff, client: Client):
        client.post(f"/staff/knowledge/{candidate.id}/dismiss")
        assert "Nothing waits for review" in client.get("/staff/knowledge").text
        assert "dismissed, for good" in client.get(f"/staff/knowledge/{candidate.id}").text

    def test_of_nothing_is_not_found(self, staff, client: Client):
        assert client.get("/staff/knowledge/999").status_code == 404
