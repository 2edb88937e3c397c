"""A sweep with a hundred due threads, among a hundred thousand that are open and among one thousand."""

import time
from datetime import timedelta

from sqlalchemy import update

from benchmarks import dataset, installation
from benchmarks.report import Result, Section
from community.actions import sweeps
from escalation.deadlines import CLIMB
from models import clock
from models.base import db
from models.escalation import PEERS, Clock
from models.sqlite import WRITING

SMALL, LARGE, WARM_UP, DUE = 1_000, 100_000, 50, 100


def run() -> Section:
    small, large = _cost(SMALL), _cost(LARGE)
    return Section(
        "Sweep",
        f"The processor time of one sweep that finds {DUE} threads due.",
        [
            Result(f"among {SMALL:,} open threads", small, note="ms"),
            Result(f"among {LARGE:,}", large, note="ms"),
            Result("the second ÷ the first", large / small, at_most=1.5),
        ],
    )


def _cost(threads: int) -> float:
    """Milliseconds of processor time of one sweep; another, before it, has warmed up what is kept."""
    with installation.made(threads) as folder, installation.opened(folder):
        waiting = [number for number in range(5, SMALL + 1, 5) if number % 20]
        _sweep(waiting[:WARM_UP])
        return _sweep(waiting[WARM_UP : WARM_UP + DUE])


def _sweep(numbers: list[int]) -> float:
    """The sweep is as of half an hour after the last of the due threads was asked."""
    db.session.connection(execution_options=WRITING)
    for number in numbers:
        due = dataset.at(number) + timedelta(minutes=30)
        db.session.execute(update(Clock).where(Clock.thread_id == number, Clock.tier == PEERS).values(due_at=due))
    db.session.commit()
    with clock.at(dataset.at(numbers[-1]) + timedelta(minutes=35)):
        began = time.thread_time()
        report = sweeps.sweep(None)
        seconds = time.thread_time() - began
    assert len(report.of(CLIMB)) >= len(numbers), report
    return 1000 * seconds
