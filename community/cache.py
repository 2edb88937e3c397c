"""What all processes share of finished pages: Redis where one is set, else nothing (each process has its own shelf).

Keys hold the version of what they keep, so nothing is ever made invalid: what is old is just not asked for again.
A Redis that is down makes pages slower, never wrong: it is left alone for a while before it is asked again.
"""

from functools import lru_cache
from time import monotonic

import redis
import structlog

from community import settings

PATIENCE = 0.5
"""Seconds that one answer may take; making a page takes less."""
REST = 10.0
"""Seconds during which a Redis that failed is not asked."""

log = structlog.get_logger("cairn.cache")


class Shared:
    """Bytes by key in one Redis."""

    def __init__(self, address: str) -> None:
        self._client = redis.Redis.from_url(address, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
        self._rests_until = 0.0

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, or None."""
        if monotonic() < self._rests_until:
            return None
        try:
            found: bytes | None = self._client.get(f"cairn:{key}")  # type: ignore[assignment]
        except redis.RedisError as error:
            self._rest(error)
            return None
        return found

    def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keeps `value` for at most `seconds`, if it can."""
        if monotonic() < self._rests_until:
            return
        try:
            self._client.set(f"cairn:{key}", value, ex=seconds)
        except redis.RedisError as error:
            self._rest(error)

    def _rest(self, error: redis.RedisError) -> None:
        self._rests_until = monotonic() + REST
        log.warning("redis does not answer", reason=str(error))


@lru_cache(maxsize=4)
def _at(address: str) -> Shared:
    return Shared(address)


def shared() -> Shared | None:
    """The cache that all processes share, where the settings name one."""
    address = settings.current().redis_url
    return _at(address) if address else None
