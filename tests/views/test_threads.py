"""The question page: what it shows to whom, at what cost, and how long a copy of it is good."""

import json
import re

import pytest

from community.actions import acceptances
from community.actions import posts as post_actions
from models.base import db
from models.clock import now
from tests import factories
from tests.browser_client import Client
from views import page_cache
from views.threads import path


@pytest.fixture(autouse=True)
def empty_shelf():
    page_cache.pages.clear()
    page_cache.figures.clear()


def long_thread(answers: int):
    asker = factories.member()
    thread = factories.thread(asker, tags=["hub", "wifi"])
    staff = factories.member("staff")
    for _ in range(answers):
        post = factories.answer(thread, staff)
    factories.comment(post, staff)
    factories.thread(staff, tags=["hub"])
    return asker, thread


class TestAddress:
    def test_leads_to_the_canonical_one(self, client: Client):
        thread = factories.thread(title="Hub drops Wi-Fi")
        for wrong in (f"/questions/{thread.id}", f"/questions/{thread.id}/something-else"):
            answer = client.get(wrong)
            assert (answer.status_code, answer.location) == (301, f"/questions/{thread.id}/hub-drops-wi-fi")
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{path(thread)}">' in client.get(path(thread)).text

    def test_a_post_has_a_permanent_one(self, client: Client):
        thread, post = factories.solved()
        comment = factories.comment(post)
        assert client.get(f"/a/{post.id}").location == f"{path(thread)}#a{post.id}"
        assert client.get(f"/a/{comment.id}").location == f"{path(thread)}?comments={post.id}#c{comment.id}"

    @pytest.mark.parametrize("query", ["?sort=worst", "?sort[]=best&sort=%00"])
    def test_unknown_parameters_are_not_found(self, client: Client, query: str):
        assert client.get(path(factories.thread()) + query).status_code == 404


def test_whoever_is_named_may_be_called_otherwise_or_be_gone(client: Client):
    wren = factories.member(handle="wren")
    thread = factories.thread(body="Ask @wren.")
    wren.handle = wren.handle_key = "robin"
    db.session.commit()
    page = client.get(path(thread))
    assert f'<a href="/members/{wren.id}/wren"' in page.text
    assert client.get(f"/members/{wren.id}/wren").location == f"/members/{wren.id}/robin"
    wren.deleted_at = now()
    db.session.commit()
    assert client.get(path(thread)).status_code == 200
    assert client.get(f"/members/{wren.id}/wren").status_code == 404


class TestCost:
    @pytest.mark.parametrize("answers", [1, 12])
    def test_for_guests(self, client: Client, statements, answers: int):
        _, thread = long_thread(answers)
        with statements:
            assert client.get(path(thread)).status_code == 200
        assert len(statements) <= 8

    @pytest.mark.parametrize("answers", [1, 12])
    @pytest.mark.parametrize("role", ["customer", "staff"])
    def test_for_members(self, client: Client, statements, answers: int, role: str):
        asker, thread = long_thread(answers)
        client.sign_in(asker if role == "customer" else factories.member(role))
        with statements:
            assert client.get(path(thread)).status_code == 200
        assert len(statements) <= 14

    def test_of_a_page_further_on(self, client: Client, statements):
        _, thread = long_thread(33)
        first = client.get(path(thread)).text
        more = re.search(r'rel="next" href="([^"]+)"', first)
        assert more and first.count('class="answer ') == 30
        with statements:
            second = client.get(more[1].replace("&amp;", "&")).text
        assert second.count('class="answer ') == 3
        assert len(statements) <= 9


class TestGuestsCopy:
    def test_is_not_sent_again_until_something_happens(self, client: Client, statements):
        _, thread = long_thread(1)
        first = client.get(path(thread))
        with statements:
            again = client.get(path(thread), headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.text) == (304, "")
        assert len(statements) == 1
        factories.answer(thread)
        assert client.get(path(thread), headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_holds_nothing_of_a_member(self, client: Client, app):
        asker, thread = long_thread(1)
        member = app.test_client().sign_in(asker)
        member.get(path(thread))
        page = client.get(path(thread))
        assert "csrf_token" not in page.text
        assert asker.handle not in re.sub(r'href="[^"]*"|>[^<]*<', "", page.text)
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-cache"
        assert member.get(path(thread)).headers["Cache-Control"] == "private, no-store"

    def test_ignores_parameters_that_the_page_does_not_know(self, client: Client):
        _, thread = long_thread(1)
        client.get(path(thread) + "?utm_source=a")
        client.get(path(thread) + "?utm_source=b")
        assert len(page_cache.pages._kept) == 1


class TestHidden:
    def test_a_deleted_question_is_not_found_but_for_author_and_staff(self, client: Client, app):
        asker = factories.member()
        thread = factories.thread(asker)
        post_actions.delete(asker, thread.opening_id)
        missing = client.get("/questions/999/nothing")
        hidden = client.get(path(thread))
        assert (hidden.status_code, hidden.text) == (404, missing.text.replace("/questions/999/nothing", path(thread)))
        for who, status in ((asker, 200), (factories.member("staff"), 200), (factories.member(), 404)):
            assert app.test_client().sign_in(who).get(path(thread)).status_code == status

    def test_a_deleted_answer_leaves_no_trace(self, client: Client, app):
        thread = factories.thread()
        author = factories.member(handle="gone_again")
        answer = factories.answer(thread, author, body="The secret is 4711.")
        post_actions.delete(author, answer.id)
        for address in (path(thread), f"/a/{answer.id}", f"/posts/{answer.id}/history"):
            assert "4711" not in client.get(address).text
        assert client.get(f"/a/{answer.id}").status_code == 404
        assert "4711" in app.test_client().sign_in(author).get(path(thread)).text


class TestOrder:
    def test_accepted_then_staff_then_by_votes(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker)
        weak, strong = factories.answer(thread), factories.answer(thread)
        factories.helpful(strong, 2)
        staff = factories.answer(thread, factories.member("staff"))
        accepted = factories.answer(thread)
        acceptances.accept(asker, accepted.id)
        shown = re.findall(r'id="a(\d+)"', client.get(path(thread)).text)
        assert [int(each) for each in shown] == [accepted.id, staff.id, strong.id, weak.id]
        oldest = re.findall(r'id="a(\d+)"', client.get(path(thread) + "?sort=oldest").text)
        assert [int(each) for each in oldest] == [weak.id, strong.id, staff.id, accepted.id]


class TestStructuredData:
    def test_survives_what_people_write(self, client: Client):
        thread, _ = factories.solved()
        nasty = factories.thread(title="</script><script>alert(1)</script>", body="</script><!--")
        for each in (thread, nasty):
            found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path(each)).text, re.S)
            assert len(found) == 1
            data = json.loads(found[0])
            assert data["mainEntity"]["name"] == each.title
        data = json.loads(re.findall(r"ld\+json\">(.*?)</script>", client.get(path(thread)).text, re.S)[0])
        assert data["mainEntity"]["acceptedAnswer"][0]["author"]["name"].startswith("customer-")


class TestWaiting:
    def test_the_asker_sees_what_happens_next(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker)
        page = client.sign_in(asker).get(path(thread) + "?posted=1").text
        assert "Your question is posted" in page
        assert "What happens next" in page
        assert 'aria-current="step"' in page

    def test_everybody_sees_the_trail(self, client: Client):
        page = client.get(path(factories.thread())).text
        for name in ("Members", "Advocates", "Experts", "Support", "Private case"):
            assert f"<b>{name}</b>" in page
