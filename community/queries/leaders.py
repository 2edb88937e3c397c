"""Who helped most, by period and tag. Points are counted on the day when they were posted."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from community.queries import people
from community.queries.ledger import times
from community.queries.people import Person
from models.base import db
from models.clock import now
from models.member import Member
from models.point import Point
from models.taxonomy import ThreadTag
from reputation.points import ACCEPTED, HELPFUL

PERIODS: dict[str, timedelta | None] = {"week": timedelta(days=7), "month": timedelta(days=30), "all": None}
SIZE = 30


@dataclass(frozen=True, slots=True)
class Leader:
    person: Person
    points: int
    helped: int
    solved: int


def of(period: str, *, tag_id: int | None = None, size: int = SIZE) -> list[Leader]:
    """Those with the most points of a period (week, month, all), on questions with the tag if one is given."""
    since = PERIODS[period]
    where: list[ColumnElement[bool]] = [] if since is None else [Point.at > now() - since]
    if tag_id is not None:
        tagged = select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag_id)
        where.append(Point.thread_id.in_(tagged))
    return _leaders(where, func.sum(Point.amount), size)


def helped_this_week(size: int = 3) -> list[Leader]:
    """Those whose answers most readers of the last seven days found helpful."""
    return _leaders([Point.at > now() - timedelta(days=7)], times(HELPFUL), size)


def _leaders(where: list[ColumnElement[bool]], rank: ColumnElement[int], size: int) -> list[Leader]:
    sums = (
        select(
            Point.member_id,
            func.sum(Point.amount).label("points"),
            times(HELPFUL).label("helped"),
            times(ACCEPTED).label("solved"),
            rank.label("rank"),
        )
        .where(*where)
        .group_by(Point.member_id)
        .having(rank > 0)
        .subquery()
    )
    found = (
        select(sums, *people.COLUMNS)
        .join(Member, Member.id == sums.c.member_id)
        .where(Member.deleted_at.is_(None), Member.role != "system")
        .order_by(sums.c.rank.desc(), sums.c.member_id)
        .limit(size)
    )
    return [
        Leader(people.of(row[5:]), int(row.points), max(0, int(row.helped)), max(0, int(row.solved)))
        for row in db.session.execute(found)
    ]
