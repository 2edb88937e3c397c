"""Where everything is committed, or nothing.

An action runs inside `@transactional`. What it `record`s goes to the log at once; the projections hear it before the
commit, in the order in which it happened, and may answer with further events; each consumer gets its deliveries as
rows of the same transaction. So an effect can neither be lost nor outlive what caused it.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError

from community.subscriptions import consumers_of, projections_of
from models.base import db
from models.clock import now
from models.errors import Conflict, Unavailable
from models.event_log import Delivery, Entry, LoggedEvent
from models.events import Event
from models.member import Member
from models.sqlite import WRITING


@dataclass
class Unit:
    """One transaction: who acts, and what the projections have not heard yet."""

    actor_id: int | None = None
    unheard: deque[Entry] = field(default_factory=deque)


TRIES = 3
CROSSED = ("40001", "40P01")
"""PostgreSQL's codes for two transactions that each wait for the other: one was ended so that the other could go on."""


class Crossed(Unavailable):
    """Ended for another's sake; trying again at once is right."""


F = TypeVar("F", bound=Callable[..., Any])

_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


@contextmanager
def unit_of_work(by: Member | None = None) -> Iterator[Unit]:
    """One transaction around the block; joined when one is open. Raises Unavailable when the database is busy."""
    if (outer := _unit.get()) is not None:
        with _acting(outer, by):
            yield outer
            _tell(outer)
        return
    unit = Unit(by.id if by else None)
    token = _unit.set(unit)
    session = db.session
    try:
        session.commit()  # ends the read that came before, so that the write lock is taken on fresh ground
        session.connection(execution_options=WRITING)
        yield unit
        _tell(unit)
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Conflict("Somebody was faster. Please look again.") from error
    except OperationalError as error:
        session.rollback()
        crossed = getattr(error.orig, "sqlstate", None) in CROSSED
        raise (Crossed if crossed else Unavailable)("The database is busy. Please try again in a moment.") from error
    except BaseException:
        session.rollback()
        raise
    finally:
        _unit.reset(token)


@contextmanager
def _acting(unit: Unit, by: Member | None) -> Iterator[None]:
    """An action within another's transaction acts in its own name."""
    before, unit.actor_id = unit.actor_id, by.id if by else None
    try:
        yield
    finally:
        unit.actor_id = before


def transactional(action: F) -> F:
    """The action as one transaction. Its first argument is who acts: None for a guest."""

    @wraps(action)
    def run(by: Member | None, *args: Any, **kwargs: Any) -> Any:
        for _ in range(TRIES - 1):
            try:
                return once(by, *args, **kwargs)
            except Crossed:
                if _unit.get() is not None:
                    raise  # the transaction that this one has joined begins again, not a part of it
        return once(by, *args, **kwargs)

    def once(by: Member | None, *args: Any, **kwargs: Any) -> Any:
        with unit_of_work(by):
            return action(by, *args, **kwargs)

    return cast(F, run)


def record(event: Event) -> Entry:
    """The event as it was logged; the projections hear it before the commit. Only inside a transaction."""
    unit = _unit.get()
    if unit is None:
        raise RuntimeError("nothing is recorded outside a transaction")
    db.session.flush()
    entry = log(event, unit.actor_id)
    unit.unheard.append(entry)
    return entry


def log(event: Event, actor_id: int | None) -> Entry:
    """The event as a row of the log, which nobody hears."""
    at = now()
    row = {
        "at": at,
        "actor_id": actor_id,
        "thread_id": getattr(event, "thread_id", None),
        "kind": type(event).__name__,
        "payload": event.payload(),
    }
    event_id = db.session.execute(insert(LoggedEvent).values(row).returning(LoggedEvent.id)).scalar_one()
    return Entry(id=event_id, at=at, actor_id=actor_id, event=event)


def _tell(unit: Unit) -> None:
    """Everything that was recorded is heard, at the end of the action that recorded it: what it left is what stands."""
    db.session.flush()
    while unit.unheard:
        entry = unit.unheard.popleft()
        for project in projections_of(entry.event):
            for consequence in project(entry) or ():
                record(consequence)
        _deliver_later(entry)
        db.session.flush()


def _deliver_later(entry: Entry) -> None:
    rows = [
        {"event_id": entry.id, "consumer": consumer.name, "target": target, "next_at": entry.at}
        for consumer in consumers_of(entry.event)
        for target in consumer.targets(entry)
    ]
    if rows:
        db.session.execute(insert(Delivery), rows)
