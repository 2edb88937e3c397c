"""What happened long ago goes to the log under its own instants, and nobody is told.

The log is read in the order of (instant, id): events of one thread are therefore written in the order in which they
happened, and what follows from them is worked out afterwards, for many at once (`derived`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.importers.bulk import insert_rows
from models.event_log import LoggedEvent
from models.events import Event


@dataclass
class Past:
    """Events gathered in any order."""

    _events: list[tuple[datetime, int, int, int | None, Event]] = field(default_factory=list)

    def add(self, at: datetime, event: Event, *, actor: int | None = None, tie: tuple[int, int] = (0, 0)) -> None:
        """`tie` (rank of its kind, original id) settles which of several at one instant came first."""
        self._events.append((at, *tie, actor, event))

    def write(self) -> None:
        """Everything gathered as rows of the log, oldest first."""
        self._events.sort(key=lambda item: item[:3])
        insert_rows(LoggedEvent, [_row(at, actor, event) for at, _, _, actor, event in self._events])
        self._events.clear()


def _row(at: datetime, actor: int | None, event: Event) -> dict[str, Any]:
    return {
        "at": at,
        "actor_id": actor,
        "thread_id": getattr(event, "thread_id", None),
        "kind": type(event).__name__,
        "payload": event.payload(),
        "imported": True,
    }
