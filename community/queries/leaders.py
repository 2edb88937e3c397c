"""Who helped most, by period and tag. Points are counted on the day when they were posted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from community.queries import people
from community.queries.ledger import times
from community.queries.people import Person
from models.base import fetch
from models.clock import now
from models.escalation import Competence
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
    length = PERIODS[period]
    where: list[ColumnElement[bool]] = [
        Point.at > now() - length if length else Point.member_id.in_(_candidates(tag_id, size))
    ]
    if tag_id is not None:
        where.append(Point.thread_id.in_(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag_id)))
    return _leaders(where, func.sum(Point.amount), size)


def helped_this_week(size: int = 3) -> list[Leader]:
    """Those whose answers most readers of the last seven days found helpful."""
    return _leaders([Point.at > now() - timedelta(days=7)], times(HELPFUL), size)


def _candidates(tag_id: int | None, size: int) -> Select[Any]:
    """Who can stand on the board of all times, so that nobody else's entries are read: those with the most points, or
    those of whom most answers worked in the tag."""
    if tag_id is None:
        most = select(Member.id).where(Member.deleted_at.is_(None), Member.role != "system")
        return _few(most.order_by(Member.reputation.desc(), Member.id.desc()), size)
    able = select(Competence.member_id).where(Competence.tag_id == tag_id, Competence.good > 0)
    return _few(able.order_by(Competence.good.desc(), Competence.member_id), size)


def _few(people_found: Select[Any], size: int) -> Select[Any]:
    return select(people_found.limit(size).subquery())


def _leaders(where: list[ColumnElement[bool]], rank: ColumnElement[int], size: int) -> list[Leader]:
    who = (Point.member_id + literal_column("0")).label(
        "who"
    )  # grouped by a sum, SQLite takes the index of the period instead
    sums = (
        select(
            who,
            func.sum(Point.amount).label("points"),
            times(HELPFUL).label("helped"),
            times(ACCEPTED).label("solved"),
            rank.label("rank"),
        )
        .where(*where)
        .group_by(who)
        .having(rank > 0)
        .subquery()
    )
    found = (
        select(sums, *people.COLUMNS)
        .join(Member, Member.id == sums.c.who)
        .where(Member.deleted_at.is_(None), Member.role != "system")
        .order_by(sums.c.rank.desc(), sums.c.who)
        .limit(size)
    )
    return [
        Leader(people.of(row[5:]), int(row.points), max(0, int(row.helped)), max(0, int(row.solved)))
        for row in fetch(found)
    ]
