"""What readers do with posts: answer, comment, vote, accept, edit, report, and getting the text back when it fails."""

import pytest

from community.actions import posts as actions
from models.acceptance import Acceptance
from models.base import db
from models.member import Member
from models.post import Post, Revision
from models.vote import Flag, Follow, MeToo, Vote
from tests import factories
from tests.browser_client import Client
from views.threads import path

JSON = {"Accept": "application/json"}


class TestAnswering:
    def test_leads_to_the_answer(self, client: Client):
        thread = factories.thread()
        answer = client.sign_in(factories.member()).post(
            f"/questions/{thread.id}/answers", data={"body": "Set *36*."}, follow_redirects=True
        )
        assert answer.request.path == path(thread)
        assert "<em>36</em>" in answer.text
        assert "Your answer is posted" in answer.text

    def test_guests_are_asked_to_sign_in(self, client: Client):
        thread = factories.thread()
        answer = client.post(f"/questions/{thread.id}/answers", data={"body": "Hello."})
        assert answer.location.startswith("/sign-in?next=")

    def test_an_error_gives_the_text_back(self, client: Client):
        thread = factories.thread()
        answer = client.sign_in(factories.member(level=0)).post(
            f"/questions/{thread.id}/answers", data={"body": "https://a.example https://b.example https://c.example"}
        )
        assert answer.status_code == 422
        assert "https://b.example" in answer.text
        assert "New members can use 2 links" in answer.text

    def test_without_scripts_there_is_a_preview_and_a_draft(self, client: Client):
        thread = factories.thread()
        client.sign_in(factories.member())
        shown = client.post(f"/questions/{thread.id}/answers", data={"body": "So **it** is.", "do": "preview"})
        assert "<strong>it</strong>" in shown.text
        assert "So **it** is." in client.get(path(thread)).text  # the draft stands in the editor
        assert db.session.query(Post).filter_by(kind="answer").count() == 0


class TestComments:
    def test_stand_below_the_post(self, client: Client):
        _, post = factories.solved()
        client.sign_in(factories.member())
        page = client.post(f"/posts/{post.id}/comments", data={"body": "Same here."}, follow_redirects=True)
        assert "Same here." in page.text

    def test_are_begun_beside_the_vote(self, client: Client):
        thread, post = factories.solved()
        page = client.sign_in(factories.member()).get(path(thread)).text
        foot = page.split('class="answer__foot"', 1)[1].split("</article>", 1)[0]
        assert f'action="/posts/{post.id}/vote"' in foot
        assert f'action="/posts/{post.id}/comments"' in foot
        assert page.count(f'action="/posts/{thread.opening_id}/comments"') == 1
        actions.delete(factories.member("staff"), post.id, reason="staff")
        page = client.sign_in(factories.member("staff")).get(path(thread)).text
        assert f'action="/posts/{post.id}/comments"' not in page

    def test_too_long_comes_back(self, client: Client):
        _, post = factories.solved()
        answer = client.sign_in(factories.member()).post(f"/posts/{post.id}/comments", data={"body": "x" * 2001})
        assert answer.status_code == 422
        assert "x" * 2001 in answer.text


class TestVotes:
    def test_as_a_form_and_for_a_script(self, client: Client):
        _, post = factories.solved()
        client.sign_in(factories.member())
        assert client.post(f"/posts/{post.id}/vote", data={"value": "1"}).location == f"/a/{post.id}"
        answer = client.post(f"/posts/{post.id}/vote", data={"value": "-1"}, headers=JSON)
        assert answer.json == {"counts": {"helpful": 0, "didnt_work": 1}, "mine": -1, "why": f"/posts/{post.id}/why"}
        assert [(vote.value) for vote in db.session.query(Vote)] == [-1]

    def test_that_it_failed_may_have_a_reason(self, client: Client):
        _, post = factories.solved()
        client.sign_in(factories.member())
        asked = client.post(f"/posts/{post.id}/vote", data={"value": "-1"}, follow_redirects=True)
        assert "My situation is different" in asked.text
        client.post(f"/posts/{post.id}/vote", data={"value": "-1", "reason": "My situation is different"})
        assert [(vote.value, vote.reason) for vote in db.session.query(Vote)] == [(-1, "My situation is different")]

    @pytest.mark.parametrize("value", ["2", "", "1 or 1=1", "٣"])
    def test_other_values_are_refused(self, client: Client, value: str):
        _, post = factories.solved()
        assert (
            client.sign_in(factories.member()).post(f"/posts/{post.id}/vote", data={"value": value}).status_code == 422
        )

    def test_not_on_ones_own(self, client: Client):
        helper = factories.member()
        _, post = factories.solved(helper=helper)
        page = client.sign_in(helper)
        assert page.post(f"/posts/{post.id}/vote", data={"value": "1"}).status_code == 403

    def test_without_a_token_nothing_happens(self, client: Client):
        _, post = factories.solved()
        client.sign_in(factories.member())
        client.forged = True
        assert client.post(f"/posts/{post.id}/vote", data={"value": "1"}).status_code == 400
        assert db.session.query(Vote).count() == 0


class TestMeTooAndFollow:
    def test_toggle(self, client: Client):
        thread = factories.thread()
        client.sign_in(factories.member())
        on = client.post(f"/questions/{thread.id}/me-too", data={"on": "1"}, headers=JSON)
        assert on.json == {"counts": {"me_too": 1}, "mine": 1}
        off = client.post(f"/questions/{thread.id}/me-too", data={"on": "0"}, headers=JSON)
        assert off.json == {"counts": {"me_too": 0}, "mine": 0}
        assert db.session.query(MeToo).count() == 0
        client.post(f"/questions/{thread.id}/follow", data={"on": "0"})
        assert db.session.query(Follow).count() == 0


class TestNews:
    def test_of_answers_for_a_page_that_stays_open(self, client: Client):
        thread = factories.thread()
        factories.answer(thread)
        assert client.get(f"/questions/{thread.id}/news").json == {"answers": 1}
        assert client.get("/questions/999/news").status_code == 404


class TestAcceptance:
    def test_by_the_asker_alone(self, client: Client, app):
        asker = factories.member()
        thread = factories.thread(asker)
        post = factories.answer(thread)
        assert app.test_client().sign_in(factories.member()).post(f"/posts/{post.id}/accept").status_code == 403
        page = client.sign_in(asker).post(f"/posts/{post.id}/accept", follow_redirects=True).text
        assert "Accepted answer" in page
        client.post(f"/posts/{post.id}/unaccept")
        assert [bool(each.ended_at) for each in db.session.query(Acceptance)] == [True]


class TestEditing:
    def test_shows_in_the_history(self, client: Client):
        author = factories.member()
        post = factories.answer(factories.thread(), author, body="Set channel 36.")
        client.sign_in(author)
        data = {"body": "Set channel 40.", "note": "Wrong channel", "revision": "1"}
        assert client.post(f"/posts/{post.id}/edit", data=data).status_code == 303
        page = client.get(f"/posts/{post.id}/history").text
        assert "<del>36</del><ins>40</ins>" in page
        assert "Wrong channel" in page

    def test_a_clash_keeps_both_texts(self, client: Client):
        author = factories.member()
        post = factories.answer(factories.thread(), author, body="First.")
        actions.edit(author, post.id, body="Second.")
        answer = client.sign_in(author).post(f"/posts/{post.id}/edit", data={"body": "Third.", "revision": "1"})
        assert answer.status_code == 409
        assert "Second." in answer.text and "Third." in answer.text

    def test_a_redacted_revision_is_hidden_from_everybody_but_staff(self, client: Client, app):
        author = factories.member()
        post = factories.answer(factories.thread(), author, body="My password is hunter22.")
        actions.edit(author, post.id, body="It works.")
        staff = app.test_client().sign_in(factories.member("staff"))
        staff.post(f"/posts/{post.id}/history/1/redact")
        assert "hunter22" not in client.get(f"/posts/{post.id}/history").text
        assert "hunter22" in staff.get(f"/posts/{post.id}/history").text
        assert db.session.query(Revision).filter_by(post_id=post.id, number=1).one().redacted_at


class TestDeleting:
    def test_and_restoring(self, client: Client):
        author = factories.member()
        thread = factories.thread()
        post = factories.answer(thread, author)
        client.sign_in(author)
        assert "Delete this answer?" in client.get(f"/posts/{post.id}/delete").text
        client.post(f"/posts/{post.id}/delete", data={"reason": "author"})
        assert db.session.get_one(Post, post.id, populate_existing=True).deleted_at
        client.post(f"/posts/{post.id}/restore")
        assert db.session.get_one(Post, post.id, populate_existing=True).deleted_at is None

    def test_not_of_others(self, client: Client):
        post = factories.answer(factories.thread())
        client.sign_in(factories.member())
        assert client.get(f"/posts/{post.id}/delete").status_code == 403
        assert client.post(f"/posts/{post.id}/delete").status_code == 403


class TestReporting:
    def test_is_one_a_member(self, client: Client):
        _, post = factories.solved()
        client.sign_in(factories.member())
        for _ in range(2):
            assert client.post(f"/posts/{post.id}/flag", data={"reason": "spam"}).status_code == 303
        assert db.session.query(Flag).count() == 1

    def test_ones_own_is_refused_with_a_sentence(self, client: Client):
        thread, _ = factories.solved()
        client.sign_in(db.session.get(Member, thread.author_id))
        for answer in (
            client.get(f"/posts/{thread.opening_id}/flag"),
            client.post(f"/posts/{thread.opening_id}/flag", data={"reason": "spam"}),
        ):
            assert answer.status_code == 403
            assert "You cannot report your own post." in answer.text

    def test_needs_a_reason_of_the_list(self, client: Client):
        _, post = factories.solved()
        answer = client.sign_in(factories.member()).post(f"/posts/{post.id}/flag", data={"reason": "x", "note": "Mine"})
        assert answer.status_code == 422
        assert "Mine" in answer.text


class TestDisputing:
    def test_shows_a_notice_to_everybody(self, client: Client, app):
        thread, post = factories.solved()
        member = app.test_client().sign_in(factories.member())
        data = {"reason": "outdated", "evidence": "The menu is gone since 3.14."}
        assert member.post(f"/posts/{post.id}/dispute", data=data).status_code == 303
        page = client.get(path(thread)).text
        assert "The accepted answer may not work for everyone" in page
        assert "menu is gone" not in page
