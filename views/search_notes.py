"""What was searched for, gathered in memory and written some at a time: a search itself writes nothing."""

from contextlib import suppress
from threading import Lock
from time import monotonic

from apiflask import APIFlask
from flask import current_app

from community.actions import searches
from community.actions.searches import Searched
from community.settings import Settings
from models.clock import now
from models.errors import DomainError

EVERY = 30.0  # seconds
MOST = 200
"""Kept in memory; in a storm of searches the rest is not noted."""


class Notes:
    """Searches since the last writing; a crash forgets half a minute of them."""

    def __init__(self) -> None:
        self._noted: list[Searched] = []
        self._written = monotonic()
        self._lock = Lock()

    def add(self, query: str, hits: int) -> None:
        if len(self._noted) < MOST:
            self._noted.append(Searched(query, hits, now()))

    def write_when_due(self) -> None:
        if self._noted and monotonic() - self._written >= EVERY:
            self.write()

    def write(self) -> None:
        with self._lock:
            noted, self._noted = self._noted, []
            self._written = monotonic()
        if noted:
            searches.note(None, noted)


def note(query: str, hits: int) -> None:
    """Notes that somebody searched for `query`, and how much was found."""
    current_app.extensions["search_notes"].add(query, hits)


def install(app: APIFlask, settings: Settings) -> None:
    app.extensions["search_notes"] = notes = Notes()

    @app.teardown_request
    def write_notes(error: BaseException | None) -> None:
        with suppress(DomainError):  # a busy database: these are forgotten, the page was answered already
            notes.write_when_due()
