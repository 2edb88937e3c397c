"""Two workers as real processes, the leader frozen past its lease and woken again: nothing is done twice or lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from secrets import token_hex

import pytest
from apiflask import APIFlask
from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.exc import OperationalError

from community import settings as settings_module
from community.actions import members
from community.settings import Settings
from models import clock, sqlite
from models.base import db
from models.bookkeeping import Lease
from models.clock import now
from models.escalation import Escalation
from models.event_log import Delivery, LoggedEvent
from tests import factories
from tests.mail_sink import Sink, mail_sink
from views.app import create_app
from views.cli.schema import prepare

pytestmark = pytest.mark.acceptance

POSTGRESQL = os.environ.get("COMMUNITY_TEST_POSTGRESQL")
MAILS, THREADS = 60, 10


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def installation(request, tmp_path) -> Iterator[APIFlask]:
    """The application of an installation that workers in other processes share."""
    with _url(request.param) as url:
        before = settings_module.current()
        settings = Settings(data_dir=tmp_path, database_url=url, secret_key=token_hex(32))
        prepare(settings)
        app = create_app(settings)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        settings_module.use(before)


@contextmanager
def _url(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    name = f"cairn_test_workers_{token_hex(4)}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        yield make_url(POSTGRESQL).set(database=name).render_as_string(False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as listening:
        yield listening


@pytest.fixture
def workers(installation, sink) -> Iterator[list[subprocess.Popen]]:
    """Two workers; the first leads."""
    settings = installation.extensions["settings"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    environment |= {"COMMUNITY_DATA_DIR": str(settings.data_dir), "COMMUNITY_SECRET_KEY": settings.secret_key}
    environment["COMMUNITY_SMTP_URL"] = sink.url
    if settings.database_url:
        environment["COMMUNITY_DATABASE_URL"] = settings.database_url
    started = []
    for _ in range(2):
        started.append(subprocess.Popen([sys.executable, "-m", "views.cli", "worker"], env=environment))
        until(lambda: holder() is not None, 60)
    yield started
    for worker in started:
        worker.send_signal(signal.SIGCONT)
        worker.terminate()
    assert [worker.wait(30) for worker in started] == [0, 0]


def freeze(worker: subprocess.Popen) -> None:
    """Stops it between two transactions: on SQLite one that is frozen within one stops everybody, until it goes on."""
    while True:
        worker.send_signal(signal.SIGSTOP)
        try:
            db.session.rollback()
            db.session.connection(execution_options=sqlite.WRITING)
            db.session.rollback()
            return
        except OperationalError:
            db.session.rollback()
            worker.send_signal(signal.SIGCONT)
            time.sleep(0.1)


def until(condition, seconds: float) -> None:
    latest = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < latest, "it did not come to pass in time"
        time.sleep(0.2)


def holder() -> str | None:
    """Who leads the workers; the search index has a lease of its own."""
    db.session.rollback()
    return db.session.scalar(select(Lease.holder).where(Lease.name == "worker"))


def left() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Delivery.state == "pending", Delivery.consumer == "mail"))


def climbed() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Escalation))


def give_work() -> None:
    """Mails to send, and threads that nobody answered for five hours."""
    for _ in range(MAILS):
        members.request_reset(None, factories.member().email)
    for role in ("employee", "staff"):
        factories.member(role)
    with clock.at(now() - timedelta(hours=5)):
        for _ in range(THREADS):
            factories.thread()


def test_a_frozen_leader_is_followed_and_does_nothing_twice(installation, workers, sink):
    first = holder()
    give_work()
    until(lambda: left() < MAILS, 60)  # it is in the middle of sending
    workers[0].send_signal(signal.SIGSTOP)
    time.sleep(18)  # past its lease
    workers[0].send_signal(signal.SIGCONT)
    until(lambda: left() == 0 and climbed() == 3 * THREADS, 120)
    assert first is not None

    steps = select(Escalation.thread_id, func.count()).group_by(Escalation.thread_id)
    assert {count for _, count in db.session.execute(steps)} == {3}
    events = select(func.count()).where(LoggedEvent.kind == "ThreadClimbed")
    assert db.session.scalar(events) == 3 * THREADS
    assert_each_mail_was_sent_once(sink)


def test_the_second_takes_over_while_the_first_is_frozen(installation, workers, sink):
    first = holder()
    freeze(workers[0])
    until(lambda: holder() != first, 90)
    give_work()
    until(lambda: left() == 0 and climbed() == 3 * THREADS, 120)
    workers[0].send_signal(signal.SIGCONT)
    time.sleep(8)
    assert holder() != first
    assert climbed() == 3 * THREADS
    assert_each_mail_was_sent_once(sink)


def assert_each_mail_was_sent_once(sink: Sink) -> None:
    done = select(func.count()).where(Delivery.consumer == "mail", Delivery.state == "done")
    assert len(sink.ids) == len(set(sink.ids))
    assert MAILS <= len(sink.ids) <= db.session.scalar(done)
