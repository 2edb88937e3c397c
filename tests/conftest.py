"""What every test may ask for. Tests of models, rules, actions and queries run on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask

from community import relay
from community import settings as settings_module
from community.actions import installation
from community.settings import Settings
from models import clock as clock_module
from models.base import db
from tests.browser_client import Client
from tests.databases import Database, PostgreSQL, SQLite, StatementCounter
from views import page_cache
from views.app import create_app
from views.security import limiter

ON_BOTH = ("models", "community", "reputation", "escalation", "importers", "stateful")
"""Folders of tests that run on each kind of database; pages and commands run on SQLite."""

NEEDS = {
    "COMMUNITY_TEST_POSTGRESQL": "everything on PostgreSQL",
    "COMMUNITY_TEST_REDIS": "what Redis does",
    "COMMUNITY_TEST_BROWSER": "pages in a real browser",
    "COMMUNITY_TEST_AXE": "pages under axe-core",
    "COMMUNITY_TEST_DATA": "real dumps and hostile texts",
}
"""What tests may want from the environment, and what is not tried without it."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        folder = Path(metafunc.module.__file__).relative_to(Path(__file__).parent).parts[0]
        both = folder in ON_BOTH and "COMMUNITY_TEST_POSTGRESQL" in os.environ
        both = both and not metafunc.definition.get_closest_marker("sqlite")
        # The tiny dump goes into both every day; real ones, which take their time, into PostgreSQL in the long checks.
        long = [pytest.mark.acceptance] if "real_dump" in metafunc.fixturenames else []
        kinds = ("sqlite", pytest.param("postgresql", marks=long)) if both else ("sqlite",)
        metafunc.parametrize("database_kind", kinds, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each thing that is absent; .ci/run lets none of them be."""
    for name, what in NEEDS.items():
        if name not in os.environ:
            terminalreporter.write_line(f"SKIPPED for want of {name}: {what}")


Made = tuple[Database, APIFlask]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Made]]:
    """`databases(kind)` is a database with its schema and the application that uses it; one of each kind a process.

    They are kept until the end: a fixture that is parametrised itself would make the schema at each change of kind.
    """
    kept: dict[str, Made] = {}

    def get(kind: str) -> Made:
        if kind not in kept:
            kept[kind] = _make(kind, tmp_path_factory.mktemp(kind))
        return kept[kind]

    yield get
    for made, app in kept.values():
        with app.app_context():
            made.drop()


def _make(kind: str, folder: Path) -> Made:
    made = SQLite(folder) if kind == "sqlite" else PostgreSQL(os.environ["COMMUNITY_TEST_POSTGRESQL"])
    settings = Settings(data_dir=folder / "data", database_url=made.url, secret_key=os.urandom(24).hex())
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Client
    with app.app_context():
        made.prepare()
    return made, app


@pytest.fixture(scope="session")
def database(database_kind: str, databases: Callable[[str], Made]) -> Made:
    """The database that this test runs on, and its application."""
    return databases(database_kind)


@pytest.fixture
def app(database: Made) -> Iterator[APIFlask]:
    """The application on an empty database, with its context pushed."""
    made, app = database
    settings: Settings = app.extensions["settings"]
    settings_module.use(settings)
    shutil.rmtree(settings.data_dir, ignore_errors=True)
    settings.data_dir.mkdir()
    with app.app_context():
        made.empty()
        limiter.reset()
        page_cache.pages.clear()
        page_cache.figures.clear()
        installation.prepare(None)
        yield app


@pytest.fixture
def settings(app: APIFlask) -> Settings:
    return app.extensions["settings"]


@pytest.fixture
def client(app: APIFlask) -> Client:
    """A guest's browser; `client.sign_in(member)` makes it a member's."""
    return app.test_client()


@pytest.fixture
def statements(app: APIFlask) -> StatementCounter:
    """`with statements: …` counts the SQL statements of the block: `len(statements)`."""
    return StatementCounter(db.engine)


@pytest.fixture
def drain(app: APIFlask) -> Callable[[], int]:
    """`drain()` does every delivery that is due (search, mail) and says how many it did."""
    return relay.drain


class Clock:
    """The time as the code under test sees it: it stands still until it is told to move."""

    def __init__(self, stack: ExitStack, start: datetime) -> None:
        self._stack = stack
        self.set(start)

    def set(self, instant: datetime) -> datetime:
        self.now = self._stack.enter_context(clock_module.at(instant))
        return self.now

    def forward(self, **units: float) -> datetime:
        """The instant after moving on, as in `clock.forward(hours=2)`."""
        return self.set(self.now + timedelta(**units))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that stands at a Monday noon, within working hours."""
    with ExitStack() as stack:
        yield Clock(stack, datetime(2026, 3, 2, 12, tzinfo=UTC))
