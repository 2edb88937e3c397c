"""The search index lies on one host. A second one with an index of its own would never hear of half the changes."""

from contextlib import suppress
from datetime import timedelta
from secrets import token_hex

from community import settings
from community.transaction import transactional
from models.base import db
from models.bookkeeping import Lease
from models.clock import now
from models.errors import Unavailable

NAME = "search"
LENGTH = timedelta(minutes=5)
"""So long is a host believed to be there after it was last heard of."""


def claim(by: None) -> None:
    """This host has the search index for the next minutes. Raises Unavailable while another has it."""
    place = _place()
    row = db.session.get(Lease, NAME, populate_existing=True)
    if row is None or row.holder != place or row.until < now() + LENGTH * 0.8:
        _claim(by, place)


def _place() -> str:
    """The name of this data directory, made once; it outlives the index, which may be lost and built anew."""
    file = settings.current().data_dir / "search-host"
    with suppress(FileExistsError), file.open("x") as fresh:
        fresh.write(token_hex(16))
    return file.read_text()


@transactional
def _claim(by: None, place: str) -> None:
    row = db.session.get(Lease, NAME, populate_existing=True, with_for_update=True)
    if row is None:
        db.session.add(Lease(name=NAME, holder=place, fence=1, until=now() + LENGTH))
        return
    if row.holder != place:
        if row.until > now():
            raise Unavailable(
                "Another host has the search index of this database, and Whoosh works on one host alone. "
                f"Stop that one; if it is gone already, start again after {row.until:%H:%M} UTC.",
                int((row.until - now()).total_seconds()) + 1,
            )
        row.holder, row.fence = place, row.fence + 1
    row.until = now() + LENGTH
