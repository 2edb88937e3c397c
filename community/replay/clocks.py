"""The clocks, made again from the log: the same facts, and what the policy in force makes of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from escalation.clock import columns, facts_at
from escalation.in_force import current
from models.base import db
from models.escalation import Clock

BATCH = 500


def differences() -> Iterator[str]:
    for clock, should in _told_again():
        for name, value in should.items():
            if (stands := getattr(clock, name)) != value:
                yield f"clock of thread {clock.thread_id}: {name} is {stands}, should be {value}"


def repair() -> int:
    wrong = 0
    for clock, should in _told_again():
        changed = {name: value for name, value in should.items() if getattr(clock, name) != value}
        wrong += bool(changed)
        for name, value in changed.items():
            setattr(clock, name, value)
    db.session.flush()
    return wrong


def _told_again() -> Iterator[tuple[Clock, dict[str, Any]]]:
    """Each waking clock with the columns that the log leads to. Sleeping ones are made anew by whatever reads them."""
    policy, last = current(), 0
    while clocks := list(db.session.scalars(_page(last))):
        last = clocks[-1].thread_id
        told = facts_at([clock.thread_id for clock in clocks], None, policy)
        for clock in clocks:
            should = columns(told[clock.thread_id], policy, clock.asleep)
            should.pop("policy_number", None)  # says what it was reckoned with then, not now
            yield clock, should


def _page(last: int) -> Any:
    query = select(Clock).where(Clock.thread_id > last, Clock.asleep.is_(False)).order_by(Clock.thread_id).limit(BATCH)
    return query.execution_options(populate_existing=True)
