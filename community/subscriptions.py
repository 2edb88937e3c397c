"""Who hears what: the one table.

A projection hears an event inside the transaction, writes rows and may return further events. A consumer acts after
the commit, at least once for each target, so it must bear being called again. A new one of either is one line.
(What is imported is written to the log without being told to anybody but the search index.)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from community import counters, inbox, mailing, search_feed
from escalation import clock
from models.event_log import Entry
from models.events import Event
from reputation import competence, ledger, standings

Project = Callable[[Entry], Iterable[Event] | None]


@dataclass(frozen=True)
class Consumer:
    """`deliver` gets the entries of one call and the target that they share: one at a time unless `batch` is more."""

    name: str
    deliver: Callable[[Sequence[Entry], str], None]
    events: tuple[type[Event], ...]
    targets: Callable[[Entry], Iterable[str]] = lambda entry: ("",)
    batch: int = 1


PROJECTIONS: tuple[tuple[Project, tuple[type[Event], ...]], ...] = (
    (ledger.project, ledger.EVENTS),  # first: it locks all members that an event moves, in order
    (counters.project, counters.EVENTS),
    (competence.project, competence.EVENTS),
    (standings.project, standings.EVENTS),
    (clock.project, clock.EVENTS),
    (inbox.project, inbox.EVENTS),
)

CONSUMERS: tuple[Consumer, ...] = (
    Consumer("mail", mailing.deliver, mailing.EVENTS, targets=mailing.targets),
    Consumer("search", search_feed.deliver, search_feed.EVENTS, batch=search_feed.BATCH),
)


@cache
def _hearing(kind: type[Event]) -> tuple[tuple[Project, ...], tuple[Consumer, ...]]:
    return (
        tuple(project for project, events in PROJECTIONS if issubclass(kind, events)),
        tuple(consumer for consumer in CONSUMERS if issubclass(kind, consumer.events)),
    )


def projections_of(event: Event) -> tuple[Project, ...]:
    return _hearing(type(event))[0]  # type: ignore[arg-type]  # a dataclass's class is hashable


def consumers_of(event: Event) -> tuple[Consumer, ...]:
    return _hearing(type(event))[1]  # type: ignore[arg-type]
