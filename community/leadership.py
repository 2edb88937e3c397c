"""Which of several workers leads: a row with an end, renewed by its holder.

Leading only saves work. Who freezes and wakes up believing that it leads does no harm, because each occurrence of a
job is claimed by a row, each step of a ladder is unique and each delivery has its own lease.
"""

from datetime import timedelta
from secrets import token_hex

from sqlalchemy import update

from community.transaction import unit_of_work
from models.base import db
from models.bookkeeping import Lease
from models.clock import now
from models.errors import Conflict


class Leadership:
    """One candidate. `take` says whether it leads from now on, `holds` whether it still does."""

    def __init__(self, name: str = "worker", length: timedelta = timedelta(seconds=15)) -> None:
        self.name = name
        self.length = length
        self.holder = token_hex(8)
        self.fence = 0

    def take(self) -> bool:
        """Whether this candidate leads for `length` from now: it did already, or the last one's time is over."""
        if not self._may_take(_row(self.name)):
            return False
        try:
            return self._write()
        except Conflict:  # two candidates made the first row
            return False

    def holds(self) -> bool:
        """Whether the lease is still ours: nobody took it since, and its end has not come."""
        row = _row(self.name)
        return row is not None and self._is_mine(row) and row.until > now()

    def leave(self) -> None:
        """Ends the lease at once, so that another need not wait for it."""
        with unit_of_work():
            mine = (Lease.name == self.name, Lease.holder == self.holder, Lease.fence == self.fence)
            db.session.execute(update(Lease).where(*mine).values(until=now()))

    def _write(self) -> bool:
        with unit_of_work():
            row = _row(self.name, lock=True)
            if not self._may_take(row):
                return False
            if row is None:
                row = Lease(name=self.name, holder="", fence=0, until=now())
                db.session.add(row)
            if not self._is_mine(row):
                row.holder, row.fence = self.holder, row.fence + 1
            row.until, self.fence = now() + self.length, row.fence
        return True

    def _may_take(self, row: Lease | None) -> bool:
        return row is None or self._is_mine(row) or row.until <= now()

    def _is_mine(self, row: Lease) -> bool:
        return row.holder == self.holder and row.fence == self.fence


def _row(name: str, lock: bool = False) -> Lease | None:
    return db.session.get(Lease, name, populate_existing=True, with_for_update=lock)
