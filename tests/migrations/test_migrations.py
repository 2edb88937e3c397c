"""The migrations make exactly the tables of the models, from nothing, on both kinds of database."""

import os
from pathlib import Path
from secrets import token_hex

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url

from community.settings import Settings
from models.base import db
from models.schema import metadata
from views.app import create_app
from views.database import MIGRATIONS, upgrade

POSTGRESQL = os.environ.get("COMMUNITY_TEST_POSTGRESQL")


def fresh_url(kind: str, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'migrated.sqlite3'}"
    return make_url(POSTGRESQL).set(database=f"cairn_test_migrations_{token_hex(4)}").render_as_string(False)


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def empty(request, tmp_path):
    """The context of an application on a database without any table."""
    url = fresh_url(request.param, tmp_path)
    with server(url):
        app = create_app(Settings(data_dir=tmp_path, database_url=url, secret_key=token_hex(32)))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


class server:
    """The database of `url` exists inside the block, where there is a server to ask for it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    def __enter__(self) -> None:
        self._do("CREATE DATABASE {}")

    def __exit__(self, *error: object) -> None:
        self._do("DROP DATABASE {} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        if self.url.get_backend_name() == "postgresql":
            engine = create_engine(self.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(statement.format(self.url.database))
            engine.dispose()


def test_they_make_the_tables_of_the_models(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_twice_is_as_good_as_once(empty):
    upgrade()
    upgrade()
    assert {"member", "thread", "alembic_version"} <= set(inspect(db.engine).get_table_names())


def test_down_leaves_nothing(empty):
    upgrade()
    flask_migrate.downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]


def test_one_line_of_history():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1
