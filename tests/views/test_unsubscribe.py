"""Stopping a kind of mail: from the link in it, or by the mail program itself (RFC 8058)."""

import pytest

from community import proofs
from models.base import db
from models.clock import now
from models.notification import MailPreference
from tests import factories
from tests.browser_client import Client


@pytest.fixture
def link(app) -> str:
    return proofs.unsubscribe_path(factories.member().id, "answer")


def refused() -> list[str]:
    return [row.kind for row in db.session.query(MailPreference) if not row.wanted]


class TestFollowingTheLink:
    def test_changes_nothing(self, client: Client, link):
        assert "somebody answered your question" in client.get(link).text
        assert refused() == []

    def test_tells_no_other_site_of_it(self, client: Client, link):
        assert client.get(link).headers["Referrer-Policy"] == "no-referrer"


class TestOnePress:
    def test_stops_the_kind_without_cookie_or_token(self, client: Client, link):
        client.forged = True  # a mail program knows no token
        answer = client.post(link, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert refused() == ["answer"]

    def test_may_be_repeated(self, client: Client, link):
        assert [client.post(link).status_code for _ in range(2)] == [200, 200]
        assert refused() == ["answer"]


class TestForged:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_links_look_like_nothing(self, client: Client, link, method):
        _, _, member, kind, signature = link.split("/")
        other = factories.member().id
        for path in (f"{other}/{kind}/{signature}", f"{member}/mention/{signature}", f"{member}/{kind}/é"):
            assert getattr(client, method)(f"/unsubscribe/{path}").status_code == 404
        assert refused() == []

    def test_of_a_member_who_left(self, client: Client, app):
        member = factories.member(deleted_at=now())
        assert client.post(proofs.unsubscribe_path(member.id, "answer")).status_code == 404
