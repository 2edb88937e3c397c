"""What the browser and HTTP layer refuses, and what every answer says to a browser."""

from ipaddress import ip_network

import pytest
from flask import Blueprint, jsonify, request

from community.settings import Settings
from tests.factories import member
from views import security
from views.app import create_app
from views.security import open_to_programs


@pytest.fixture(scope="module", autouse=True)
def probe(database):
    """A form, a call and an address for programs, which only say that they were reached."""
    _, app = database
    bp = Blueprint("guarded", __name__)

    @bp.post("/_form")
    @bp.post("/api/_call")
    def reached():
        return jsonify(ok=True)

    @bp.post("/_open")
    @open_to_programs
    def for_programs():
        return jsonify(ok=True)

    @bp.get("/_address")
    def address():
        return jsonify(address=request.remote_addr)

    app._got_first_request = False
    app.register_blueprint(bp)


@pytest.fixture
def forger(client):
    """A browser whose requests carry no token."""
    client.forged = True
    return client


class TestForgery:
    def test_with_the_token(self, client):
        assert client.post("/_form").status_code == 200

    def test_without_it(self, forger):
        assert forger.post("/_form").status_code == 400

    def test_with_that_of_another_session(self, app, client, forger):
        theirs = app.test_client()
        theirs.post("/_form")
        with theirs.session_transaction() as cookie:
            stolen = cookie["csrf_token"]
        assert forger.post("/_form", headers={"X-CSRFToken": stolen}).status_code == 400

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_from_another_site_even_with_it(self, client, site):
        assert client.post("/_form", headers={"Sec-Fetch-Site": site}).status_code == 403

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
    def test_another_origin_even_with_it(self, client, origin):
        assert client.post("/_form", headers={"Origin": origin}).status_code == 403

    def test_our_own_origin(self, client):
        assert client.post("/_form", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 200

    def test_an_address_for_programs_needs_none(self, forger):
        assert forger.post("/_open", headers={"Origin": "https://mail.example"}).status_code == 200


class TestCalls:
    def test_a_cookie_needs_the_token(self, client):
        client.sign_in(member())
        assert client.post("/api/_call", json={}).status_code == 200
        client.forged = True
        assert client.post("/api/_call", json={}).status_code == 400

    def test_a_bearer_does_not(self, forger):
        assert forger.post("/api/_call", json={}, headers={"Authorization": "Bearer x"}).status_code == 200

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    def test_only_json(self, forger, kind):
        answer = forger.post("/api/_call", data="{}", content_type=kind, headers={"Authorization": "Bearer x"})
        assert answer.status_code == 415
        assert answer.mimetype == "application/problem+json"


class TestHost:
    @pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "127.0.0.1"])
    def test_known(self, client, host):
        assert client.get("/health/live", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
    def test_unknown(self, client, host):
        assert client.get("/health/live", headers={"Host": host}).status_code == 400


class TestHeaders:
    @pytest.mark.parametrize("path", ["/health/live", "/nothing-here", "/api/v1/nothing-here", "/robots.txt"])
    def test_on_every_answer(self, client, path):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert "Strict-Transport-Security" not in headers

    def test_errors_are_not_kept(self, client):
        assert client.get("/nothing-here").headers["Cache-Control"] == "no-store"

    def test_under_https(self, tmp_path):
        settings = Settings(
            tmp_path, f"sqlite:///{tmp_path / 'x'}", secret_key="0123456789abcdef" * 4, base_url="https://c.example"
        )
        app = create_app(settings)
        answer = app.test_client().get("/health/live", headers={"Host": "c.example"})
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert (app.config["SESSION_COOKIE_NAME"], app.config["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)


class TestLimits:
    def test_a_body_over_a_megabyte(self, client):
        headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
        assert client.post("/_form", data={"text": "x" * 1_100_000}).status_code == 413
        assert client.post("/api/_call", data=b" " * 1_100_000, headers=headers).status_code in (200, 413)

    def test_an_unknown_suffix_is_not_found(self, client):
        assert client.get("/health/live/x.css").status_code == 404


class TestProxies:
    def ask(self, settings, forwarded, caller="203.0.113.9"):
        app = create_app(settings)
        app.add_url_rule("/_address", view_func=lambda: jsonify(address=request.remote_addr))
        headers = {"X-Forwarded-For": forwarded}
        return app.test_client().get("/_address", headers=headers, environ_base={"REMOTE_ADDR": caller}).json["address"]

    @pytest.fixture
    def behind(self, tmp_path):
        def make(*networks):
            trusted = tuple(ip_network(each) for each in networks)
            url = f"sqlite:///{tmp_path / 'x'}"
            return Settings(tmp_path, url, secret_key="0123456789abcdef" * 4, trusted_proxies=trusted)

        return make

    def test_nobody_is_believed_by_default(self, behind):
        assert self.ask(behind(), "198.51.100.1") == "203.0.113.9"

    def test_a_named_proxy_is_believed_about_the_last_hop(self, behind):
        assert self.ask(behind("203.0.113.0/24"), "1.1.1.1, 198.51.100.1") == "198.51.100.1"

    def test_others_are_still_not(self, behind):
        assert self.ask(behind("10.0.0.0/8"), "198.51.100.1") == "203.0.113.9"


class TestRateLimits:
    @pytest.mark.parametrize("redis_url", ["", "redis://127.0.0.1:1"])
    def test_hold_with_no_redis_and_with_one_that_is_down(self, tmp_path, redis_url, monkeypatch):
        limiter = security.make_limiter()  # the suite's own must not be left with a Redis that is down
        monkeypatch.setattr(security, "limiter", limiter)
        secret = "0123456789abcdef" * 4
        app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'x'}", redis_url, secret_key=secret))
        app.add_url_rule("/_limited", view_func=limiter.limit("2/minute")(lambda: "fine"))
        client = app.test_client()
        answers = [client.get("/_limited") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
