"""What the ledger says at present: the entries about each cause, taken together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select

from models.base import db
from models.point import Point
from reputation.fold import Before, Cause, Fact
from reputation.points import EDIT, FROM_VOTES

Key = tuple[int, Cause]
"""Whose, and for what."""

COLUMNS = (
    Point.id, Point.member_id, Point.rule, Point.cause_kind, Point.cause_id, Point.fact_at, Point.amount,
    Point.uncapped, Point.counterparty_id, Point.post_id, Point.thread_id,
)  # fmt: skip


@dataclass(frozen=True)
class Position:
    """The sum of the entries about one cause, and what the last of them says."""

    fact: Fact
    amount: int
    uncapped: int
    last_id: int

    @property
    def stands(self) -> bool:
        """Whether the fact counts; the entry that ends one says that it would give nothing even without caps."""
        return self.uncapped != 0


def read(*where: ColumnElement[bool]) -> dict[Key, Position]:
    """The positions of the entries that these conditions choose. They must choose all entries of a cause, or none."""
    found: dict[Key, Position] = {}
    for row in db.session.execute(select(*COLUMNS).where(*where).order_by(Point.id)):
        fact = _fact(row)
        known = found.get((fact.member_id, fact.cause))
        now = Position(fact, row.amount, row.uncapped, row.id)
        found[fact.member_id, fact.cause] = replace(now, amount=known.amount + row.amount) if known else now
    return found


def before(member_id: int, day: datetime, facts: Iterable[Fact]) -> Before:
    """What was granted before `day` on the posts that these facts are about, and for suggested edits."""
    facts = list(facts)
    posts = {fact.post_id for fact in facts if fact.rule in FROM_VOTES and fact.post_id is not None}
    edits = any(fact.rule == EDIT for fact in facts)
    return Before(_posts(member_id, day, posts) if posts else {}, _edits(member_id, day) if edits else 0)


def _posts(member_id: int, day: datetime, posts: Collection[int]) -> dict[int, int]:
    totals = (
        select(Point.post_id, func.sum(Point.amount))
        .where(Point.member_id == member_id, Point.fact_at < day)
        .where(Point.rule.in_(sorted(FROM_VOTES)), Point.post_id.in_(posts))
        .group_by(Point.post_id)
    )
    return {post_id: int(total) for post_id, total in db.session.execute(totals) if post_id is not None}


def _edits(member_id: int, day: datetime) -> int:
    total = select(func.coalesce(func.sum(Point.amount), 0)).where(
        Point.member_id == member_id, Point.fact_at < day, Point.rule == EDIT
    )
    return int(db.session.scalar(total) or 0)


def _fact(row: Row) -> Fact:
    return Fact(
        rule=row.rule, kind=row.cause_kind, id=row.cause_id, at=row.fact_at, member_id=row.member_id,
        counterparty_id=row.counterparty_id, post_id=row.post_id, thread_id=row.thread_id,
    )  # fmt: skip
