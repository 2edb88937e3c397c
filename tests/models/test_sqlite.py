"""Each kind of database keeps what the models promise."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import sqlite
from models.base import db
from models.clock import now
from models.credential import Session


def test_foreign_keys_are_kept(app):
    db.session.add(Session(id="x", member_id=999, created_at=now(), seen_at=now()))
    with pytest.raises(IntegrityError):
        db.session.commit()


@pytest.mark.parametrize("pragma, value", [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000)])
def test_pragmas(app, database_kind, pragma, value):
    if database_kind == "sqlite":
        assert db.session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_who_will_write_holds_the_lock_from_the_start(app, database_kind):
    if database_kind != "sqlite":
        return
    db.session.connection(execution_options=sqlite.WRITING)
    other = db.engine.connect()
    with pytest.raises(Exception, match="locked"):
        other.connection.driver_connection.execute("PRAGMA busy_timeout = 1")
        other.execution_options(**sqlite.WRITING).begin()
    other.invalidate()
    other.close()
    db.session.rollback()
