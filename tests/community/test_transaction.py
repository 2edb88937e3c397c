from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from community import relay, subscriptions
from community.actions import threads
from community.subscriptions import Consumer
from community.transaction import record, transactional, unit_of_work
from models.base import db
from models.clock import at, now
from models.errors import Conflict, Unavailable
from models.event_log import Delivery, Entry, LoggedEvent
from models.events import Event, QuestionAsked, TagChanged
from models.member import Member
from models.taxonomy import Tag
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Event]]:
    """What a projection heard that answers each question with one more event."""
    heard: list[Event] = []

    def project(entry: Entry) -> Iterator[Event]:
        heard.append(entry.event)
        if isinstance(entry.event, QuestionAsked):
            yield TagChanged(tag_id=1)

    monkeypatch.setattr(subscriptions, "PROJECTIONS", ((project, (QuestionAsked, TagChanged)),))
    subscriptions._hearing.cache_clear()
    yield heard
    monkeypatch.undo()
    subscriptions._hearing.cache_clear()


class TestUnitOfWork:
    def test_leaves_nothing_when_it_fails(self) -> None:
        asker = factories.member()
        before = db.session.scalar(select(func.count()).select_from(LoggedEvent))
        with pytest.raises(ZeroDivisionError), unit_of_work(asker):
            db.session.add(Tag(name="half"))
            record(TagChanged(tag_id=1))
            raise ZeroDivisionError
        assert db.session.scalar(select(Tag)) is None
        assert db.session.scalar(select(func.count()).select_from(LoggedEvent)) == before

    def test_joins_the_one_that_is_open(self) -> None:
        with pytest.raises(ZeroDivisionError), unit_of_work(factories.member()):
            factories.thread()
            raise ZeroDivisionError
        assert db.session.scalar(select(LoggedEvent).where(LoggedEvent.kind == "QuestionAsked")) is None

    def test_a_broken_constraint_is_a_conflict(self) -> None:
        with pytest.raises(Conflict) as error, unit_of_work():
            db.session.add_all([Tag(name="twice"), Tag(name="twice")])
        assert isinstance(error.value.__cause__, IntegrityError)

    def test_whose_way_was_crossed_tries_again(self) -> None:
        tried = []

        @transactional
        def tag(by: Member | None) -> None:
            tried.append(len(tried))
            db.session.add(Tag(name="again"))
            if len(tried) < 3:
                crossed = Exception("deadlock detected")
                crossed.sqlstate = "40P01"
                raise OperationalError("UPDATE tag", {}, crossed)

        tag(None)
        assert tried == [0, 1, 2]
        assert db.session.scalars(select(Tag.name)).all() == ["again"]

    def test_a_database_that_stays_busy_is_unavailable(self) -> None:
        with pytest.raises(Unavailable), unit_of_work():
            raise OperationalError("UPDATE tag", {}, Exception("database is locked"))

    def test_nothing_is_recorded_outside(self) -> None:
        with pytest.raises(RuntimeError):
            record(TagChanged(tag_id=1))


class TestRecord:
    def test_keeps_who_when_and_whose_story(self) -> None:
        asker = factories.member()
        with at(now().replace(year=2020)) as instant:
            thread = factories.thread(asker)
        log = db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == "QuestionAsked")).one()
        assert (log.actor_id, log.at, log.thread_id) == (asker.id, instant, thread.id)
        assert log.entry().event == QuestionAsked(thread_id=thread.id, post_id=thread.opening_id, author_id=asker.id)

    def test_projections_hear_before_the_commit_and_may_answer(self, heard: list[Event]) -> None:
        factories.thread()
        assert [type(event) for event in heard] == [QuestionAsked, TagChanged]


class TestRelay:
    """One consumer that can be told to fail."""

    @pytest.fixture
    def target(self, monkeypatch: pytest.MonkeyPatch) -> Iterator["Target"]:
        target = Target()
        consumer = Consumer("test", target.deliver, (QuestionAsked,), lambda entry: ("a", "b"))
        monkeypatch.setattr(subscriptions, "CONSUMERS", (consumer,))
        subscriptions._hearing.cache_clear()
        target.consumer = consumer
        yield target
        monkeypatch.undo()
        subscriptions._hearing.cache_clear()

    def test_delivers_each_target_once(self, target: "Target") -> None:
        factories.thread()
        assert [relay.drain([target.consumer]), relay.drain([target.consumer])] == [2, 0]
        assert target.got == ["a", "b"]

    def test_tries_again_later_and_gives_up_in_the_end(self, target: "Target") -> None:
        factories.thread()
        target.failing = {"b"}
        instant = now()
        for _ in range(len(relay.BACK_OFF) + 1):
            with at(instant):
                relay.drain([target.consumer])
                relay.drain([target.consumer])  # too early: nothing is due
            instant = max(row.next_at for row in db.session.scalars(select(Delivery)))
        assert target.got == ["a"] + ["b"] * (len(relay.BACK_OFF) + 1)
        rows = db.session.scalars(select(Delivery).order_by(Delivery.target)).all()
        assert [(row.state, row.error) for row in rows] == [("done", ""), ("dead", "OSError: b")]

    def test_whoever_lost_the_lease_settles_nothing(self, target: "Target") -> None:
        factories.thread()
        late = relay._claim(target.consumer)
        with at(now() + relay.LEASE * 2):
            relay.drain([target.consumer])
        relay._settle(late, "too late")
        assert {row.state for row in db.session.scalars(select(Delivery))} == {"done"}

    def test_batches_share_a_target(self, target: "Target") -> None:
        target.consumer = replace(target.consumer, batch=10)
        for _ in range(3):
            factories.thread()
        assert relay.drain([target.consumer]) == 6
        assert target.sizes == [3, 3]


class Target:
    consumer: Consumer

    def __init__(self) -> None:
        self.failing: set[str] = set()
        self.got: list[str] = []
        self.sizes: list[int] = []

    def deliver(self, entries: list[Entry], target: str) -> None:
        self.got.append(target)
        self.sizes.append(len(entries))
        if target in self.failing:
            raise OSError(target)


def test_actions_within_a_transaction_act_in_their_own_names() -> None:
    asker, other = factories.member(), factories.member()
    with unit_of_work(asker):
        threads.ask(other, title="One", body="Text")
        record(TagChanged(tag_id=1))
    log = db.session.execute(select(LoggedEvent.kind, LoggedEvent.actor_id).order_by(LoggedEvent.id.desc()).limit(2))
    assert [tuple(row) for row in log] == [("TagChanged", asker.id), ("QuestionAsked", other.id)]
