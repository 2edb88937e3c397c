"""Killed at every statement, an action has either not happened or happened whole."""

import os
import traceback
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import event, select

from community import doctor
from community.actions import acceptances, answers, posts, sweeps, votes
from models import clock
from models.base import Base, db
from models.member import Member
from tests import factories

KILLED, DONE, FAILED = 9, 0, 1
MOST = 2_000  # statements; no action comes near
LATER = timedelta(hours=5)


class World:
    """A question with one accepted answer and one with two votes, and who is about to act; ids alone."""

    def __init__(self) -> None:
        factories.system()
        asker, author = factories.member(), factories.member(handle="first")
        thread, first = factories.solved(asker, author)
        second = factories.answer(thread, factories.member(handle="second"))
        factories.helpful(second, 2)
        factories.thread(tags=["wifi"])  # nobody answers it, so a later sweep has something to do
        self.asker, self.author, self.reader = asker.id, author.id, factories.member().id
        self.thread, self.first, self.second = thread.id, first.id, second.id


def member(member_id: int) -> Member:
    return db.session.get_one(Member, member_id)


ACTIONS: dict[str, Callable[[World], object]] = {
    "vote": lambda world: votes.cast(member(world.reader), world.second, 1),
    "switch": lambda world: acceptances.accept(member(world.asker), world.second),
    "answer": lambda world: answers.post(member(world.reader), world.thread, body="Hold @first for ten seconds."),
    "delete": lambda world: posts.delete(member(world.author), world.first),
    "sweep": lambda world: sweep(),
}


def sweep() -> None:
    with clock.at(clock.now() + LATER):
        sweeps.sweep(None)


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_is_half_done(app: Any, name: str) -> None:
    kill_at_each(name, every=6)


@pytest.mark.acceptance
@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_is_half_done_at_any_statement(app: Any, name: str) -> None:
    kill_at_each(name, every=1)


def kill_at_each(name: str, every: int) -> None:
    """Kills one process after the other, each a little later, until one comes through."""
    world = World()
    assert findings() == []
    stages = [digest()]
    for statement in range(1, MOST, every):
        ended = in_a_child(lambda: ACTIONS[name](world), kill_at=statement)
        if (now := digest()) != stages[-1]:
            stages.append(now)
            assert findings() == []
        if ended != KILLED:
            break
    assert ended == DONE
    assert statement > 10
    # An action is one transaction; a sweep is a few, and one that was killed goes on where it was.
    assert len(stages) == 2 or (name == "sweep" and len(stages) > 2)


def in_a_child(act: Callable[[], object], kill_at: int) -> int:
    """How a process ended that did `act` and was killed as it sent its statement number `kill_at`."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        left = iter(range(kill_at - 1, -1, -1))

        def count(*_: Any) -> None:
            if next(left) == 0:
                os._exit(KILLED)

        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "commit", count)
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(FAILED)
    os._exit(DONE)


def digest() -> str:
    """All that is stored, as one word."""
    rows = [
        (name, sorted(map(repr, db.session.execute(select(table))))) for name, table in Base.metadata.tables.items()
    ]
    db.session.rollback()
    return sha256(repr(rows).encode()).hexdigest()


def findings() -> list[doctor.Finding]:
    return [finding for finding in doctor.examine() if not finding.note]
