"""The databases that tests run on: the schema is made once a process, and each test begins on an empty one."""

import shutil
from pathlib import Path
from secrets import token_hex
from typing import Protocol

import flask_migrate
from sqlalchemy import Engine, create_engine, event, make_url, text

from models.base import Base, db
from models.schema import metadata


class Database(Protocol):
    url: str

    def prepare(self) -> None:
        """Makes the schema; inside the context of an application that uses `url`."""

    def empty(self) -> None:
        """Every table is empty afterwards."""

    def drop(self) -> None:
        """Leaves nothing behind."""


class SQLite:
    """A file, put back by copying the one that was made first."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.sqlite3"
        self.first = folder / "empty.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def prepare(self) -> None:
        event.listen(db.engine, "connect", _need_not_last)
        _make_schema()
        db.engine.dispose()  # the last connection to close brings all into the one file
        shutil.copyfile(self.file, self.first)

    def empty(self) -> None:
        db.engine.dispose()
        for end in ("-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copyfile(self.first, self.file)

    def drop(self) -> None:
        db.engine.dispose()


class PostgreSQL:
    """A database of its own on the server at `address`; emptied by deleting, which is quicker than making it anew.

    Its commits need not last either, so nobody waits for the disk.
    """

    def __init__(self, address: str) -> None:
        self.server = create_engine(address, isolation_level="AUTOCOMMIT")
        self.name = f"cairn_test_{token_hex(6)}"
        url = make_url(address).set(database=self.name).update_query_dict({"options": "-c synchronous_commit=off"})
        self.url = url.render_as_string(hide_password=False)
        self._on_server(f'CREATE DATABASE "{self.name}"')

    def prepare(self) -> None:
        _make_schema()

    def empty(self) -> None:
        deletions = "; ".join(f'DELETE FROM "{table}"' for table in metadata.tables)
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.exec_driver_sql(deletions)

    def drop(self) -> None:
        db.engine.dispose()
        self._on_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self.server.dispose()

    def _on_server(self, statement: str) -> None:
        with self.server.connect() as connection:
            connection.exec_driver_sql(statement)


def _make_schema() -> None:
    """From the tables, not by the migrations: tests/migrations shows that the two agree."""
    Base.metadata.create_all(db.engine)
    flask_migrate.stamp()


def _need_not_last(connection: object, record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]


class StatementCounter:
    """Counts the SQL statements of an engine inside a `with` block; `statements` are their texts."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.statements: list[str] = []

    def __enter__(self) -> "StatementCounter":
        self.statements.clear()
        event.listen(self.engine, "before_cursor_execute", self._heard)
        return self

    def __exit__(self, *error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._heard)

    def __len__(self) -> int:
        return len(self.statements)

    def _heard(self, connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            self.statements.append(statement)
