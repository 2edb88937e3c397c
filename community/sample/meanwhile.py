"""What the worker would have done between two steps of the sample: sweeps when something was due, candidates daily."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from community.actions import candidates, sweeps
from models import clock
from models.base import db
from models.escalation import Clock

DAY = timedelta(days=1)
A_LITTLE = timedelta(seconds=20)  # the worker sweeps twice a minute, so this is how late it is


class Meanwhile:
    """Goes with the sample's time; `until` catches up with it."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._looked: datetime | None = None

    def until(self, instant: datetime) -> None:
        """Does everything that falls due before `instant`, each thing when it does, and looks for guides daily."""
        while (due := self._next()) is not None and due <= instant:
            with clock.at(due):
                sweeps.sweep(None)
            self._last = due
            db.session.remove()
        if self._looked is None or instant - self._looked >= DAY:
            with clock.at(instant):
                candidates.find(None)
            self._looked = instant

    def _next(self) -> datetime | None:
        due = db.session.scalar(select(func.min(Clock.due_at)).where(Clock.asleep.is_(False)))
        if due is None:
            return None
        due += A_LITTLE
        return due if self._last is None else max(due, self._last + A_LITTLE)
