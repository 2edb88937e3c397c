"""Why a member has these points and this level: every rule with its count and its sum."""

from dataclasses import dataclass

from sqlalchemy import func, select

from community.queries import profiles
from models.base import db
from models.errors import NotFound
from models.member import Member, key_of
from models.point import Point
from reputation.levels import Level
from reputation.points import SENTENCES


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule gave: `entries` in the ledger, `points` in all."""

    rule: str
    sentence: str
    entries: int
    points: int


@dataclass(frozen=True, slots=True)
class Explanation:
    handle: str
    role: str
    level: str
    points: int
    """The sum of the parts."""
    shown: int
    """What pages show: one more, and never less than 1."""
    parts: list[Part]
    next_level: list[str]
    """What the next level still takes, with how far the member is."""


def explain(handle: str) -> Explanation:
    """Raises NotFound when nobody has this handle."""
    member = db.session.scalar(select(Member).where(Member.handle_key == key_of(handle)))
    if member is None:
        raise NotFound(f"There is no member {handle}.")
    parts = _parts(member.id)
    return Explanation(
        handle=member.handle,
        role=member.role,
        level=Level(member.level).title,
        points=sum(part.points for part in parts),
        shown=member.shown_reputation,
        parts=parts,
        next_level=[f"{need.sentence} (now {has:,})" for need, has in profiles.needs(member.id)],
    )


def lines(found: Explanation) -> list[str]:
    """The explanation as lines of text."""
    head = f"{found.handle} ({found.role}, {found.level}): {found.shown:,} points shown, {found.points:,} in the ledger"
    parts = [f"{part.points:+8,}  {part.sentence} ({part.entries} entries)" for part in found.parts]
    return [head, *parts, *(f"next level: {need}" for need in found.next_level)]


def _parts(member_id: int) -> list[Part]:
    sums = (
        select(Point.rule, func.count(), func.sum(Point.amount))
        .where(Point.member_id == member_id)
        .group_by(Point.rule)
        .order_by(func.sum(Point.amount).desc(), Point.rule)
    )
    return [Part(rule, SENTENCES[rule], count, int(amount)) for rule, count, amount in db.session.execute(sums)]
