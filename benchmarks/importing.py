"""How fast a dump is imported: parsed, rendered, written, and everything that follows worked out."""

import os
import time
from pathlib import Path

from benchmarks import installation
from benchmarks.report import Result, Section
from community.importers import stackexchange

NAME = "se-beer"
TINY = Path(__file__).parent.parent / "tests" / "importers" / "tiny-dump"


def run() -> Section:
    dump = _dump()
    with installation.made() as folder, installation.opened(folder):
        began = time.perf_counter()
        report = stackexchange.bring(dump)
        seconds = time.perf_counter() - began
    rows = sum(report["rows"].values())
    return Section(
        "Import",
        f"{rows:,} rows of {report['site']}, from its archive to the last ledger entry, into SQLite.",
        [Result("rows a second", rows / seconds, at_least=1_500 if dump != TINY else None)],
    )


def _dump() -> Path:
    """The real dump of `COMMUNITY_TEST_DATA`, else the tiny one of the tests (too small to say much)."""
    folder = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere")) / NAME
    return next(folder.glob("*.tar.xz"), TINY)
