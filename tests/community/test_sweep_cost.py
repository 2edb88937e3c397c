"""A sweep reads what is due by its index, however much is open. (What it costs is measured by `make bench`.)"""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from models.base import db
from models.escalation import Clock
from models.thread import Thread
from tests.factories import member, thread

pytestmark = pytest.mark.usefixtures("app")


def crowd(number, clock):
    """So many open threads more, none of them due for years: copies of one, without their texts."""
    pattern = thread(member("employee"))
    row, its_clock = (
        dict(db.session.execute(select(table.__table__).where(key == pattern.id)).one()._mapping)
        for table, key in ((Thread, Thread.id), (Clock, Clock.thread_id))
    )
    first = (db.session.scalar(select(Thread.id).order_by(Thread.id.desc()).limit(1)) or 0) + 1_000
    later = clock.now + timedelta(days=4_000)
    for begin in range(first, first + number, 5_000):
        ids = range(begin, min(begin + 5_000, first + number))
        db.session.execute(insert(Thread), [{**row, "id": number} for number in ids])
        db.session.execute(insert(Clock), [{**its_clock, "thread_id": number, "due_at": later} for number in ids])
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def test_what_is_due_is_read_by_its_index(clock):
    crowd(3_000, clock)
    query = "SELECT thread_id FROM clock WHERE due_at <= :now ORDER BY due_at, thread_id LIMIT 200"
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {query}"), {"now": "2026-03-02 12:00:00"}).all()
    else:
        plan = db.session.execute(text(f"EXPLAIN {query}"), {"now": clock.now}).all()
    assert "ix_clock_due_at" in str(plan)
