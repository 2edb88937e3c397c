"""Search, suggestions and guides by the API, on a real index."""

import pytest

from community.actions import acceptances, articles, candidates
from community.search_feed import reindex
from models.base import db
from tests import factories


@pytest.fixture
def indexed(app, clock):
    """A solved question about Wi-Fi that has become a guide, and one about noise."""
    asker, author = factories.member(), factories.member(handle="wendy")
    solved = factories.thread(asker, title="Wi-Fi drops at night", body="The hub loses its Wi-Fi.", tags=["wifi"])
    factories.thread(title="The fan hums", body="Only while charging.")
    answer = factories.answer(solved, author, "Set the channel to six.")
    acceptances.accept(asker, answer.id)
    factories.helpful(answer, 3)
    clock.forward(days=8)
    (candidate,) = candidates.find(None)
    guide = articles.draft(factories.member("employee"), candidate)
    articles.publish(factories.member("staff"), guide.id)
    reindex()
    db.session.commit()
    return solved


class TestSearch:
    def test_hits_are_marked_and_only_those(self, guest, indexed):
        hits = guest.get("/search?q=wifi drops&type=question")["items"]
        assert [(hit["type"], hit["id"], hit["solved"]) for hit in hits] == [("question", indexed.id, True)]
        assert any(piece["marked"] for piece in hits[0]["excerpt"])

    def test_everything_comes_together(self, guest, indexed):
        assert {hit["type"] for hit in guest.get("/search?q=wifi")["items"]} == {"question", "article"}
        assert [hit["title"] for hit in guest.get("/search?q=wendy&type=member")["items"]] == ["wendy"]

    def test_it_narrows(self, guest, indexed):
        assert guest.get("/search?q=wifi&type=question&state=open")["items"] == []
        assert len(guest.get("/search?q=wifi&type=question&tag=wifi")["items"]) == 1
        assert [row["id"] for row in guest.get("/questions?q=wifi drops")["items"]] == [indexed.id]

    def test_guides_and_members_have_neither_state_nor_tag(self, guest, indexed):
        for narrowed in ("state=resolved", "tag=wifi"):
            assert {hit["type"] for hit in guest.get(f"/search?q=wifi&{narrowed}")["items"]} == {"question"}
            assert guest.get(f"/search?q=wifi&type=article&{narrowed}")["items"] == []

    def test_a_page_is_never_longer_than_asked_for(self, guest, indexed):
        first = guest.get("/search?q=wifi&limit=1")
        second = guest.get(f"/search?q=wifi&limit=1&cursor={first['next']}")
        assert [hit["type"] for hit in first["items"] + second["items"]] == ["article", "question"]
        assert second["next"] is None

    @pytest.mark.parametrize("query", ["", "q=", "q=a&type=post", "q=a&cursor=x", "q=a&cursor=-1", "q=a&limit=0"])
    def test_what_makes_no_sense_is_refused(self, guest, indexed, query):
        guest.get(f"/search?{query}", 422)

    def test_what_is_deleted_is_not_found(self, guest, staff, indexed):
        staff.delete(f"/posts/{indexed.opening_id}", status=204)
        assert guest.get("/search?q=wifi&type=question")["items"] == []


class TestSuggestions:
    def test_solved_questions_and_guides_come_up(self, guest, indexed):
        found = guest.get("/suggestions?title=Wi-Fi drops every evening")["items"]
        assert {(each["kind"], each["solved"]) for each in found} == {("question", True), ("article", True)}
        assert guest.get("/suggestions", 422)["errors"]["title"]


class TestArticles:
    def test_a_guide_names_its_sources(self, guest, indexed):
        (card,) = guest.get("/articles")["items"]
        guide = guest.get(f"/articles/{card['id']}")
        assert [source["question_id"] for source in guide["sources"]] == [indexed.id]
        assert guide["sources"][0]["author"]["handle"] == "wendy"
        assert "Set the channel to six" in guide["html"]
        assert [each["id"] for each in guest.get("/articles?q=wifi")["items"]] == [card["id"]]
        guest.get("/articles?category=nowhere", 422)

    def test_it_worked(self, guest, helper, indexed):
        (card,) = guest.get("/articles")["items"]
        path = f"/articles/{card['id']}/helpful"
        assert helper.put(path, {"value": 1}) == {"helpful": 1, "not_helpful": 0, "your_vote": 1}
        assert helper.put(path, {"value": -1}) == {"helpful": 0, "not_helpful": 1, "your_vote": -1}
        guest.put(path, {"value": 1}, 401)
        guest.get("/articles/999", 404)
