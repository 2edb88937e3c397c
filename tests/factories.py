"""People and threads for tests, made by the real actions, so that a test begins where a community could be."""

from itertools import count
from typing import Any

from community.actions import acceptances, answers, comments, installation, members, threads, votes
from models.base import db
from models.member import Member
from models.post import Post
from models.thread import Thread
from reputation.levels import Level

PASSWORD = "a quiet stone wall"
_numbers = count(1)


def member(role: str = "customer", *, level: int = Level.REGULAR, handle: str = "", **values: Any) -> Member:
    """A member whose address is confirmed and who has no password: hashing one takes longer than most tests."""
    handle = handle or f"{role}-{next(_numbers)}"
    made = members.add(None, handle=handle, email=f"{handle}@example.org", role=role)
    made.level = level
    for name, value in values.items():
        setattr(made, name, value)
    db.session.commit()
    return made


def system() -> Member:
    return installation.prepare(None)


def thread(by: Member | None = None, **values: Any) -> Thread:
    """A question by `by`, or by somebody new."""
    values = {"title": "The hub forgets its channel", "body": "Each *evening* it starts anew.", **values}
    return threads.ask(by or member(), **values)


def answer(to: Thread, by: Member | None = None, body: str = "Set channel 36 and save.") -> Post:
    return answers.post(by or member(), to.id, body=body)


def comment(on: Post, by: Member | None = None, body: str = "That helped, thank you.") -> Post:
    return comments.add(by or member(), on.id, body=body)


def helpful(post: Post, times: int = 1) -> None:
    """So many readers say that it helped."""
    for _ in range(times):
        votes.cast(member(), post.id, 1)


def solved(by: Member | None = None, helper: Member | None = None) -> tuple[Thread, Post]:
    """A question whose asker accepted the only answer."""
    asker = by or member()
    question = thread(asker)
    post = answer(question, helper)
    return acceptances.accept(asker, post.id), post
