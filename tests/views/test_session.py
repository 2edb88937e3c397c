"""Signing in is a row: it ends, lapses and is revoked, and the member is read anew each time."""

from datetime import timedelta

import pytest
from flask import Blueprint, jsonify
from sqlalchemy import select

from community.actions import sessions
from models.base import db
from models.credential import Session
from models.member import Member
from tests.factories import member
from views import session as signing


@pytest.fixture
def who(app, client):
    """`who()` asks the site who we are to it."""

    def ask():
        return client.get("/_who").json["handle"]

    return ask


@pytest.fixture(scope="session", autouse=True)
def probe(database):
    """A page that says who is signed in, and two that sign in and out without a form."""
    _, app = database
    bp = Blueprint("probe", __name__)

    @bp.get("/_who")
    def who():
        found = signing.current()
        return jsonify(handle=found and found.handle, role=found and found.role)

    @bp.post("/_in/<int:member_id>")
    def enter(member_id):
        signing.start(db.session.get(Member, member_id))
        return jsonify()

    @bp.post("/_out")
    def leave():
        signing.end()
        return jsonify()

    @bp.get("/_members")
    def only_members():
        return jsonify(handle=signing.required().handle)

    app._got_first_request = False
    app.register_blueprint(bp)


class TestSigningIn:
    def test_a_guest_is_nobody(self, who):
        assert who() is None

    def test_from_then_on_the_member_is_known(self, client, who):
        client.post(f"/_in/{member(handle='anna').id}")
        assert who() == "anna"

    def test_the_database_does_not_hold_what_the_cookie_holds(self, client):
        client.post(f"/_in/{member().id}")
        with client.session_transaction() as cookie:
            key = cookie["_user_id"]
        row = db.session.scalars(select(Session)).one()
        assert key not in (row.id, row.agent, row.address)
        assert len(key) >= 43

    def test_each_time_under_a_new_key_and_a_new_token(self, client):
        anna = member()
        client.post(f"/_in/{anna.id}")
        with client.session_transaction() as cookie:
            first = dict(cookie)
        client.post(f"/_in/{anna.id}")
        with client.session_transaction() as cookie:
            assert cookie["_user_id"] != first["_user_id"]
            assert cookie.get("csrf_token") != first.get("csrf_token", "")
        assert len(db.session.scalars(select(Session)).all()) == 1

    def test_a_role_counts_from_the_next_request_on(self, client):
        anna = member()
        client.sign_in(anna)
        anna.role = "staff"
        db.session.commit()
        assert client.get("/_who").json["role"] == "staff"

    def test_an_invented_key_opens_nothing(self, client, who):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = "0" * 43
        assert who() is None


class TestEnding:
    def test_signing_out_makes_a_kept_cookie_worthless(self, client, who):
        client.sign_in(member())
        kept = client.get_cookie("session").value
        client.post("/_out")
        client.set_cookie("session", kept)
        assert who() is None

    def test_other_devices_can_be_ended_from_one(self, app, client, who):
        anna = member()
        other = app.test_client().sign_in(anna)
        client.sign_in(anna)
        with client.session_transaction() as cookie:
            assert sessions.end_others(anna, cookie["_user_id"]) == 1
        assert who() == anna.handle
        assert other.get("/_who").json["handle"] is None

    @pytest.mark.parametrize(
        "role, idle, stays",
        [
            ("customer", timedelta(days=29), True),
            ("customer", timedelta(days=30), False),
            ("staff", timedelta(hours=11), True),
            ("staff", timedelta(hours=12), False),
        ],
    )
    def test_idle(self, client, who, clock, role, idle, stays):
        anna = member(role)
        client.sign_in(anna)
        clock.set(clock.now + idle)
        assert (who() == anna.handle) is stays

    def test_after_ninety_days_even_if_used_daily(self, client, who, clock, app):
        anna = member()
        client.sign_in(anna)
        for _ in range(89):
            clock.forward(days=1)
            assert who() == anna.handle
            app.extensions["last_uses"].write()
        clock.forward(days=1)
        assert who() is None

    def test_suspended(self, client, who, clock):
        anna = member()
        client.sign_in(anna)
        anna.suspended_until = clock.now + timedelta(days=1)
        db.session.commit()
        assert who() is None


class TestLastUse:
    def test_is_written_a_while_later_and_not_while_reading(self, client, clock, app):
        anna = member()
        client.sign_in(anna)
        later = clock.forward(days=1)
        client.get("/_who")
        assert db.session.scalars(select(Session)).one().seen_at < later
        app.extensions["last_uses"].write()
        db.session.rollback()
        assert db.session.scalars(select(Session)).one().seen_at == later
        assert db.session.get(Member, anna.id, populate_existing=True).seen_at == later


class TestRequired:
    def test_guests_are_sent_to_sign_in_and_back(self, client):
        answer = client.get("/_members?a=1")
        assert (answer.status_code, answer.location) == (302, "/sign-in?next=/_members%3Fa%3D1")

    def test_members_pass(self, client):
        assert client.sign_in(member(handle="anna")).get("/_members").json == {"handle": "anna"}


class TestCookie:
    def test_flags(self, client):
        client.post(f"/_in/{member().id}")
        cookie = client.get_cookie("session")
        assert (cookie.http_only, cookie.same_site, cookie.secure) == (True, "Lax", False)

    def test_what_a_member_sees_is_kept_nowhere(self, client):
        client.sign_in(member())
        answer = client.get("/_who")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer.headers["Vary"]
