"""The shared cache keeps bytes for a while, and is never in the way."""

import os
from secrets import token_hex

import pytest

from community.cache import Memory, Redis

REDIS = os.environ.get("COMMUNITY_TEST_REDIS")


@pytest.fixture(params=["memory", "redis"] if REDIS else ["memory"])
def cache(request):
    return Memory() if request.param == "memory" else Redis(REDIS)


def test_what_was_put_is_got(cache):
    key = token_hex(8)
    assert cache.get(key) is None
    cache.put(key, b"page", 60)
    assert cache.get(key) == b"page"
    cache.put(key, b"newer", 60)
    assert cache.get(key) == b"newer"


def test_memory_has_an_end():
    cache = Memory(room=10)
    cache.put("a", b"12345", 60)
    cache.put("b", b"12345", 60)
    cache.put("c", b"12345", 60)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (None, b"12345", b"12345")


def test_a_redis_that_is_down_costs_nothing_but_time():
    cache = Redis("redis://127.0.0.1:1")
    cache.put("a", b"x", 60)
    assert cache.get("a") is None
