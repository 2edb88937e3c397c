"""A member's settings: profile, look, mail, password, devices."""

import pytest

from community.actions import members
from community.queries.sessions import hashed
from models.base import db
from models.credential import Session
from models.member import Member
from models.notification import MailPreference
from tests import factories
from tests.browser_client import Client
from views.agents import device

SECTIONS = ("profile", "look", "mail", "password", "devices")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def fresh(member: Member) -> Member:
    return db.session.get_one(Member, member.id, populate_existing=True)


class TestEveryTab:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_is_for_members(self, client: Client, section):
        assert client.get(f"/settings/{section}").location == f"/sign-in?next=/settings/{section}"
        assert client.post(f"/settings/{section}").status_code in (302, 405)

    @pytest.mark.parametrize("section", SECTIONS)
    def test_costs_little(self, client: Client, statements, section):
        client.sign_in(factories.member())
        with statements:
            page = client.get(f"/settings/{section}")
        assert 'aria-current="page"' in page.text
        assert len(statements) <= 5

    def test_first_is_the_profile(self, client: Client):
        assert client.sign_in(factories.member()).get("/settings/").location == "/settings/profile"

    def test_needs_the_token(self, client: Client):
        client.sign_in(factories.member()).forged = True
        assert client.post("/settings/profile", data={"about": "x"}).status_code == 400


class TestProfile:
    def test_is_saved(self, client: Client):
        member = factories.member()
        data = {"display_name": "Maple", "website": "https://example.org", "about": "Two\nlines"}
        page = client.sign_in(member).post("/settings/profile", data=data, follow_redirects=True).text
        assert "Changes saved." in page
        assert fresh(member).about == "Two\nlines"

    @pytest.mark.parametrize("wrong", [{"website": "javascript:alert(1)"}, {"about": "x" * 2001}])
    def test_errors_give_what_was_typed_back(self, client: Client, wrong):
        answer = client.sign_in(factories.member()).post("/settings/profile", data={"display_name": "Maple", **wrong})
        assert answer.status_code == 422
        assert "Maple" in answer.text
        assert "aria-invalid" in answer.text

    def test_leaves_the_look_alone(self, client: Client):
        member = factories.member(theme="dark", zone="Europe/Berlin")
        client.sign_in(member).post("/settings/profile", data={"about": "x"})
        assert (fresh(member).theme, fresh(member).zone) == ("dark", "Europe/Berlin")

    def test_changes_nothing_that_is_not_on_the_page(self, client: Client):
        member = factories.member()
        client.sign_in(member).post("/settings/profile", data={"about": "x", "role": "admin", "reputation": "900"})
        assert (fresh(member).role, fresh(member).reputation) == ("customer", 0)


class TestLook:
    def test_is_written_into_the_page(self, client: Client):
        data = {"theme": "dark", "zone": "Europe/Berlin"}
        page = client.sign_in(factories.member()).post("/settings/look", data=data, follow_redirects=True).text
        assert 'data-theme="dark"' in page
        assert "<option selected>Europe/Berlin</option>" in page

    @pytest.mark.parametrize("wrong", [{"zone": "Mars/Olympus"}, {"theme": "pink"}])
    def test_is_one_of_the_list(self, client: Client, wrong):
        member = factories.member()
        answer = client.sign_in(member).post("/settings/look", data={"theme": "light", "zone": "UTC", **wrong})
        assert answer.status_code == 422
        assert fresh(member).theme == "system"


class TestMail:
    def test_all_are_on_until_switched_off(self, client: Client):
        page = client.sign_in(factories.member()).get("/settings/mail").text
        assert page.count('type="checkbox"') == page.count(" checked") > 5

    def test_kinds_are_switched_one_by_one(self, client: Client):
        client.sign_in(factories.member()).post("/settings/mail", data={"answer": "1"})
        wanted = {row.kind: row.wanted for row in db.session.query(MailPreference)}
        assert wanted["answer"] and not wanted["mention"]

    def test_kinds_that_are_not_on_the_page_stay(self, client: Client):
        client.sign_in(factories.member()).post("/settings/mail", data={"invented": "1"})
        assert {"assigned", "invented"}.isdisjoint(row.kind for row in db.session.query(MailPreference))

    @pytest.mark.parametrize("role, asked", [("customer", False), ("staff", True)])
    def test_asks_only_about_what_may_come(self, client: Client, role, asked):
        assert ("A colleague gives me" in client.sign_in(factories.member(role)).get("/settings/mail").text) is asked


class TestPassword:
    @pytest.fixture
    def known(self, app) -> Member:
        return members.add(None, handle="maple", email="maple@example.org", password=factories.PASSWORD)

    def change(self, client: Client, old: str, new: str):
        return client.post("/settings/password", data={"old_password": old, "password": new})

    def test_takes_the_present_one_and_ends_all_others(self, client: Client, app, known):
        other = app.test_client().sign_in(known)
        client.sign_in(known)
        assert self.change(client, factories.PASSWORD, "seven grey stones").status_code == 303
        assert (client.get("/inbox").status_code, other.get("/inbox").status_code) == (200, 302)

    def test_says_what_is_wrong_and_gives_no_password_back(self, client: Client, known):
        answer = self.change(client.sign_in(known), "not this one at all", "seven grey stones")
        assert answer.status_code == 422
        assert "This is not your password." in answer.text
        assert "seven grey stones" not in answer.text

    def test_must_be_a_good_one(self, client: Client, known):
        assert self.change(client.sign_in(known), factories.PASSWORD, "short").status_code == 422
        assert self.change(client, factories.PASSWORD, "password1").status_code == 422

    def test_cannot_be_guessed_quickly(self, client: Client, known):
        client.sign_in(known)
        tries = [self.change(client, "no", "seven grey stones") for _ in range(7)]
        assert tries[-1].status_code == 429
        assert int(tries[-1].headers["Retry-After"]) > 0


class TestDevices:
    def test_are_listed_by_a_name(self, client: Client):
        member = factories.member()
        client.sign_in(member)
        db.session.query(Session).one().agent = FIREFOX
        db.session.commit()
        page = client.get("/settings/devices").text
        assert "Firefox on Linux" in page
        assert page.count("This one") == 1

    def test_others_are_ended(self, client: Client, app):
        member = factories.member()
        other = app.test_client().sign_in(member)
        client.sign_in(member).post("/settings/devices/end-others")
        assert (client.get("/inbox").status_code, other.get("/inbox").status_code) == (200, 302)

    def test_one_is_ended(self, client: Client, app):
        member = factories.member()
        first, second = app.test_client().sign_in(member), app.test_client().sign_in(member)
        with first.session_transaction() as cookie:
            doomed = hashed(cookie["_user_id"])
        client.sign_in(member).post("/settings/devices/end", data={"device": doomed})
        assert [each.get("/inbox").status_code for each in (client, first, second)] == [200, 302, 200]

    def test_of_somebody_else_is_not_there(self, client: Client, app):
        other = app.test_client().sign_in(factories.member())
        with other.session_transaction() as cookie:
            theirs = hashed(cookie["_user_id"])
        gone, not_mine = (
            client.sign_in(factories.member()).post("/settings/devices/end", data={"device": each})
            for each in ("0" * 64, theirs)
        )
        assert (gone.status_code, gone.location) == (not_mine.status_code, not_mine.location)
        assert other.get("/inbox").status_code == 200

    @pytest.mark.parametrize(
        "agent, name",
        [
            (FIREFOX, "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Mobile Safari/604.1",
                "Safari on iPhone",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", "Unknown device"),
        ],
    )
    def test_names(self, app, agent, name):
        with app.test_request_context():
            assert device(agent) == name
