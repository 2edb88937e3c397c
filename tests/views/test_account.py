"""Signing up, in and out, confirming, resetting: nothing here tells a stranger who has an account."""

import json
import os
import re
from pathlib import Path
from time import monotonic

import pytest
from argon2 import PasswordHasher

from community import passwords, proofs
from community.actions import members
from models.base import db
from models.credential import Proof, Session
from models.member import Member
from tests import factories
from tests.browser_client import Client
from views import account, forms, urls

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere"))
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

    def test_hands_on_where_the_guest_wanted_to_go(self, client: Client, person):
        onward = "?next=/questions/ask"
        assert f'href="/sign-up{onward}"' in client.get(f"/sign-in{onward}").text
        assert f'href="/sign-in{onward}"' in client.get(f"/sign-up{onward}").text
        sent = client.post("/sign-up", data=sealed(client, next="/questions/ask")).location
        assert sent == f"/sign-up/sent{onward}"
        assert f'href="/sign-in{onward}"' in client.get(sent).text
        assert "evil" not in client.get("/sign-up?next=//evil.example").text

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

    @pytest.mark.skipif(not DATA.is_dir(), reason="COMMUNITY_TEST_DATA is not set")
    def test_never_leads_elsewhere_whatever_is_tried(self, app):
        lines = (DATA / "injection-strings" / "strings.jsonl").read_text().splitlines()
        with app.test_request_context():
            for payload in (json.loads(line)["payload"] for line in lines):
                for target in (payload, f"/{payload}", f"/\\t{payload}"):
                    ours = urls.local_path(target)
                    assert re.match(r"/(?![/\\])[^\\\s\x00]*\Z", ours), target

    def test_headers_cannot_be_added(self, client: Client, known):
        data = {"name": "maple", "password": factories.PASSWORD, "next": "/a\r\nSet-Cookie: evil=1"}
        answer = client.post("/sign-in", data=data)
        assert answer.location == "/"
        assert "evil" not in str(answer.headers)


class TestGuessing:
    @pytest.fixture(autouse=True)
    def quickly(self, monkeypatch):
        """Many tries in one test: hashes that cost little."""
        monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    @pytest.fixture
    def known(self, quickly, app):
        return members.add(None, handle="maple", email="maple@example.org", password=factories.PASSWORD)

    def attempt(self, client: Client, name: str, password: str = "no", address: str = "10.0.0.1"):
        return client.post("/sign-in", data={"name": name, "password": password}, environ_base={"REMOTE_ADDR": address})

    def test_from_one_address_is_slowed_down(self, client: Client):
        tries = [self.attempt(client, f"somebody{number}") for number in range(7)]
        assert [each.status_code for each in tries] == [422] * 6 + [429]
        assert 0 < int(tries[-1].headers["Retry-After"]) <= 60

    def test_at_one_account_is_slowed_down_from_wherever_and_however_it_is_spelt(self, client: Client, known):
        spellings = ("maple", "MAPLE", "ｍａｐｌｅ", " Maple ")
        tries = [self.attempt(client, spellings[number % 4], address=f"10.0.1.{number}") for number in range(11)]
        assert [each.status_code for each in tries] == [422] * 10 + [429]
        assert int(tries[-1].headers["Retry-After"]) <= 15 * 60

    def test_does_not_shut_the_owner_out(self, client: Client, known):
        for number in range(11):
            answer = self.attempt(client, "maple", address=f"10.0.1.{number}")
        assert 'href="/reset"' in answer.text
        client.post("/reset", data={"email": "maple@example.org"})
        link = f"/reset/{token('reset')}"
        assert client.post(link, data={"password": "seven grey stones"}).status_code == 303
        assert client.get("/inbox").status_code == 200

    def test_with_success_costs_no_tries(self, client: Client, known):
        tries = [self.attempt(client, "maple", factories.PASSWORD, f"10.0.2.{number}") for number in range(12)]
        assert {each.status_code for each in tries} == {303}

    def test_believes_no_forwarded_address(self, client: Client):
        tries = [
            client.post(
                "/sign-in", data={"name": f"n{n}", "password": "no"}, headers={"X-Forwarded-For": f"10.1.1.{n}"}
            )
            for n in range(7)
        ]
        assert tries[-1].status_code == 429


class TestSigningOut:
    def test_is_a_post(self, client: Client):
        client.sign_in(factories.member())
        assert "Sign out here?" in client.get("/sign-out").text
        assert client.get("/inbox").status_code == 200
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

    @pytest.mark.parametrize("address", ["maple@example.org", "nobody@example.org", "", "a@b\r\nBcc: c@example.org"])
    def test_reset_takes_as_long_for_everybody(self, client: Client, address: str):
        factories.member(handle="maple")
        begun = monotonic()
        assert client.post("/reset", data={"email": address}).status_code == 200
        assert monotonic() - begun >= account.EVEN

    @pytest.mark.parametrize("page", ["/confirm/1.x", "/reset/1.x", "/reset/é"])
    def test_their_address_stays_here(self, client: Client, page: str):
        assert client.get(page).headers["Referrer-Policy"] == "strict-origin"
        assert client.post(page, data={"password": "seven grey stones"}).status_code == 404

    def test_a_new_password_ends_every_device(self, client: Client, app):
        member = factories.member(handle="maple")
        elsewhere = app.test_client().sign_in(member)
        client.post("/reset", data={"email": "maple@example.org"})
        link = f"/reset/{token('reset')}"
        assert client.get(link).headers["Referrer-Policy"] == "strict-origin"
        assert client.post(link, data={"password": "short"}).status_code == 422
        assert client.post(link, data={"password": "seven grey stones"}).status_code == 303
        assert elsewhere.get("/inbox").status_code == 302
        assert client.post(link, data={"password": "seven grey stones"}).status_code == 404
