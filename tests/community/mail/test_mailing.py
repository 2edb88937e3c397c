"""Who is mailed about what, and that it is asked again when the mail is sent."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import mailer, mailing
from community.actions import acceptances, answers, comments, follows, inbox, members, posts
from models.base import db
from models.clock import now
from models.event_log import Delivery
from tests import factories


@pytest.fixture
def asker(app):
    return factories.member(handle="asker")


@pytest.fixture
def question(asker):
    return factories.thread(asker, title="The hub forgets its channel")


def subjects_to(member) -> list[str]:
    return [mail.subject for mail in mailer.sent() if mail.to == member.email]


class TestNews:
    def test_reaches_the_asker_with_a_link_and_a_way_to_stop(self, asker, question, drain):
        answer = factories.answer(question, factories.member(handle="helper"), "Set *channel* 36.")
        drain()
        (mail,) = [each for each in mailer.sent() if each.to == asker.email]
        assert mail.subject == "helper answered: The hub forgets its channel"
        assert "> Set channel 36." in mail.text
        assert f"/a/{answer.id}\n" in mail.text
        assert re.search(rf"/unsubscribe/{asker.id}/answer/[\w-]+\n", mail.text)

    def test_goes_to_nobody_about_what_they_did_themselves(self, asker, question, drain):
        answers.post(asker, question.id, body="I found it.")
        drain()
        assert mailer.sent() == []

    def test_of_acceptance_reaches_the_helper(self, asker, question, drain):
        helper = factories.member()
        acceptances.accept(asker, factories.answer(question, helper).id)
        drain()
        assert subjects_to(helper) == ["Your answer solved it: The hub forgets its channel"]

    def test_of_a_mention(self, question, drain):
        named = factories.member(handle="kestrel")
        factories.answer(question, body="Ask @kestrel about it.")
        drain()
        assert len(subjects_to(named)) == 1

    @pytest.mark.parametrize(
        ("refused", "subject"),
        [
            ({}, "helper answered: The hub forgets its channel"),
            ({"answer": False}, "helper named you: The hub forgets its channel"),
            ({"mention": False}, "helper answered: The hub forgets its channel"),
            ({"answer": False, "mention": False}, None),
        ],
    )
    def test_of_an_answer_that_names_the_asker_is_one_mail(self, asker, question, drain, refused, subject):
        inbox.prefer(asker, refused)
        factories.answer(question, factories.member(handle="helper"), "Like this, @asker.")
        drain()
        assert subjects_to(asker) == ([subject] if subject else [])

    def test_of_a_mention_that_is_not_wanted_says_what_else_it_is(self, question, drain):
        follower = factories.member(handle="follower")
        follows.set(follower, "thread", question.id)
        inbox.prefer(follower, {"mention": False})
        factories.answer(question, body="As @follower says.")
        drain()
        assert subjects_to(follower) == ["A new answer: The hub forgets its channel"]

    def test_is_sent_once_however_often_it_is_tried(self, asker, question, drain):
        factories.answer(question)
        drain()
        before = mailer.sent()
        for row in db.session.scalars(select(Delivery).where(Delivery.consumer == "mail")):
            row.state = "pending"
        db.session.commit()
        drain()
        assert mailer.sent() == before

    def test_does_not_turn_a_name_into_a_link(self, asker, question, drain):
        factories.answer(question, factories.member(display_name="evil.example/x http://a.b"))
        drain()
        assert subjects_to(asker) == ["evil example x http a b answered: The hub forgets its channel"]


class TestNobodyIsMailed:
    def test_whose_address_is_not_confirmed(self, asker, question, drain):
        asker.email_confirmed_at = None
        db.session.commit()
        factories.answer(question)
        drain()
        assert subjects_to(asker) == []

    def test_who_turned_it_off_before(self, asker, question, drain):
        inbox.prefer(asker, {"answer": False})
        factories.answer(question)
        assert drain() >= 1
        assert subjects_to(asker) == []

    def test_who_turned_it_off_before_it_was_sent(self, asker, question, drain):
        factories.answer(question)
        inbox.prefer(asker, {"answer": False})
        drain()
        assert subjects_to(asker) == []

    def test_who_has_read_it_already(self, asker, question, drain):
        factories.answer(question)
        inbox.read(asker)
        drain()
        assert subjects_to(asker) == []

    def test_about_an_answer_that_is_gone(self, asker, question, drain):
        answer = factories.answer(question)
        posts.delete(factories.member("staff"), answer.id, reason="spam")
        drain()
        assert subjects_to(asker) == []

    def test_about_a_comment_whose_question_is_gone(self, question, drain):
        author = factories.member()
        answer = factories.answer(question, author)
        comments.add(factories.member(), answer.id, body="Did not help me.")
        posts.delete(factories.member("staff"), question.opening_id, reason="staff")
        drain()
        assert subjects_to(author) == []

    def test_who_left(self, asker, question, drain):
        factories.answer(question)
        asker.deleted_at = now()
        db.session.commit()
        drain()
        assert mailer.sent() == []

    def test_about_old_news(self, asker, question, drain, clock):
        then = clock.now - mailing.STALE - timedelta(hours=1)
        clock.set(then)
        old = factories.thread(asker)
        factories.answer(old)
        clock.forward(days=5)
        drain()
        assert subjects_to(asker) == []

    def test_more_often_than_is_good(self, question, drain):
        named = factories.member(handle="kestrel")
        loud = factories.member("staff")
        for _ in range(8):
            answers.post(loud, question.id, body="Ask @kestrel about it.")
        drain()
        assert len(subjects_to(named)) == 5


class TestAccounts:
    def test_a_new_member_gets_a_link_that_confirms(self, app, drain):
        members.join(None, handle="newcomer", email="new@example.org", password=factories.PASSWORD)
        drain()
        (mail,) = mailer.sent()
        token = re.search(r"/confirm/(\S+)", mail.text)[1]
        assert members.confirm(None, token).is_confirmed

    def test_the_owner_of_an_address_is_told_of_a_second_sign_up(self, app, drain):
        owner = factories.member()
        members.join(None, handle="second", email=owner.email, password=factories.PASSWORD)
        drain()
        assert subjects_to(owner) == ["You have an account at Cairn already"]

    def test_a_link_sets_a_new_password_and_that_is_told(self, app, drain):
        owner = factories.member()
        members.request_reset(None, owner.email)
        drain()
        token = re.search(r"/reset/(\S+)", mailer.sent()[0].text)[1]
        members.reset(None, token, "another quiet stone wall")
        drain()
        assert set(subjects_to(owner)) == {"Set a new password for Cairn", "Your password for Cairn was changed"}

    def test_a_link_that_is_used_is_not_mailed_late(self, app, drain):
        owner = factories.member()
        members.request_reset(None, owner.email)
        for row in db.session.scalars(select(Delivery).where(Delivery.consumer == "mail")):
            row.next_at = now() + timedelta(hours=5)
        db.session.commit()
        assert subjects_to(owner) == []


def test_titles_may_hold_anything(asker, drain):
    question = factories.thread(asker, title="{who} {0} %s {link.__class__}")
    factories.answer(question, factories.member(handle="helper"))
    drain()
    assert subjects_to(asker) == ["helper answered: {who} {0} %s {link.__class__}"]
