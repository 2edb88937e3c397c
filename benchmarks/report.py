"""Measured numbers beside their limits, as a table that people read and a file that is kept."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = ("flask", "sqlalchemy", "jinja2", "granian", "whoosh")


@dataclass(frozen=True)
class Result:
    """`value` is good when it is at least `at_least`, or at most `at_most`; without either it is only shown."""

    what: str
    value: float
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def good(self) -> bool:
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)

    @property
    def limit(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:,g}"
        return f"≤ {self.at_most:,g}" if self.at_most is not None else ""

    @property
    def shown(self) -> str:
        return f"{self.value:,.2f}" if abs(self.value) < 100 else f"{self.value:,.0f}"

    @property
    def verdict(self) -> str:
        return "" if not self.limit else ("yes" if self.good else "**no**")


@dataclass(frozen=True)
class Section:
    title: str
    what: str
    """What is compared with what, in a sentence or two."""
    results: list[Result]


def write(sections: Iterable[Section]) -> None:
    """Puts the sections into RESULTS.md."""
    RESULTS.write_text("\n".join(_lines(list(sections))) + "\n")


def _lines(sections: list[Section]) -> Iterable[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    yield "# Benchmarks"
    yield ""
    yield "What `make bench` measured. Ratios hold on any machine; rates only on the one that they were measured on."
    yield ""
    yield f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores; {packages}."
    for section in sections:
        yield from ("", f"## {section.title}", "", section.what, "")
        yield from ("| | measured | wanted | holds | |", "|---|---:|---:|---|---|")
        for result in section.results:
            yield f"| {result.what} | {result.shown} | {result.limit} | {result.verdict} | {result.note} |"
