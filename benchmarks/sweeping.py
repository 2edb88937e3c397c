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

SMALL, LARGE, DUE = 1_000, 100_000, 100
ROUNDS = 3


def run() -> Section:
    small, large = _cost(SMALL), _cost(LARGE)
    return Section(
        "Sweep",
        f"The time of one sweep that finds {DUE} threads due.",
        [
            Result(f"among {SMALL:,} open threads", small, note="ms"),
            Result(f"among {LARGE:,}", large, note="ms"),
            Result("the second ÷ the first", large / small, at_most=1.5),
        ],
    )


def _cost(threads: int) -> float:
    """Milliseconds of the quickest of some sweeps, each with as many that are due."""
    with installation.made(threads) as folder, installation.opened(folder):
        waiting = [number for number in range(5, threads + 1, 5) if number % 20]
        return min(_sweep(waiting[turn * DUE : (turn + 1) * DUE]) for turn in range(ROUNDS))


def _sweep(numbers: list[int]) -> float:
    """The sweep is of half an hour after the last of the due threads was asked."""
    db.session.connection(execution_options=WRITING)
    for number in numbers:
        due = dataset.at(number) + timedelta(minutes=30)
        db.session.execute(update(Clock).where(Clock.thread_id == number, Clock.tier == PEERS).values(due_at=due))
    db.session.commit()
    with clock.at(dataset.at(numbers[-1]) + timedelta(minutes=35)):
        began = time.perf_counter()
        report = sweeps.sweep(None)
        seconds = time.perf_counter() - began
    assert len(report.of(CLIMB)) >= DUE, report
    return 1000 * seconds
