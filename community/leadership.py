"""Which of several workers leads: a row with an end, renewed by its holder.

Leading only saves work. Who freezes and wakes up believing that it leads does no harm, because each occurrence of a
job is claimed by a row, each step of a ladder is unique and each delivery has its own lease.
"""

from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import Insert, Update, and_, case, insert, or_, update
from sqlalchemy.exc import IntegrityError

from models.base import db
from models.bookkeeping import Lease
from models.clock import now
from models.sqlite import WRITING

ALONE = {**WRITING, "isolation_level": "AUTOCOMMIT"}
"""One statement that commits itself: who freezes in the middle of an election holds no lock that others wait for."""


class Leadership:
    """One candidate. `take` says whether it leads from now on, `holds` whether it still does."""

    def __init__(self, name: str = "worker", length: timedelta = timedelta(seconds=15)) -> None:
        self.name = name
        self.length = length
        self.holder = token_hex(8)
        self.fence = 0

    def take(self) -> bool:
        """Whether this candidate leads for `length` from now: it did already, or the last one's time is over."""
        instant = now()
        row = _row(self.name)
        if row is None:
            return self._begin(instant)
        if not self._is_mine(row) and row.until > instant:
            return False
        fence = _alone(self._taken(instant))
        self.fence = fence or self.fence
        return fence is not None

    def holds(self) -> bool:
        """Whether the lease is still ours: nobody took it since, and its end has not come."""
        row = _row(self.name)
        return row is not None and self._is_mine(row) and row.until > now()

    def leave(self) -> None:
        """Ends the lease at once, so that another need not wait for it."""
        mine = and_(Lease.name == self.name, Lease.holder == self.holder, Lease.fence == self.fence)
        _alone(update(Lease).where(mine).values(until=now()).returning(Lease.fence))

    def _begin(self, instant: datetime) -> bool:
        first = insert(Lease).values(name=self.name, holder=self.holder, fence=1, until=instant + self.length)
        try:
            self.fence = _alone(first.returning(Lease.fence)) or 0
        except IntegrityError:  # two candidates made the first row
            return False
        return True

    def _taken(self, instant: datetime) -> Update:
        mine = and_(Lease.holder == self.holder, Lease.fence == self.fence)
        return (
            update(Lease)
            .where(Lease.name == self.name, or_(mine, Lease.until <= instant))
            .values(
                holder=self.holder, fence=case((mine, Lease.fence), else_=Lease.fence + 1), until=instant + self.length
            )
            .returning(Lease.fence)
        )

    def _is_mine(self, row: Lease) -> bool:
        return row.holder == self.holder and row.fence == self.fence


def _row(name: str) -> Lease | None:
    db.session.rollback()  # a read that began earlier would see what stood then
    return db.session.get(Lease, name, populate_existing=True)


def _alone(statement: Insert | Update) -> int | None:
    """The fence that the statement gave, None where it found nothing to change."""
    db.session.rollback()
    with db.engine.connect().execution_options(**ALONE) as connection:
        fence: int | None = connection.execute(statement).scalar_one_or_none()
        connection.commit()
    return fence
