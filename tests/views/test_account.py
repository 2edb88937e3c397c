"""Signing up, in and out, confirming, resetting: nothing here tells a stranger who has an account."""

import re

import pytest

from community import proofs
from community.actions import members
from models.base import db
from models.credential import Proof, Session
from models.member import Member
from tests import factories
from tests.browser_client import Client
from views import forms

NEW = {"handle": "tidewater", "email": "tide@example.org", "password": "a quiet stone wall", "rules": "1"}


@pytest.fixture
def person(monkeypatch):
    """Forms are filled in as slowly as people do."""
    monkeypatch.setattr(forms, "FASTEST_FILL", 0)


def sealed(client: Client, **data: str) -> dict[str, str]:
    found = re.search(r'name="shown" value="([^"]+)"', client.get("/sign-up").text)
    assert found
    return {**NEW, "shown": found[1], **data}


def joined() -> Member | None:
    """Who signed up with `NEW`, as the row stands now."""
    db.session.rollback()
    return db.session.query(Member).filter_by(handle="tidewater").populate_existing().one_or_none()


def token(purpose: str) -> str:
    return proofs.token(db.session.query(Proof).filter_by(purpose=purpose).order_by(Proof.id.desc()).first())


class TestSigningUp:
    def test_makes_an_account_whose_address_waits(self, client: Client, person):
        answer = client.post("/sign-up", data=sealed(client))
        assert answer.location == "/sign-up/sent"
        assert joined().email_confirmed_at is None

    def test_says_the_same_for_a_taken_address(self, client: Client, person):
        client.post("/sign-up", data=sealed(client))
        again = client.post("/sign-up", data=sealed(client, handle="another"))
        assert (again.status_code, again.location) == (303, "/sign-up/sent")
        assert db.session.query(Member).filter_by(handle="another").count() == 0

    def test_says_that_a_name_is_taken(self, client: Client, person):
        factories.member(handle="tidewater")
        answer = client.post("/sign-up", data=sealed(client))
        assert answer.status_code == 422
        assert "Somebody has this name already." in answer.text
        assert "tide@example.org" in answer.text
        assert "a quiet stone wall" not in answer.text

    @pytest.mark.parametrize("machine", [{"website_url": "x"}, {"shown": ""}, {"shown": "1.forged"}])
    def test_machines_are_refused(self, client: Client, person, machine):
        assert client.post("/sign-up", data=sealed(client, **machine)).status_code == 422
        assert joined() is None

    def test_so_is_who_is_too_quick(self, client: Client):
        assert "That was quick" in client.post("/sign-up", data=sealed(client)).text


class TestSigningIn:
    @pytest.fixture
    def known(self, app):
        return members.add(None, handle="maple", email="maple@example.org", password=factories.PASSWORD)

    @pytest.mark.parametrize("name", ["maple", "MAPLE", "maple@example.org"])
    def test_leads_back(self, client: Client, known, name: str):
        data = {"name": name, "password": factories.PASSWORD, "next": "/questions/ask"}
        assert client.post("/sign-in", data=data).location == "/questions/ask"
        assert client.get("/inbox").status_code == 200

    @pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
    def test_never_leads_elsewhere(self, client: Client, known, elsewhere: str):
        data = {"name": "maple", "password": factories.PASSWORD, "next": elsewhere}
        assert client.post("/sign-in", data=data).location == "/"

    def test_one_answer_for_wrong_and_unknown(self, client: Client, known):
        wrong = client.post("/sign-in", data={"name": "maple", "password": "not it at all"})
        unknown = client.post("/sign-in", data={"name": "maplf", "password": "not it at all"})
        assert wrong.status_code == unknown.status_code == 422
        token = re.compile(r'name="csrf_token" value="[^"]+"')
        assert token.sub("", wrong.text) == token.sub("", unknown.text).replace("maplf", "maple")

    def test_a_new_key_each_time(self, client: Client, known):
        for _ in range(2):
            client.post("/sign-in", data={"name": "maple", "password": factories.PASSWORD})
        assert db.session.query(Session).count() == 1

    def test_is_slowed_down(self, client: Client, known):
        tries = [client.post("/sign-in", data={"name": "maple", "password": "no"}).status_code for _ in range(7)]
        assert tries[-1] == 429


class TestSigningOut:
    def test_is_a_post(self, client: Client):
        client.sign_in(factories.member())
        assert client.get("/sign-out").status_code == 405
        client.post("/sign-out")
        assert client.get("/inbox").status_code == 302


class TestLinksByMail:
    def test_confirm_takes_a_press(self, client: Client, person):
        client.post("/sign-up", data=sealed(client))
        link = f"/confirm/{token('confirm')}"
        assert "Is this your address?" in client.get(link).text
        assert joined().email_confirmed_at is None
        client.post(link)
        assert joined().email_confirmed_at
        assert client.post(link).status_code == 404

    def test_reset_says_the_same_for_everybody(self, client: Client):
        factories.member(handle="maple")
        known = client.post("/reset", data={"email": "maple@example.org"})
        assert known.text == client.post("/reset", data={"email": "nobody@example.org"}).text

    def test_a_new_password_ends_every_device(self, client: Client, app):
        member = factories.member(handle="maple")
        elsewhere = app.test_client().sign_in(member)
        client.post("/reset", data={"email": "maple@example.org"})
        link = f"/reset/{token('reset')}"
        assert client.get(link).headers["Referrer-Policy"] == "no-referrer"
        assert client.post(link, data={"password": "short"}).status_code == 422
        assert client.post(link, data={"password": "seven grey stones"}).status_code == 303
        assert elsewhere.get("/inbox").status_code == 302
        assert client.post(link, data={"password": "seven grey stones"}).status_code == 404
