"""The inbox page: whose news, in what order, and nothing of what the reader may not see any more."""

import pytest

from community.actions import flags, posts
from community.queries import inbox
from models.base import db
from models.member import Member
from models.notification import Notification
from models.thread import Thread
from tests import factories
from tests.browser_client import Client


@pytest.fixture
def asker(app) -> Member:
    return factories.member()


@pytest.fixture
def thread(asker) -> Thread:
    return factories.thread(asker)


@pytest.fixture
def helper(app) -> Member:
    return factories.member(handle="kestrel")


class TestNews:
    def test_says_who_did_what_and_how_it_begins(self, client: Client, asker, thread, helper):
        post = factories.answer(thread, helper, body="Set **channel 36** and <save>.")
        page = client.sign_in(asker).get("/inbox").text
        assert "kestrel answered your question" in page
        assert "“Set channel 36 and &lt;save&gt;.”" in page
        assert f'href="/a/{post.id}"' in page
        assert client.get(f"/a/{post.id}").status_code == 302

    def test_stands_under_its_day_the_newest_first(self, client: Client, clock, asker, thread):
        for name in ("first", "second", "third"):
            factories.answer(thread, factories.member(handle=name))
            clock.forward(days=1)
        clock.forward(days=-1)
        page = client.sign_in(asker).get("/inbox").text
        found = [page.index(words) for words in ("Today", "third", "Yesterday", "second", "2 March", "first")]
        assert found == sorted(found)

    def test_days_are_those_of_the_reader(self, client: Client, clock, helper):
        clock.forward(hours=11)  # Monday 23:00 in London, Tuesday in Auckland
        asker = factories.member(zone="Pacific/Auckland")
        factories.answer(factories.thread(asker), helper)
        clock.forward(hours=2)
        assert "Yesterday" not in client.sign_in(asker).get("/inbox").text

    def test_goes_on_page_by_page(self, client: Client, asker, thread, helper, monkeypatch):
        monkeypatch.setattr(inbox.news, "__kwdefaults__", {**inbox.news.__kwdefaults__, "size": 2})
        ids = [factories.answer(thread, helper).id for _ in range(3)]
        first = client.sign_in(asker).get("/inbox").text
        older = first.split("/inbox?after=")[1].split('"')[0]
        second = client.get(f"/inbox?after={older}").text
        assert [f"/a/{each}" in first for each in ids] == [False, True, True]
        assert [f"/a/{each}" in second for each in ids] == [True, False, False]

    @pytest.mark.parametrize("query, status", [("show=nothing", 404), ("after=x", 422), ("show=mentions", 200)])
    def test_takes_only_what_it_offers(self, client: Client, asker, query, status):
        assert client.sign_in(asker).get(f"/inbox?{query}").status_code == status

    @pytest.mark.parametrize("show, there", [("questions", True), ("mentions", False), ("helping", False)])
    def test_can_be_narrowed(self, client: Client, asker, thread, helper, show, there):
        factories.answer(thread, helper)
        assert ("kestrel answered" in client.sign_in(asker).get(f"/inbox?show={show}").text) is there

    def test_is_for_its_member(self, client: Client, asker, thread, helper):
        factories.answer(thread, helper)
        assert "kestrel answered" not in client.sign_in(factories.member()).get("/inbox").text
        assert client.delete("/inbox").status_code == 405

    def test_sends_guests_to_sign_in_and_back(self, client: Client):
        assert client.get("/inbox").location == "/sign-in?next=/inbox"
        assert client.post("/inbox/read", data={"up_to": "1"}).location.startswith("/sign-in")


class TestWhatIsHiddenByNow:
    """(security.md T29) It is neither listed nor counted."""

    def seen(self, client: Client, member: Member) -> bool:
        page = client.sign_in(member).get("/inbox").text
        assert ("Nothing new" not in page) is ("kestrel" in page)
        return "kestrel" in page

    def test_answers(self, client: Client, asker, thread, helper):
        post = factories.answer(thread, helper)
        assert self.seen(client, asker)
        posts.delete(helper, post.id)
        assert not self.seen(client, asker)

    def test_comments_below_a_deleted_answer(self, client: Client, thread, helper):
        author = factories.member()
        post = factories.answer(thread, author)
        factories.comment(post, helper)
        assert self.seen(client, author)
        posts.delete(factories.member("staff"), post.id)
        db.session.query(Notification).filter(Notification.kind != "comment").delete()
        db.session.commit()
        assert not self.seen(client, author)

    def test_threads(self, client: Client, thread, helper):
        author = factories.member()
        factories.comment(factories.answer(thread, author), helper)
        db.session.get_one(Thread, thread.id).deleted_at = thread.created_at
        db.session.commit()
        assert not self.seen(client, author)

    def test_but_staff_see_it(self, client: Client, helper):
        lead = factories.member("staff")
        post = factories.answer(factories.thread(lead), helper)
        posts.delete(helper, post.id)
        assert self.seen(client, lead)

    def test_and_who_reported_it_hears_of_the_decision(self, client: Client, thread, helper):
        reporter = factories.member()
        flag = flags.report(reporter, factories.answer(thread, helper).id, reason="spam")
        flags.decide(factories.member("staff"), flag.id, upheld=True, remove=True)
        page = client.sign_in(reporter).get("/inbox").text
        assert "Staff looked at your report" in page
        assert "channel 36" not in page


class TestReading:
    def test_marks_what_was_shown_and_not_what_came_meanwhile(self, client: Client, asker, thread, helper):
        factories.answer(thread, helper)
        page = client.sign_in(asker).get("/inbox").text
        assert "1 new" in page
        shown = page.split('name="up_to" value="')[1].split('"')[0]
        factories.answer(thread, factories.member())
        client.post("/inbox/read", data={"up_to": shown})
        assert "1 new" in client.get("/inbox").text

    def test_of_nothing_marks_nothing(self, client: Client, asker, thread, helper):
        factories.answer(thread, helper)
        assert client.sign_in(asker).post("/inbox/read", data={"up_to": "x"}).status_code == 303
        assert "1 new" in client.get("/inbox").text

    def test_is_not_done_by_looking(self, client: Client, asker, thread, helper):
        factories.answer(thread, helper)
        client.sign_in(asker).get("/inbox")
        assert db.session.query(Notification).filter(Notification.read_at.is_not(None)).count() == 0

    def test_is_each_members_own(self, client: Client, asker, thread, helper):
        factories.answer(thread, helper)
        newest = db.session.query(Notification).order_by(Notification.event_id.desc()).first().event_id
        client.sign_in(factories.member()).post("/inbox/read", data={"up_to": str(newest)})
        assert "1 new" in client.sign_in(asker).get("/inbox").text


class TestCost:
    def test_is_the_same_however_full(self, client: Client, statements, asker, thread):
        lead = factories.member("staff")
        for _ in range(5):
            factories.answer(thread, lead)
        client.sign_in(asker)
        with statements:
            client.get("/inbox")
        assert len(statements) <= 5
