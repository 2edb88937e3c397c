import shutil

import pytest

from community.actions import search_host
from community.search import index
from models.errors import Unavailable
from tests import factories


def test_a_second_host_is_refused_until_the_first_is_gone(settings, clock):
    search_host.claim(None)
    clock.forward(minutes=2)
    search_host.claim(None)  # any process of the same host, and again
    (settings.data_dir / "search-host").write_text("another data directory")
    clock.forward(minutes=4)
    with pytest.raises(Unavailable, match="Another host has the search index"):
        search_host.claim(None)
    clock.forward(minutes=2)
    search_host.claim(None)


def test_a_host_that_lost_its_index_is_the_same(app, drain):
    factories.thread()
    drain()
    search_host.claim(None)
    shutil.rmtree(index().folder.root)
    search_host.claim(None)
