"""The ledger of one member as people read it: each entry a sentence, with what the sum was after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, tuple_

from community import access
from community.queries import keyset
from community.queries.keyset import Page
from models.base import db
from models.event_log import LoggedEvent
from models.member import Member
from models.point import Point
from models.post import Post
from models.thread import Thread
from reputation import privileges, sentences
from reputation.points import ACCEPTED, ACCEPTER, HELPFUL, PROMOTED, QUESTION_UP, REMOVED, VERIFIED
from reputation.privileges import Parties, Privilege

SIZE = 30

KINDS: dict[str, ColumnElement[bool]] = {
    "accepted": Point.rule.in_((ACCEPTED, ACCEPTER, VERIFIED)),
    "helpful": Point.rule.in_((HELPFUL, QUESTION_UP)),
    "guides": Point.rule == PROMOTED,
    "corrections": or_(Point.reverses_id.is_not(None), Point.rule == REMOVED),
}
"""What the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `total` is the balance after it, None where the list is narrowed."""

    id: int
    at: datetime
    rule: str
    rule_version: int
    amount: int
    uncapped: int
    note: str
    state: str
    sentence: str
    why: str
    reverses_id: int | None
    post_id: int | None
    thread_id: int | None
    title: str
    total: int | None


def entries(by: Member | None, member_id: int, *, kind: str = "", after: str = "", size: int = SIZE) -> Page[Line]:
    """A page of the member's entries, newest first. Only they and staff see them; raises Forbidden for others."""
    member = access.member(member_id)
    privileges.require(by, Privilege.SEE_POINTS, Parties(member.id))
    statement = (
        select(Point, LoggedEvent.kind.label("event"), Thread.title, Thread.deleted_at)
        .join(LoggedEvent, LoggedEvent.id == Point.event_id)
        .outerjoin(Thread, Thread.id == Point.thread_id)
        .where(Point.member_id == member.id)
        .order_by(Point.at.desc(), Point.id.desc())
    )
    if kind in KINDS:
        statement = statement.where(KINDS[kind])
    if after:
        statement = statement.where(keyset.before(after, Point.at, Point.id))
    rows = db.session.execute(statement.limit(size + 1)).all()
    totals = _totals(member, rows, newest=not after) if rows and not kind else {}
    return keyset.page(
        rows, size, lambda row: _line(row, totals.get(row[0].id)), lambda row: keyset.cursor(row[0].at, row[0].id)
    )


def didnt_work(member_id: int) -> int:
    """How often readers said that an answer of this member did not work for them; it takes no points."""
    said = select(func.coalesce(func.sum(Post.didnt_work), 0)).where(
        Post.author_id == member_id, Post.kind == "answer", Post.deleted_at.is_(None)
    )
    return int(db.session.scalar(said) or 0)


def _totals(member: Member, rows: Any, *, newest: bool) -> dict[int, int]:
    """The balance after each of these entries: what stands now without all that came later."""
    balance = member.reputation - (0 if newest else _later(member.id, rows[0][0]))
    totals = {}
    for row in rows:
        totals[row[0].id] = balance
        balance -= row[0].amount
    return totals


def _later(member_id: int, first: Point) -> int:
    newer = select(func.coalesce(func.sum(Point.amount), 0)).where(
        Point.member_id == member_id, tuple_(Point.at, Point.id) > tuple_(first.at, first.id)
    )
    return int(db.session.scalar(newer) or 0)


def _line(row: Any, balance: int | None) -> Line:
    point: Point = row[0]
    return Line(
        id=point.id,
        at=point.at,
        rule=point.rule,
        rule_version=point.rule_version,
        amount=point.amount,
        uncapped=point.uncapped,
        note=point.note,
        state=point.state,
        sentence=sentences.what(point.rule, point.uncapped),
        why=sentences.why(point.amount, point.uncapped, point.note, row.event, point.reverses_id is not None),
        reverses_id=point.reverses_id,
        post_id=point.post_id,
        thread_id=point.thread_id,
        title="" if row.deleted_at else row.title or "",
        total=None if balance is None else max(1, 1 + balance),
    )


def times(rule: str) -> ColumnElement[int]:
    """How often the rule came to stand among the chosen entries, without the times when it ended."""
    begins = and_(Point.reverses_id.is_(None), Point.note != "room")
    return func.coalesce(func.sum(case((Point.rule != rule, 0), (Point.uncapped == 0, -1), (begins, 1), else_=0)), 0)
