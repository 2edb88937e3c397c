"""When each sign-in was last used, gathered in memory and written a minute at a time: reading a page writes nothing."""

from datetime import datetime
from threading import Lock
from time import monotonic

from community.actions import sessions
from models.clock import now


class LastUses:
    """The keys that were used since the last writing; a crash forgets a minute of them, which harms nobody."""

    def __init__(self, every: float = 60.0) -> None:
        self.every = every
        self._used: dict[str, datetime] = {}
        self._written = monotonic()
        self._lock = Lock()

    def note(self, key: str) -> None:
        self._used[key] = now()

    def write_when_due(self) -> None:
        """Writes what was gathered, if the last writing is long enough ago."""
        if self._used and monotonic() - self._written >= self.every:
            self.write()

    def write(self) -> None:
        with self._lock:
            used, self._used = self._used, {}
            self._written = monotonic()
        sessions.seen(None, used)
