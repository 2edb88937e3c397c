"""The tiny dump that we wrote, with every odd row that a real one has; and where real ones are, if they are."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from community.importers import stackexchange
from community.importers.bulk import Keys

HERE = Path(__file__).parent
TINY = HERE / "tiny-dump"


@pytest.fixture
def tiny() -> Path:
    return TINY


@pytest.fixture
def report(app: APIFlask, tiny: Path) -> dict[str, Any]:
    """What the import of the tiny dump reported; it is in the database."""
    return stackexchange.bring(tiny, name="tiny")


@pytest.fixture
def keys(report: dict[str, Any]) -> Keys:
    """Our ids by those of the tiny dump."""
    return Keys("tiny")


class RealDump:
    """A dump of `COMMUNITY_TEST_DATA` with the numbers that belong to it."""

    def __init__(self, name: str) -> None:
        folder = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere")) / name
        if not folder.is_dir():
            pytest.skip("COMMUNITY_TEST_DATA is not set: no real dump is imported")
        self.archive = next(folder.glob("*.tar.xz"))
        self.expected = json.loads((folder / "expected-counts.json").read_text())


@pytest.fixture
def real_dump() -> type[RealDump]:
    return RealDump
