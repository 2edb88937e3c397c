"""A shared cache of finished bytes: Redis where one is set, else the memory of this process.

Keys hold the version of what they keep, so nothing is ever made invalid: what is old is just not asked for again.
A Redis that is down makes pages slower, never wrong.
"""

from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Protocol

import redis
import structlog

from community import settings

ROOM = 64_000_000
"""Bytes that one process keeps in memory."""

log = structlog.get_logger("cairn.cache")


class Cache(Protocol):
    def get(self, key: str) -> bytes | None:
        """What was put under `key`, or None."""

    def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keeps `value` for at most `seconds`."""


class Memory:
    """The last used entries of one process."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        found = self._kept.get(key)
        if found is None or found[0] < monotonic():
            return None
        return found[1]

    def put(self, key: str, value: bytes, seconds: int) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = (monotonic() + seconds, value)
            self._used += len(value)
            while self._used > self._room:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        _, value = self._kept.pop(key, (0.0, b""))
        self._used -= len(value)


class Redis:
    def __init__(self, address: str) -> None:
        self._client = redis.Redis.from_url(address, socket_connect_timeout=0.5, socket_timeout=0.5)

    def get(self, key: str) -> bytes | None:
        try:
            found: bytes | None = self._client.get(f"cairn:{key}")  # type: ignore[assignment]
        except redis.RedisError as error:
            log.warning("redis does not answer", reason=str(error))
            return None
        return found

    def put(self, key: str, value: bytes, seconds: int) -> None:
        try:
            self._client.set(f"cairn:{key}", value, ex=seconds)
        except redis.RedisError as error:
            log.warning("redis does not answer", reason=str(error))


@lru_cache(maxsize=4)
def _cache(address: str) -> Cache:
    return Redis(address) if address else Memory()


def cache() -> Cache:
    """The cache of this process's settings."""
    return _cache(settings.current().redis_url)
