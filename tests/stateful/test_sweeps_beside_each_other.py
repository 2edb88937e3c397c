"""Sweeps that run at the same moment: every step once, and nobody asked twice."""

import threading
from collections import Counter
from datetime import timedelta

from apiflask import APIFlask
from sqlalchemy import select

from community.actions import sweeps
from models import clock
from models.base import db
from models.clock import now
from models.errors import Unavailable
from models.escalation import Asked, Escalation
from models.event_log import LoggedEvent
from models.thread import Thread
from reputation.levels import Level
from tests import factories

SWEEPS, THREADS = 4, 12


def test_each_step_is_taken_once(app: APIFlask, monkeypatch) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 3)
    asker = factories.member("employee")
    factories.member("employee", level=Level.ADVOCATE)
    for _ in range(THREADS):
        factories.thread(asker)
    at = now() + timedelta(hours=5)
    db.session.remove()
    together(app, lambda: sweep_as_of(at), SWEEPS)
    with clock.at(at):
        sweeps.sweep(None)  # what one of them left to another that gave way

    steps = Counter(map(tuple, db.session.execute(select(Escalation.thread_id, Escalation.tier))))
    assert len(steps) == 3 * THREADS
    told = Counter(
        (row.payload["thread_id"], row.payload["tier"])
        for row in db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == "ThreadClimbed"))
    )
    assert set(told.values()) == {1} and told.keys() == steps.keys()
    asked = Counter(map(tuple, db.session.execute(select(Asked.thread_id, Asked.member_id))))
    assert set(asked.values()) <= {1}
    assert len(db.session.scalars(select(Thread)).all()) == THREADS


def sweep_as_of(at) -> None:
    with clock.at(at):
        sweeps.sweep(None)


def together(app: APIFlask, act, times: int) -> None:
    """Does it in so many threads that begin at the same moment."""
    ready, problems = threading.Barrier(times), []

    def run() -> None:
        with app.app_context():
            ready.wait()
            try:
                act()
            except Unavailable:
                pass  # it waited for its turn too long; the next sweep goes on
            except Exception as error:
                problems.append(error)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=run) for _ in range(times)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
