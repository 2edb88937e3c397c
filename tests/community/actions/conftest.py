"""After each action, everything derived must be what the log says."""

from collections.abc import Iterator

import pytest

from community import replay
from models.base import db


@pytest.fixture(autouse=True)
def agrees_with_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compares every derived row with what a replay would write, at the end of each test that has a database."""
    if "app" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("app")
    yield
    db.session.rollback()
    assert list(replay.check()) == []
