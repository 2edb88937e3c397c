"""The search page."""

import pytest
from sqlalchemy import select

from community import search_feed
from community.actions import articles, candidates, posts
from community.search import index
from models.article import Candidate
from models.base import db
from models.bookkeeping import SearchLog
from tests import factories
from tests.browser_client import Client


@pytest.fixture
def community(app, clock, drain):
    """Two questions, one solved and made into a guide, and their people."""
    helper = factories.member(handle="kestrel")
    solved, answer = factories.solved(helper=helper)
    factories.helpful(answer, 3)
    waiting = factories.thread(
        title="The lamp <b>blinks</b> all night", body="Channel or not, it blinks.", tags=["lamp"]
    )
    clock.forward(days=8)
    candidate = db.session.get(Candidate, candidates.find(None)[0])
    guide = articles.draft(factories.member("employee"), candidate.id)
    articles.edit(factories.member("staff"), guide.id, title="Pin the channel of the hub", body="Use channel 36.")
    articles.publish(factories.member("staff"), guide.id)
    drain()
    return {"solved": solved, "waiting": waiting, "guide": guide, "helper": helper}


class TestResults:
    def test_show_guide_questions_and_people(self, community, client: Client):
        page = client.get("/search?q=channel").text
        assert f"/kb/{community['guide'].id}/pin-the-channel-of-the-hub" in page
        assert "The hub forgets its <mark>channel</mark>" in page
        assert "Solved" in page or "Now a guide" in page
        assert "kestrel" in page

    def test_escape_what_people_wrote(self, community, client: Client):
        page = client.get("/search?q=lamp+%3Cscript%3E").text
        assert "<b>blinks</b>" not in page
        assert "&lt;b&gt;blinks" in page
        assert "<script>lamp" not in page
        assert 'value="lamp &lt;script&gt;"' in page

    def test_can_be_narrowed(self, community, client: Client):
        solved = client.get("/search?q=channel&type=question&state=solved").text
        assert "The hub forgets" in solved
        assert "The lamp" not in solved
        waiting = client.get("/search?q=channel&type=question&state=open").text
        assert "The hub forgets" not in waiting
        assert "The lamp" in client.get("/search?q=it&tag=lamp").text

    def test_of_one_kind(self, community, client: Client):
        assert "The hub forgets" not in client.get("/search?q=channel&type=article").text
        people = client.get("/search?q=kestrel&type=member").text
        assert f"/members/{community['helper'].id}/kestrel" in people

    def test_of_an_exact_phrase(self, community, client: Client):
        address = f"/questions/{community['solved'].id}/"
        assert address in client.get('/search?q="hub forgets its"&type=question').text
        assert address not in client.get('/search?q="its hub forgets"&type=question').text

    def test_sorted_by_age(self, community, client: Client):
        page = client.get("/search?q=channel&type=question&sort=newest").text
        assert page.index("The lamp") > 0
        assert page.index("The lamp") < page.index("The hub forgets")

    def test_hide_what_is_deleted_before_the_index_knows(self, community, client: Client):
        posts.delete(factories.member("staff"), community["waiting"].opening_id, reason="staff")
        page = client.get("/search?q=lamp").text
        assert "/questions/" + str(community["waiting"].id) not in page
        assert "Nothing found" in page

    def test_lead_on_when_there_is_nothing(self, community, client: Client):
        page = client.get("/search?q=zebra").text
        assert "Nothing found for “zebra”" in page
        assert "/questions/ask?title=zebra" in page

    def test_cost_few_statements(self, community, client: Client, statements):
        client.get("/search?q=channel")
        with statements:
            client.get("/search?q=channel")
        assert len(statements) <= 6

    def test_cost_few_statements_for_members(self, community, client: Client, statements):
        client.sign_in(community["helper"])
        client.get("/search?q=channel")
        with statements:
            client.get("/search?q=channel")
        assert len(statements) <= 10


class TestPages:
    def test_follow_each_other(self, app, client: Client, drain):
        staff = factories.member("staff")
        for number in range(12):
            factories.thread(staff, title=f"Zebra number {number}")
        drain()
        first = client.get("/search?q=zebra&type=question").text
        assert first.count('class="result"') == 10
        assert "after=10" in first
        assert client.get("/search?q=zebra&type=question&after=10").text.count('class="result"') == 2

    @pytest.mark.parametrize(
        "query", ["", "q=%20", "q=%22", "q=*", "q=:", f"q={'x' * 5000}", "q=%00%F0%9F%98%80", "q=a&after=99999"]
    )
    def test_of_anything_typed(self, app, client: Client, query):
        search_feed.tend()
        assert client.get(f"/search?{query}").status_code == 200

    @pytest.mark.parametrize("query", ["q=a&type=x", "q=a&sort=x", "q=a&state=x"])
    def test_that_are_none(self, app, client: Client, query):
        assert client.get(f"/search?{query}").status_code == 404


class TestWithoutIndex:
    def test_says_that_it_is_being_prepared(self, app, client: Client):
        assert not index().sound()
        answer = client.get("/search?q=channel")
        assert answer.status_code == 503
        assert "Search is being prepared" in answer.text


def test_searches_are_noted_without_personal_details(community, client: Client, app):
    client.get("/search?q=mail+to+ann@example.org")
    client.get("/search?q=channel")
    app.extensions["search_notes"].write()
    rows = db.session.execute(select(SearchLog.query, SearchLog.hits > 0).order_by(SearchLog.id)).all()
    assert [tuple(row) for row in rows][-2:] == [("mail to [removed]", False), ("channel", True)]
