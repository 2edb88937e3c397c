"""The command, run on an installation of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from community import settings
from views.cli import main

Run = Callable[..., Result]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory that the environment names."""
    for name in ("COMMUNITY_DATABASE_URL", "COMMUNITY_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMMUNITY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(data_dir: Path) -> Run:
    """`run("member", "add", …)` is the result of the command."""
    in_force = settings.current()
    yield lambda *words, **more: CliRunner().invoke(main, list(words), **more)
    settings.use(in_force)


@pytest.fixture
def installed(run: Run) -> Run:
    """The command on an installation that is ready."""
    assert run("init").exit_code == 0
    return run


@pytest.fixture
def document(installed: Run) -> Callable[..., Any]:
    """`document("doctor")` is what the command prints with --json."""

    def ask(*words: str, code: int = 0) -> Any:
        result = installed(*words, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return ask
