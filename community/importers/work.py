"""One import at work: what is read, what is here already, how far it has come."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from community.importers.bulk import Keys
from community.transaction import unit_of_work
from models.base import db
from models.bookkeeping import ImportRun
from models.clock import now

T = TypeVar("T")

WHOLE = "whole"
"""The stage whose row says that everything is here and everything that follows from it."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its rows are done, and how many it has."""


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass
class Work:
    source: str
    progress: Progress = silent
    made: Counter[str] = field(default_factory=Counter)
    """How many of our rows this run wrote, by kind."""
    odd: Counter[str] = field(default_factory=Counter)
    """What was left out or mended, by its kind."""

    def __post_init__(self) -> None:
        self.keys = Keys(self.source)

    def member(self, original_id: int | None) -> int | None:
        """Our id of a user; None where nobody is named, or nobody whom we know."""
        return None if original_id is None else self.keys["member"].get(original_id)

    def in_batches(self, stage: str, items: Sequence[T], write: Callable[[Sequence[T]], None], size: int = 500) -> None:
        """Calls `write` with batch after batch, each in a transaction of its own together with the position."""
        self.progress(stage, 0, len(items))
        for start in range(0, len(items), size):
            batch = items[start : start + size]
            with unit_of_work():
                write(batch)
                _advance(self.source, stage, len(batch))
            self.progress(stage, start + len(batch), len(items))

    @property
    def is_whole(self) -> bool:
        """Whether a run came to its end, and nothing was brought since."""
        run = db.session.get(ImportRun, (self.source, WHOLE))
        return run is not None and run.finished_at is not None

    def finish(self, report: dict[str, Any]) -> None:
        """Notes that the import has come to its end, and what it found."""
        run = _run(self.source, WHOLE)
        run.finished_at, run.report = now(), report


def _advance(source: str, stage: str, done: int) -> None:
    run = _run(source, stage)
    run.position += done
    _run(source, WHOLE).finished_at = None
    db.session.flush()


def _run(source: str, stage: str) -> ImportRun:
    run = db.session.get(ImportRun, (source, stage))
    if run is None:
        run = ImportRun(source=source, stage=stage, position=0, report={})
        db.session.add(run)
    return run
