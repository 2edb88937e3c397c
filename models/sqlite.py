"""How SQLite is set up: durable, checked, and with the write lock taken at the start of what will write.

Python's driver begins transactions by itself, late and never as IMMEDIATE; so it is told not to, and BEGIN is ours.
Readers begin deferred and never wait. Who is going to write asks for the lock first, by the execution options
`WRITING`: taking it half way, after reading, fails at once with "database is locked" when another wrote meanwhile.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event

WRITING = {"writing": True}
"""Execution options of a connection whose transaction will write; they mean nothing on PostgreSQL."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged write outlives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)


def prepare(engine: Engine) -> Engine:
    """`engine`, set up when it is one of SQLite."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
