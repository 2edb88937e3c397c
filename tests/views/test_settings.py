"""A member's settings and inbox."""

import pytest

from community import proofs
from community.actions import posts
from models.base import db
from models.member import Member
from models.notification import MailPreference, Notification
from tests import factories
from tests.browser_client import Client


class TestProfile:
    def test_is_saved_and_the_look_with_it(self, client: Client):
        member = factories.member()
        client.sign_in(member)
        data = {"display_name": "Maple", "theme": "dark", "zone": "Europe/Berlin", "website": "https://example.org"}
        page = client.post("/settings/profile", data=data, follow_redirects=True).text
        assert "Changes saved." in page
        assert 'data-theme="dark"' in page
        assert db.session.get_one(Member, member.id, populate_existing=True).zone == "Europe/Berlin"

    @pytest.mark.parametrize(
        "wrong",
        [{"website": "javascript:alert(1)"}, {"zone": "Mars/Olympus"}, {"theme": "pink"}, {"about": "x" * 2001}],
    )
    def test_errors_give_what_was_typed_back(self, client: Client, wrong):
        data = {"display_name": "Maple", "theme": "light", "zone": "UTC", **wrong}
        answer = client.sign_in(factories.member()).post("/settings/profile", data=data)
        assert answer.status_code == 422
        assert "Maple" in answer.text


class TestMail:
    def test_kinds_are_switched(self, client: Client):
        member = factories.member()
        client.sign_in(member).post("/settings/mail", data={"answer": "1"})
        wanted = {row.kind: row.wanted for row in db.session.query(MailPreference)}
        assert wanted["answer"] and not wanted["mention"]

    def test_stop_with_one_press_and_no_sign_in(self, client: Client):
        member = factories.member()
        link = f"/unsubscribe/{member.id}/answer/{proofs.sign(f'unsubscribe:{member.id}:answer')}"
        assert "Stop this kind of mail?" in client.get(link).text
        assert db.session.query(MailPreference).count() == 0
        client.forged = True  # a mail program knows no token
        assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert db.session.query(MailPreference).one().wanted is False

    def test_not_for_others(self, client: Client):
        one, other = factories.member(), factories.member()
        signature = proofs.sign(f"unsubscribe:{one.id}:answer")
        assert client.post(f"/unsubscribe/{other.id}/answer/{signature}").status_code == 404


class TestDevices:
    def test_others_are_ended(self, client: Client, app):
        member = factories.member()
        other = app.test_client().sign_in(member)
        client.sign_in(member)
        assert client.get("/settings/account").text.count("This one") == 1
        client.post("/settings/account/end")
        assert (client.get("/inbox").status_code, other.get("/inbox").status_code) == (200, 302)


class TestInbox:
    def test_shows_news_and_marks_what_was_shown(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker)
        factories.answer(thread, factories.member(handle="kestrel"))
        client.sign_in(asker)
        page = client.get("/inbox").text
        assert "kestrel answered your question" in page
        assert "1 new" in page
        shown = db.session.query(Notification).one()
        client.post("/inbox/read", data={"up_to": str(shown.event_id)})
        assert "Nothing new" in client.get("/inbox").text

    def test_leaves_out_what_is_hidden_by_now(self, client: Client):
        asker, helper = factories.member(), factories.member(handle="kestrel")
        post = factories.answer(factories.thread(asker), helper)
        posts.delete(helper, post.id)
        assert "kestrel" not in client.sign_in(asker).get("/inbox").text

    def test_is_for_members(self, client: Client):
        assert client.get("/inbox").location == "/sign-in?next=/inbox"

    def test_costs_the_same_however_full(self, client: Client, statements):
        asker = factories.member()
        thread = factories.thread(asker)
        helper = factories.member("staff")
        for _ in range(5):
            factories.answer(thread, helper)
        client.sign_in(asker)
        with statements:
            client.get("/inbox")
        assert len(statements) <= 10
