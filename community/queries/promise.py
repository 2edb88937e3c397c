"""How fast the community answers: measured on the questions of the last week, or nothing where they are too few."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import func, select

from models.base import fetch
from models.clock import now
from models.post import Post
from models.thread import Thread

DAYS, MOST, FEWEST = 7, 200, 20
SETTLED = timedelta(hours=1)
"""A question younger than this says nothing yet about being answered within the hour."""


@dataclass(frozen=True)
class Speed:
    minutes: int
    """Median minutes to the first answer of a person, among those answered."""
    within_hour: int
    """Percent of all that were answered within an hour."""
    questions: int
    days: int = DAYS


def speed() -> Speed | None:
    """The measured speed, from at most the 200 newest questions that are an hour old; imported ones do not count."""
    first = (
        select(func.min(Post.created_at))
        .where(Post.thread_id == Thread.id, Post.kind == "answer", Post.author_role != "bot", Post.deleted_at.is_(None))
        .correlate(Thread)
        .scalar_subquery()
    )
    rows = fetch(
        select(Thread.created_at, first.label("first"))
        .where(
            Thread.deleted_at.is_(None),
            Thread.imported.is_(False),
            Thread.created_at.between(now() - timedelta(days=DAYS), now() - SETTLED),
        )
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(MOST)
    ).all()
    waits = [(row.first - row.created_at).total_seconds() / 60 for row in rows if row.first]
    if len(rows) < FEWEST or not waits:
        return None
    quick = sum(wait <= 60 for wait in waits)
    return Speed(round(median(waits)), round(100 * quick / len(rows)), len(rows))
