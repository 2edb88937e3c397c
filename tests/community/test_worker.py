"""The worker does each job in its slot, while it leads, and ends what it began."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.worker import Job, Worker
from models.base import db
from models.bookkeeping import JobRun

HOUR = timedelta(hours=1)


@pytest.fixture
def worker(app):
    """Makes a worker of one job, without starting its alarm clock."""

    def make(run, slot=HOUR):
        return Worker(app.app_context, (Job("job", run, look=HOUR, slot=slot),))

    return make


def look(worker):
    worker.look_at(worker.jobs[0])


class TestLookAt:
    def test_only_the_leader_works(self, worker, clock):
        done = []
        leader, other = worker(lambda: done.append("leader")), worker(lambda: done.append("other"))
        leader.leadership.take()
        other.leadership.take()
        look(other)
        look(leader)
        assert done == ["leader"]

    def test_once_a_slot_whoever_leads(self, worker, clock):
        done = []
        first, second = worker(lambda: done.append(1)), worker(lambda: done.append(2))
        first.leadership.take()
        look(first)
        look(first)
        clock.forward(minutes=5)
        second.leadership.take()
        look(second)
        assert done == [1]
        clock.forward(hours=1)
        second.leadership.take()
        look(second)
        assert done == [1, 2]

    def test_a_failure_is_kept_and_harms_nobody(self, worker, clock, app):
        def fail():
            raise RuntimeError("no room")

        failing = worker(fail)
        failing.leadership.take()
        look(failing)
        db.session.rollback()
        run = db.session.scalars(select(JobRun)).one()
        assert (run.error, run.finished_at) == ("RuntimeError: no room", None)

    def test_without_a_slot_at_each_look(self, worker, clock):
        done = []
        each = worker(lambda: done.append(1), slot=None)
        each.leadership.take()
        look(each)
        look(each)
        assert done == [1, 1]


class TestRunning:
    def test_a_job_runs_soon_after_the_start(self, worker):
        ran = threading.Event()
        started = worker(ran.set)
        started.start()
        assert ran.wait(5)
        started.stop()

    def test_stopping_lets_a_job_end(self, worker):
        began, done = threading.Event(), []

        def slow():
            began.set()
            time.sleep(0.3)
            done.append(1)

        started = worker(slow)
        started.start()
        assert began.wait(5)
        started.stop()
        assert done == [1]
        assert not started.leadership.holds()
