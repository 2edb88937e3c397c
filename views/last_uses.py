"""When each sign-in or token was last used: gathered in memory, written once a minute, so reading writes nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from models.clock import now

Key = TypeVar("Key", str, int)


class LastUses(Generic[Key]):
    """The keys that were used since the last writing; a crash forgets a minute of them, which harms nobody.

    `keep` is the action that writes them: `keep(None, {key: instant})`.
    """

    def __init__(self, keep: Callable[[None, Mapping[Key, datetime]], Any], every: float = 60.0) -> None:
        self.keep: Callable[[None, Mapping[Key, datetime]], Any] = keep
        self.every = every
        self._used: dict[Key, datetime] = {}
        self._written = monotonic()
        self._lock = Lock()

    def note(self, key: Key) -> None:
        self._used[key] = now()

    def write_when_due(self) -> None:
        """Writes what was gathered, if the last writing is long enough ago."""
        if self._used and monotonic() - self._written >= self.every:
            self.write()

    def write(self) -> None:
        with self._lock:
            used, self._used = self._used, {}
            self._written = monotonic()
        self.keep(None, used)
