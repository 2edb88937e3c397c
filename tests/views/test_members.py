"""Profiles, the reasons for points, leaders, badges and how points work; and what each costs."""

from urllib.parse import quote

import pytest

from community.actions import acceptances, members, posts, votes
from models.base import db
from models.clock import now
from models.member import Member
from models.point import MemberBadge
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def path(member: Member) -> str:
    return f"/members/{member.id}/{quote(member.handle)}"


@pytest.fixture
def helper() -> Member:
    helper, asker = factories.member(handle="kestrel"), factories.member()
    question = factories.thread(asker, title="Hub drops Wi-Fi", tags=["wifi"])
    answer = factories.answer(question, helper)
    acceptances.accept(asker, answer.id)
    factories.helpful(answer, 2)
    return helper


class TestProfile:
    def test_shows_what_anybody_may_know(self, client, helper):
        page = client.get(path(helper)).text
        assert "<h1>kestrel</h1>" in page
        assert "Hub drops Wi-Fi" in page
        assert "36" in page
        assert "kestrel@example.org" not in page
        assert "Where" not in page.split("<main", 1)[1]

    def test_other_names_lead_to_the_one_address(self, client, helper):
        for wrong in (f"/members/{helper.id}", f"/members/{helper.id}/", f"/members/{helper.id}/old-name"):
            found = client.get(wrong)
            assert (found.status_code, found.headers["Location"]) == (301, path(helper))

    def test_nobody_is_404(self, client):
        assert client.get("/members/999999/nobody").status_code == 404
        assert client.get(f"/members/{factories.system().id}/system").status_code == 404

    def test_own_has_the_ledger_and_the_next_level(self, client, helper):
        page = client.sign_in(helper).get(path(helper)).text
        assert "Where your points come from" in page
        assert "Your answer was accepted" in page
        assert "The next level takes" in page

    def test_costs_few_statements_whatever_was_written(self, client, helper, statements):
        client.get(path(helper))
        with statements:
            client.get(path(helper))
        assert len(statements) <= 6
        client.sign_in(helper).get(path(helper))
        with statements:
            client.get(path(helper))
        assert len(statements) <= 10, statements.statements


class TestReasons:
    def test_each_entry_is_a_sentence_with_its_sum(self, client, helper):
        page = client.sign_in(helper).get(f"{path(helper)}/reputation").text
        assert page.index("A reader found your answer helpful") < page.index("Your answer was accepted")
        assert [total for total in ("36", "26", "16") if f'data-label="Total">{total}<' in page] == ["36", "26", "16"]

    def test_what_ended_says_why(self, client, helper):
        asker, reader = factories.member(), factories.member()
        answer = factories.answer(factories.thread(asker), helper)
        votes.cast(reader, answer.id, 1)
        votes.cast(reader, answer.id, 0)
        posts.delete(helper, answer.id)
        page = client.sign_in(helper).get(f"{path(helper)}/reputation?kind=corrections").text
        assert "no longer counts" in page
        assert "The vote was changed or taken back." in page
        assert "−10" in page

    def test_what_did_not_work_takes_nothing(self, client, helper):
        answer = factories.answer(factories.thread(), helper)
        votes.cast(factories.member(), answer.id, -1)
        page = client.sign_in(helper).get(f"{path(helper)}/reputation").text
        assert "1 reader said that an answer didn't work for them." in page
        assert "No points are taken for this." in page

    def test_only_the_member_and_staff_see_them(self, client, helper):
        here = f"{path(helper)}/reputation"
        assert client.get(here).status_code == 403
        assert client.sign_in(factories.member()).get(here).status_code == 403
        assert client.sign_in(factories.member("staff")).get(here).status_code == 200

    def test_pages_go_on_with_the_right_sum(self, client, helper):
        author = factories.member()
        for _ in range(4):
            factories.helpful(factories.answer(factories.thread(), author), 8)
        browser = client.sign_in(author)
        first = browser.get(f"{path(author)}/reputation").text
        older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        second = browser.get(older).text
        assert 'data-label="Total">11<' in second
        assert 'data-label="Total">201<' in first

    def test_an_unknown_kind_is_404(self, client, helper):
        assert client.sign_in(helper).get(f"{path(helper)}/reputation?kind=nonsense").status_code == 404

    def test_a_broken_cursor_is_no_error_of_ours(self, client, helper):
        assert client.sign_in(helper).get(f"{path(helper)}/reputation?after=nonsense").status_code == 422


class TestLists:
    def test_members_by_points_page_by_page(self, client, helper):
        for number in range(35):
            factories.member(handle=f"other-{number:02}")
        first = client.get("/members").text
        assert first.index("kestrel") < first.index("other-")
        older = first.split('rel="next" href="')[1].split('"')[0]
        second = client.get(older).text
        shown = {f"other-{number:02}" for number in range(35) if f"other-{number:02}" in first + second}
        assert len(shown) == 35

    @pytest.mark.parametrize("period", ["week", "month", "all"])
    def test_leaders_of_a_period(self, client, helper, period):
        page = client.get(f"/leaders?period={period}").text
        assert "kestrel" in page
        assert "+35" in page

    def test_leaders_of_a_tag(self, client, helper):
        assert "kestrel" in client.get("/leaders?tag=wifi").text
        factories.thread(tags=["billing"])
        assert "kestrel" not in client.get("/leaders?tag=billing").text
        assert client.get("/leaders?tag=unheard-of").status_code == 404
        assert client.get("/leaders?period=century").status_code == 404

    def test_last_weeks_points_are_no_longer_this_weeks(self, client, helper, clock):
        clock.set(now())
        clock.forward(days=400)
        assert "kestrel" not in client.get("/leaders?period=week").text
        assert "kestrel" in client.get("/leaders?period=all").text

    def test_badges_that_an_import_brought(self, client, helper):
        db.session.add_all(MemberBadge(member_id=helper.id, name="Teacher", at=now(), source="se") for _ in range(2))
        db.session.commit()
        assert "Teacher" in client.get("/badges").text
        assert "2 times" in client.get(path(helper)).text

    @pytest.mark.parametrize("address", ["/members", "/leaders", "/leaders?tag=wifi", "/badges", "/help/points"])
    def test_cost_few_statements(self, client, helper, statements, address):
        with statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= 6
        client.sign_in(helper).get(address)
        with statements:
            client.get(address)
        assert len(statements) <= 10


def test_how_points_work_is_one_page(client):
    page = client.get("/help/points").text
    words = ("Your answer was accepted", "At most 200 points a day", "Advocate", "below 80% of", "Decide a dispute")
    for each in (*words, "300 points"):
        assert each in page
    assert "suggest" not in page.lower()  # nothing that nobody can do


def test_what_members_write_stays_text(client):
    member = members.add(None, handle="plain", email="plain@example.org", role="customer")
    member.about, member.website = "<script>alert(1)</script>", "javascript:alert(1)"
    db.session.commit()
    page = client.get(path(member)).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
