"""With Redis a guest's page is made once for all processes, and never kept longer than it is true."""

import os
from dataclasses import replace

import pytest

from community import settings as settings_module
from tests.factories import answer, thread
from views import page_cache

REDIS = os.environ.get("COMMUNITY_TEST_REDIS")
pytestmark = pytest.mark.skipif(not REDIS, reason="COMMUNITY_TEST_REDIS is not set: nothing runs on Redis")


@pytest.fixture
def another_process():
    """What this process has kept is forgotten, as in one that starts."""
    return page_cache.pages.clear


@pytest.fixture(autouse=True)
def redis(settings):
    settings_module.use(replace(settings, redis_url=REDIS))


def test_another_process_reads_what_one_has_made(client, statements, another_process):
    asked = thread(title="A title that no other run has used before")
    path = f"/questions/{asked.id}/{asked.slug}"
    with statements:
        first = client.get(path)
    made = len(statements)
    another_process()
    with statements:
        second = client.get(path)
    assert (first.status_code, second.text) == (200, first.text)
    assert len(statements) < made


def test_a_change_is_seen_at_once(client, another_process):
    asked = thread()
    path = f"/questions/{asked.id}/{asked.slug}"
    client.get(path)
    answer(asked, body="Turn it around once.")
    another_process()
    assert "Turn it around once." in client.get(path).text
