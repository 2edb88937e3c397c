"""The staff area through a browser: who gets in, what it shows, and what each form does."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from community.actions import acceptances, answers, disputes, escalations, flags, posts, sweeps
from community.queries import audit
from escalation.in_force import current, use
from models.base import db
from models.clock import now
from models.dispute import Dispute
from models.escalation import Assignment, Clock
from models.event_log import LoggedEvent
from models.post import Post
from models.thread import Thread
from reputation.levels import Level
from tests.factories import answer, member, solved, thread


@pytest.fixture
def staff(client):
    who = member("staff", handle="asha")
    client.sign_in(who)
    return who


@pytest.fixture
def waiting(app, clock):
    question = thread(title="The hub forgets its channel")
    clock.forward(hours=4)
    sweeps.sweep(None)
    return question


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)))


PAGES = ["/staff", "/staff/disputes", "/staff/review", "/staff/policy", "/staff/audit", "/staff/threads/{id}"]


class TestWhoGetsIn:
    @pytest.mark.parametrize("path", PAGES)
    def test_guests_are_asked_to_sign_in(self, client, waiting, path):
        found = client.get(path.format(id=waiting.id))
        assert found.status_code in (302, 303) and "/sign-in" in found.location

    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("role", ["customer", "employee"])
    def test_others_are_refused(self, client, waiting, path, role):
        client.sign_in(member(role, level=Level.ADVOCATE))
        assert client.get(path.format(id=waiting.id)).status_code == 403

    @pytest.mark.parametrize("path", PAGES)
    def test_staff_are_not(self, client, waiting, staff, path):
        assert client.get(path.format(id=waiting.id)).status_code == 200

    @pytest.mark.parametrize("verb", ["take", "let-go", "answer", "note", "ask-back", "resolve", "hand-back", "assign",
                                      "severity"])  # fmt: skip
    def test_forms_are_for_staff_alone(self, client, waiting, verb):
        client.sign_in(member(level=Level.ADVOCATE))
        assert client.post(f"/staff/threads/{waiting.id}/{verb}", data={"body": "x" * 20}).status_code == 403


class TestQueue:
    def test_a_row_says_what_why_and_until_when(self, client, waiting, staff):
        page = words(client.get("/staff"))
        assert "The hub forgets its channel" in page
        assert "Nobody answered in time" in page
        assert "first reply" in page
        assert "One question needs staff." in page

    def test_take_the_next_one(self, client, waiting, staff):
        found = client.post("/staff/next")
        assert found.location == f"/staff/threads/{waiting.id}"
        assert db.session.query(Assignment).one().member_id == staff.id
        assert "Nothing in the queue is free" in words(client.post("/staff/next", follow_redirects=True))

    def test_a_held_one_cannot_be_taken(self, client, waiting, staff):
        escalations.take(member("staff"), waiting.id)
        assert client.post(f"/staff/threads/{waiting.id}/take").status_code == 409

    def test_an_unknown_view(self, client, staff):
        assert client.get("/staff?view=nothing").status_code == 404

    def test_a_broken_cursor(self, client, staff):
        assert client.get("/staff?after=nonsense").status_code == 422

    def test_what_it_costs(self, client, waiting, staff, statements):
        for _ in range(5):
            thread()
        client.get("/staff")
        with statements:
            client.get("/staff")
        assert len(statements) <= 10


class TestTopBar:
    """Staff see everywhere how much is late; nobody else does, and nobody else pays for it."""

    def test_counts_what_is_overdue(self, client, waiting, staff, clock):
        assert "Staff 1 overdue" not in words(client.get("/"))
        clock.forward(days=4)
        client.sign_in(staff)
        for path in ("/", "/staff", f"/questions/{waiting.id}/{waiting.slug}"):
            assert "Staff 1 overdue" in words(client.get(path))
        assert "Queue 1 overdue" in words(client.get("/staff"))

    def test_others_pay_nothing_for_it(self, client, waiting, clock, statements):
        clock.forward(days=4)
        client.sign_in(member("employee"))
        with statements:
            page = client.get("/")
        assert "overdue" not in words(page)
        assert not [one for one in statements.statements if "in_queue" in one]


class TestThread:
    def test_it_shows_what_happened_and_what_comes(self, client, waiting, staff):
        page = words(client.get(f"/staff/threads/{waiting.id}"))
        assert "Went to Support: nobody answered in time" in page
        assert "First reply is due" in page
        assert "2 working hours" in page

    def test_a_note_never_leaves_the_staff_side(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/note", data={"body": "Ticket eight-eight-one-three, do not tell"})
        assert "eight-eight-one-three" in words(client.get(f"/staff/threads/{waiting.id}"))
        public = f"/questions/{waiting.id}/{waiting.slug}"
        assert "eight-eight-one-three" not in words(client.get(public))
        client.sign_in(db.session.get_one(type(staff), waiting.author_id))
        for path in (public, "/inbox", f"/api/v1/questions/{waiting.id}", "/"):
            assert "eight-eight-one-three" not in client.get(path).get_data(as_text=True)

    def test_a_public_answer(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/answer", data={"body": "Update 3.14 mends this."})
        assert "Update 3.14 mends this." in words(client.get(f"/questions/{waiting.id}/{waiting.slug}"))

    def test_an_empty_answer_comes_back_with_the_reason(self, client, waiting, staff):
        found = client.post(f"/staff/threads/{waiting.id}/answer", data={"body": " "})
        assert found.status_code == 422
        assert 'aria-invalid="true"' in found.get_data(as_text=True)

    def test_answer_and_hand_back(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/answer", data={"body": "What we learned: 3.14.", "then": "hand_back"})
        assert client.get("/staff").get_data(as_text=True).count("/staff/threads/") == 0
        assert db.session.get_one(Thread, waiting.id, populate_existing=True).round == 2

    def test_an_answer_that_cannot_be_handed_back_with_is_not_posted(self, client, waiting, staff):
        escalations.hand_back(staff, waiting.id)
        found = client.post(
            f"/staff/threads/{waiting.id}/answer", data={"body": "What we learned: 3.14.", "then": "hand_back"}
        )
        assert found.status_code == 422
        assert "This question is not with staff." in words(found)
        assert "What we learned: 3.14." in words(found)
        assert db.session.query(Post).filter_by(kind="answer").count() == 0

    def test_a_question_back_that_cannot_be_asked_is_not_posted(self, client, waiting, staff):
        answered = answer(waiting, member())
        acceptances.accept(staff, answered.id)
        data = {"question": "Which version do you have?"}
        assert client.post(f"/staff/threads/{waiting.id}/ask-back", data=data).status_code == 409
        assert db.session.query(Post).filter_by(kind="comment").count() == 0

    def test_ask_back_rests_the_clock(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/ask-back", data={"question": "Which version do you have?"})
        page = words(client.get(f"/staff/threads/{waiting.id}"))
        assert "Which version do you have?" in page
        assert "Paused" in page

    def test_settle(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/resolve", data={"reason": "fixed"})
        assert db.session.get_one(Thread, waiting.id, populate_existing=True).state == "resolved"

    def test_let_go_and_give(self, client, waiting, staff):
        colleague = member("staff")
        client.post(f"/staff/threads/{waiting.id}/take")
        client.post(f"/staff/threads/{waiting.id}/assign", data={"member": colleague.id})
        held = db.session.query(Assignment).filter_by(ended_at=None).one()
        assert (held.member_id, held.given_by_id) == (colleague.id, staff.id)
        client.post(f"/staff/threads/{waiting.id}/let-go")
        assert db.session.query(Assignment).filter_by(ended_at=None).count() == 0

    def test_severity_moves_it_up(self, client, waiting, staff):
        client.post(f"/staff/threads/{waiting.id}/severity", data={"severity": "urgent"})
        assert "marked as urgent" in words(client.get("/staff"))

    def test_a_private_case_comes_later(self, client, waiting, staff):
        assert client.post(f"/staff/threads/{waiting.id}/hand-off").status_code == 404

    def test_an_unknown_one(self, client, staff):
        assert client.get("/staff/threads/987654").status_code == 404


class TestDisputes:
    @pytest.fixture
    def disputed(self, app, clock):
        question, post = solved()
        clock.forward(hours=1)
        return disputes.open(
            member(), question.id, reason="wrong", evidence="It resets the whole hub instead.", post_id=post.id
        )

    def test_it_shows_the_evidence_and_takes_a_decision(self, client, disputed, staff):
        assert "It resets the whole hub instead." in words(client.get("/staff/disputes"))
        client.post(
            f"/staff/disputes/{disputed.id}", data={"outcome": "upheld", "reason": "The steps reset the whole hub."}
        )
        decided = db.session.get_one(Dispute, disputed.id, populate_existing=True)
        assert (decided.outcome, decided.reviewer_id) == ("upheld", staff.id)
        assert "The steps reset the whole hub." in words(client.get("/staff/disputes?decided=1"))

    def test_without_a_reason_it_comes_back(self, client, disputed, staff):
        found = client.post(f"/staff/disputes/{disputed.id}", data={"outcome": "upheld", "reason": ""})
        assert found.status_code == 422
        assert "Use 10 to 1,000 characters." in words(found)

    def test_the_author_gets_no_form(self, client, clock):
        author = member("staff")
        question, post = solved(helper=author)
        opened = disputes.open(
            member(), question.id, reason="wrong", evidence="It resets the whole hub.", post_id=post.id
        )
        client.sign_in(author)
        assert "decided by somebody who neither asked nor answered" in words(client.get("/staff/disputes"))
        found = client.post(f"/staff/disputes/{opened.id}", data={"outcome": "dismissed", "reason": "x" * 20})
        assert found.status_code == 403


def test_reports_are_decided(client, staff):
    question = thread()
    post = answer(question, body="Buy cheap watches here, the best there are.")
    flag = flags.report(member(), post.id, reason="spam")
    assert "Buy cheap watches" in words(client.get("/staff/review"))
    client.post(f"/staff/review/{flag.id}", data={"decision": "remove"})
    assert "Buy cheap watches" not in words(client.get("/staff/review"))
    client.sign_in(member())
    assert "Buy cheap watches" not in words(client.get(f"/questions/{question.id}/{question.slug}"))


def test_the_audit_names_what_staff_did(client, staff, waiting):
    client.post(f"/staff/threads/{waiting.id}/take")
    client.post(f"/staff/threads/{waiting.id}/note", data={"body": "Ticket eight-eight-one-three"})
    page = words(client.get("/staff/audit"))
    assert "asha took it" in page and "Internal note by asha" in page
    assert "eight-eight-one-three" not in page


def test_the_audit_names_who_deleted_and_decided(client, staff, waiting):
    posts.delete(writer := member(), (theirs := answer(waiting, writer)).id)
    flags.decide(staff, flags.report(member(), (other := answer(waiting)).id, reason="spam").id, upheld=False)
    posts.delete(staff, other.id, reason="spam")
    page = words(client.get("/staff/audit"))
    assert f"{staff.name} deleted a post as spam" in page
    assert f"{staff.name} dismissed a report" in page
    assert theirs.deleted_at and writer.name not in page


def test_what_imports_bring_hides_no_deed(client, staff, waiting, monkeypatch):
    monkeypatch.setattr(audit, "SIZE", 1)
    escalations.take(staff, waiting.id)
    db.session.add_all(
        LoggedEvent(at=now(), kind="ThreadTaken", payload={"member_id": 1, "given_by": None}, thread_id=waiting.id)
        for _ in range(3)
    )
    db.session.commit()
    assert "took it" in words(client.get("/staff/audit"))


def test_the_rail_counts_the_same_on_every_page(client, staff, waiting):
    flags.report(member(), answer(waiting).id, reason="spam")
    rails = {words(client.get(path)).split("What happened")[0][-90:] for path in ("/staff/review", "/staff/knowledge")}
    assert len(rails) == 1 and "1 waiting" in rails.pop()


def test_employees_see_of_the_rail_what_they_may_open(client, app):
    client.sign_in(member("employee"))
    page = words(client.get("/staff/knowledge"))
    assert "Guide review" in page and "Rules and clocks" not in page


def test_the_audit_has_pages(client, staff, waiting, monkeypatch):
    monkeypatch.setattr(audit, "SIZE", 2)
    for severity in ("high", "urgent", "normal"):
        client.post(f"/staff/threads/{waiting.id}/severity", data={"severity": severity})
    first = client.get("/staff/audit").get_data(as_text=True)
    assert "marked it as normal" in first and "marked it as high" not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = client.get(older).get_data(as_text=True)
    assert "marked it as high" in second and "marked it as normal" not in second


def test_the_policy_page_shows_a_worked_example(client, staff):
    page = words(client.get("/staff/policy"))
    assert "from Thu 14:30" in page and "from Thu 18:00" in page
    assert "Fri 11:00" in page  # two working hours after Thursday 18:00


def test_the_policy_page_names_its_version_and_the_holidays(client, staff, clock):
    policy = current()
    days = frozenset({clock.now.date() + timedelta(days=40), date(2001, 5, 4)})
    support = replace(policy.calendar, yearly=frozenset({(12, 25), (2, 29)}), holidays=days)
    use(replace(policy, number=7, calendars={**policy.calendars, policy.targets.calendar: support}))
    try:
        page = words(client.get("/staff/policy"))
    finally:
        use(policy)
    coming = max(days)
    assert "This is version 7." in page
    assert f"29 February, every year 25 December, every year {coming.day} {coming:%B %Y}" in page
    assert "2001" not in page


class TestImportedClocks:
    @pytest.fixture
    def imported(self, app, clock):
        question = thread()
        db.session.execute(update(Clock).values(asleep=True, due_at=None, facts={}))
        db.session.commit()
        clock.forward(days=900)
        return question

    def test_an_administrator_starts_them_from_now(self, client, clock, imported):
        client.sign_in(member("admin"))
        assert "One imported question has no running clock" in words(client.get("/staff/policy"))
        client.post("/staff/policy/start-clocks")
        assert db.session.get_one(Clock, imported.id).due_at == clock.now + timedelta(minutes=30)
        assert "no running clock" not in words(client.get("/staff/policy"))

    def test_staff_do_not(self, client, imported, staff):
        assert "no running clock" not in words(client.get("/staff/policy"))
        assert client.post("/staff/policy/start-clocks").status_code == 403


class TestHelpOut:
    def test_guests_and_members_have_none(self, client):
        assert "/sign-in" in client.get("/help-out").location
        client.sign_in(member())
        assert client.get("/help-out").status_code == 403

    def test_taking_holds_it_for_twenty_minutes(self, client, clock):
        advocate, question = member(level=Level.ADVOCATE), thread(title="The lid does not close")
        client.sign_in(advocate)
        assert "The lid does not close" in words(client.get("/help-out"))
        client.post(f"/help-out/{question.id}/take")
        assert "holding one question" in words(client.get("/help-out"))
        client.sign_in(member("employee"))
        assert "Somebody is on it" in words(client.get("/help-out"))
        clock.forward(minutes=21)
        assert "Somebody is on it" not in words(client.get("/help-out"))

    def test_letting_go(self, client, clock):
        client.sign_in(member(level=Level.ADVOCATE))
        question = thread()
        client.post(f"/help-out/{question.id}/take")
        client.post(f"/help-out/{question.id}/let-go")
        assert "holding one question" not in words(client.get("/help-out"))

    def test_what_it_costs(self, client, clock, statements):
        client.sign_in(member(level=Level.ADVOCATE))
        for _ in range(6):
            thread()
        with statements:
            client.get("/help-out")
        assert len(statements) <= 10


def test_the_asker_hears_nothing_of_answers_that_are_not_there(client, waiting, staff):
    answers.post(staff, waiting.id, body="Here is what to do next.")
    assert "first reply" not in words(client.get("/staff"))
