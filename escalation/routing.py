"""Who is asked when a thread climbs: those who know its tags, in rotation, none of them too often.

Knowing a tag is a matter of answers that worked there (`competence`): more good than bad ones, smoothed, so that one
lucky answer is not mastery. Employees who have answered nothing yet are asked when no colleague knows the tags.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from escalation.policy import Policy
from models.base import db
from models.escalation import ADVOCATES, EMPLOYEES, Asked, Competence
from models.member import Member
from models.taxonomy import ThreadTag

ADVOCATE_LEVEL = 4
DAY = timedelta(hours=24)
KNOWS = 0.6  # (good + 1) / (good + bad + 2): two answers that worked and none that did not, or better
CANDIDATES = 500  # the best of each batch of threads; more would not be asked anyway


@dataclass
class Helper:
    """Somebody who can be asked: what they know, and how often and when they were asked last."""

    id: int
    tier: int
    known: Mapping[int, float] = field(default_factory=dict)
    asked: int = 0
    last: datetime | None = None

    def knows(self, tags: Iterable[int]) -> float:
        return max((self.known.get(tag, 0.0) for tag in tags), default=0.0)


@dataclass(frozen=True)
class Wanted:
    """A step that asks for help: the thread, the tier that is asked, and who must not be (the asker, who answered)."""

    thread_id: int
    tier: int
    not_ids: frozenset[int]


def choose(wanted: Sequence[Wanted], policy: Policy, now: datetime) -> dict[tuple[int, int], tuple[int, ...]]:
    """{(thread, tier): members to ask}, for all of a sweep's steps in four statements."""
    asking = [one for one in wanted if one.tier in (ADVOCATES, EMPLOYEES)]
    if not asking:
        return {}
    tags = _tags({one.thread_id for one in asking})
    helpers = _helpers({tag for found in tags.values() for tag in found}, now)
    return {(one.thread_id, one.tier): share(one, tags.get(one.thread_id, ()), helpers, policy, now) for one in asking}


def share(
    wanted: Wanted, tags: Collection[int], helpers: Sequence[Helper], policy: Policy, now: datetime
) -> tuple[int, ...]:
    """Who is asked for this thread; they count as asked from now on. Least asked first, then longest not, then best."""
    free = [
        one
        for one in helpers
        if one.tier == wanted.tier and one.id not in wanted.not_ids and one.asked < policy.asked.per_day
    ]
    able = [one for one in free if one.knows(tags) >= KNOWS]
    if not able and wanted.tier == EMPLOYEES:
        able = free
    able.sort(key=lambda one: (one.asked, one.last.timestamp() if one.last else 0, -one.knows(tags), one.id))
    chosen = able[: policy.asked.each]
    for one in chosen:
        one.asked, one.last = one.asked + 1, now
    return tuple(one.id for one in chosen)


def _tags(thread_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for row in db.session.execute(
        select(ThreadTag.thread_id, ThreadTag.tag_id).where(ThreadTag.thread_id.in_(thread_ids))
    ):
        found[row.thread_id] = (*found.get(row.thread_id, ()), row.tag_id)
    return found


def _helpers(tags: Collection[int], now: datetime) -> list[Helper]:
    known: dict[int, dict[int, float]] = {}
    for row in db.session.execute(
        select(Competence.member_id, Competence.tag_id, Competence.good, Competence.bad)
        .join(Member, Member.id == Competence.member_id)
        .where(Competence.tag_id.in_(tags), Competence.good > 0, _available(now))
        .order_by(Competence.good.desc())
        .limit(CANDIDATES)
    ):
        known.setdefault(row.member_id, {})[row.tag_id] = (row.good + 1) / (row.good + row.bad + 2)
    people = select(Member.id, Member.role).where(or_(Member.id.in_(known), Member.role == "employee"), _available(now))
    helpers = {
        row.id: Helper(row.id, EMPLOYEES if row.role == "employee" else ADVOCATES, known.get(row.id, {}))
        for row in db.session.execute(people.order_by(Member.id).limit(CANDIDATES))
    }
    for times in db.session.execute(
        select(Asked.member_id, func.count().label("times"), func.max(Asked.at).label("last"))
        .where(Asked.member_id.in_(helpers), Asked.at > now - DAY)
        .group_by(Asked.member_id)
    ):
        helpers[times.member_id].asked, helpers[times.member_id].last = times.times, times.last
    return list(helpers.values())


def _available(now: datetime) -> ColumnElement[bool]:
    """Employees and advocates who are here and have not asked to rest."""
    return and_(
        or_(Member.role == "employee", and_(Member.role == "customer", Member.level >= ADVOCATE_LEVEL)),
        Member.resting.is_(False),
        Member.deleted_at.is_(None),
        or_(Member.suspended_until.is_(None), Member.suspended_until <= now),
    )
