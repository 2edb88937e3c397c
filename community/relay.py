"""What has to follow outside, until it is done: deliveries are claimed with a lease, tried, and tried again.

A claim pushes `next_at` ahead by the lease and leaves a token. Who comes back late finds another's token and changes
nothing. A failure moves `next_at` by the back-off; after the last try the row is dead, which `doctor` and staff see.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from sqlalchemy import select, update

from community.subscriptions import CONSUMERS, Consumer
from community.transaction import unit_of_work
from models.base import db
from models.clock import now
from models.event_log import Delivery, Entry, LoggedEvent

LEASE = timedelta(minutes=5)  # longer than the slowest batch, so that two workers never do the same work
BACK_OFF = (10, 60, 300, 1_800, 7_200, 28_800, 86_400)  # seconds; security.md R5
CLAIM = 100
"""Rows a claim for consumers that take one at a time: few enough to be done well within the lease."""


def drain(consumers: Sequence[Consumer] = CONSUMERS) -> int:
    """How many deliveries were done now; stops when nothing is due."""
    done = 0
    for consumer in consumers:
        while claimed := _claim(consumer):
            done += _work(consumer, claimed)
    return done


def _claim(consumer: Consumer) -> list[Delivery]:
    """Due rows of this consumer, ours for the time of the lease, oldest event first."""
    due = (
        select(Delivery)
        .where(Delivery.consumer == consumer.name, Delivery.state == "pending", Delivery.next_at <= now())
        .order_by(Delivery.next_at, Delivery.id)
        .limit(max(CLAIM, consumer.batch))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if not _anything_due(consumer):
        return []
    with unit_of_work():
        rows = list(db.session.scalars(due))
        token = secrets.token_hex(8)
        for row in rows:
            row.token, row.next_at, row.attempts = token, now() + LEASE, row.attempts + 1
    return rows


def _anything_due(consumer: Consumer) -> bool:
    """A look without the write lock: an idle worker must not get in anybody's way."""
    look = select(Delivery.id).where(
        Delivery.consumer == consumer.name, Delivery.state == "pending", Delivery.next_at <= now()
    )
    found = db.session.scalar(look.limit(1)) is not None
    db.session.commit()
    return found


def _work(consumer: Consumer, rows: list[Delivery]) -> int:
    entries = _entries(rows)
    done = 0
    for batch in _batches(consumer, rows):
        error = _try(consumer, [entries[row.event_id] for row in batch], batch[0].target)
        _settle(batch, error)
        done += 0 if error else len(batch)
    return done


def _entries(rows: list[Delivery]) -> dict[int, Entry]:
    found = db.session.scalars(select(LoggedEvent).where(LoggedEvent.id.in_({row.event_id for row in rows})))
    entries = {event.id: event.entry() for event in found}
    db.session.commit()
    return entries


def _batches(consumer: Consumer, rows: list[Delivery]) -> Iterator[list[Delivery]]:
    rows = sorted(rows, key=lambda row: (row.target, row.event_id))
    for _, same in groupby(rows, key=lambda row: row.target):
        group = list(same)
        for start in range(0, len(group), consumer.batch):
            yield group[start : start + consumer.batch]


def _try(consumer: Consumer, entries: list[Entry], target: str) -> str:
    """Why it failed; empty when it is done."""
    try:
        consumer.deliver(entries, target)
    except Exception as error:  # whatever it is, the row stays and says so
        db.session.rollback()
        return f"{type(error).__name__}: {error}"[:500] or type(error).__name__
    db.session.commit()
    return ""


def _settle(rows: list[Delivery], error: str) -> None:
    with unit_of_work():
        for row in rows:
            ours = (Delivery.id == row.id, Delivery.token == row.token, Delivery.state == "pending")
            values = _failed(row, error) if error else {"state": "done", "done_at": now(), "error": ""}
            db.session.execute(update(Delivery).where(*ours).values(**values))


def _failed(row: Delivery, error: str) -> dict[str, object]:
    if row.attempts > len(BACK_OFF):
        return {"state": "dead", "error": error}
    wait = BACK_OFF[row.attempts - 1]
    wait += secrets.randbelow(wait // 5 + 1)  # apart, so that a target that is back is not stormed
    return {"next_at": now() + timedelta(seconds=wait), "token": None, "error": error}
