"""Sixteen identical requests at the same moment do it once; sixteen different ones are all counted, caps included."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from community import doctor
from community.actions import tokens, votes
from models.acceptance import Acceptance
from models.base import db
from models.event_log import LoggedEvent
from models.member import Member
from models.point import Point
from models.post import Post
from models.vote import Flag, MeToo, Vote
from reputation import in_force
from reputation.points import rules_from
from tests import factories

AT_ONCE = 16


def at_once(app: Any, act: Callable[[int], Any]) -> list[Any]:
    """What each of sixteen threads got, all started together."""
    db.session.remove()
    start = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        with app.app_context():
            start.wait()
            return act(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def count(table: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


@pytest.fixture
def asker(app) -> Member:
    return factories.member()


@pytest.fixture
def answer(asker) -> Post:
    return factories.answer(factories.thread(asker), factories.member())


def token_of(member: Member) -> str:
    return tokens.create(None, member.id, ["read", "write"])


REQUESTS: dict[str, tuple[str, str, dict[str, Any], type, str]] = {
    "vote": ("PUT", "/api/v1/posts/{post}/vote", {"value": 1}, Vote, "VoteCast"),
    "accept": ("PUT", "/api/v1/posts/{post}/acceptance", {}, Acceptance, "AnswerAccepted"),
    "flag": ("POST", "/api/v1/posts/{post}/flags", {"reason": "spam", "note": ""}, Flag, "PostFlagged"),
    "me too": ("PUT", "/api/v1/questions/{thread}/me-too", {}, MeToo, "MeTooSet"),
    "answer": ("POST", "/api/v1/questions/{thread}/answers", {"body": "Turn it off and on."}, Post, "AnswerPosted"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_identical_requests_do_it_once(app, asker, answer, name):
    method, address, body, table, event = REQUESTS[name]
    by = token_of(asker if name == "accept" else factories.member())
    path = address.format(post=answer.id, thread=answer.thread_id)
    headers = {"Authorization": f"Bearer {by}", "Idempotency-Key": "the-same"}
    rows, events = count(table), count(LoggedEvent, LoggedEvent.kind == event)

    def send(_: int) -> int:
        return app.test_client().open(path, method=method, json=body, headers=headers).status_code

    answers = Counter(at_once(app, send))
    assert set(answers) <= {200, 201}, answers
    assert count(table) == rows + 1
    assert count(LoggedEvent, LoggedEvent.kind == event) == events + 1
    assert all(number == 1 for number in db.session.scalars(per_cause()))
    assert [finding for finding in doctor.examine() if not finding.note] == []


def per_cause() -> Any:
    return select(func.count(Point.id)).group_by(Point.member_id, Point.rule, Point.cause_kind, Point.cause_id)


@pytest.mark.parametrize("one_thread", [True, False])
def test_votes_of_many_on_one_author_keep_the_cap(app, asker, one_thread):
    author = factories.member()
    first = factories.answer(factories.thread(asker), author).id
    answers = [first if one_thread else factories.answer(factories.thread(asker), author).id for _ in range(AT_ONCE)]
    readers = [factories.member().id for _ in range(AT_ONCE)]
    in_force.use(rules_from({"caps": {"votes_per_day": 75}}))
    try:
        at_once(app, lambda n: votes.cast(db.session.get_one(Member, readers[n]), answers[n], 1))
        assert count(Vote) == AT_ONCE
        assert db.session.scalar(select(Member.reputation).where(Member.id == author.id)) == 75
        assert [finding for finding in doctor.examine() if not finding.note] == []
    finally:
        in_force.use(None)
