"""The shared cache keeps bytes for a while, and is never in the way."""

import os
from dataclasses import replace
from secrets import token_hex

import pytest

from community import cache
from community import settings as settings_module
from community.cache import Shared

REDIS = os.environ.get("COMMUNITY_TEST_REDIS")


@pytest.mark.skipif(not REDIS, reason="COMMUNITY_TEST_REDIS is not set: nothing runs on Redis")
class TestRedis:
    def test_what_one_process_put_another_gets(self):
        key = token_hex(8)
        assert Shared(REDIS).get(key) is None
        Shared(REDIS).put(key, b"page", 60)
        assert Shared(REDIS).get(key) == b"page"

    def test_for_a_while(self):
        key = token_hex(8)
        kept = Shared(REDIS)
        kept.put(key, b"page", 60)
        assert 0 < kept._client.ttl(f"cairn:{key}") <= 60


class TestDown:
    @pytest.fixture
    def down(self):
        return Shared("redis://127.0.0.1:1")

    def test_it_costs_nothing_but_time(self, down):
        down.put("a", b"x", 60)
        assert down.get("a") is None

    def test_it_is_left_alone_for_a_while(self, down, monkeypatch):
        down.get("a")
        monkeypatch.setattr(down, "_client", None)  # asking again would fail
        assert down.get("a") is None


def test_none_without_a_setting(settings):
    assert cache.shared() is None


def test_the_one_of_the_settings(settings):
    settings_module.use(replace(settings, redis_url="redis://127.0.0.1:1"))
    assert isinstance(cache.shared(), Shared)
    assert cache.shared() is cache.shared()
