"""The search index of this installation."""

from functools import cache
from pathlib import Path

from community import settings
from community.search.whoosh_index import Index


def index() -> Index:
    """The index in the data directory, one object a process, so that its threads keep their searchers."""
    return _in(settings.current().index_dir)


@cache
def _in(folder: Path) -> Index:
    return Index(folder)
