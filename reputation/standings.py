"""Who gains or loses a level: the projection that decides, and records what it decided.

A level is a choice, so it is an event that carries its result; a replay repeats it and does not choose again.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import func, select, update

from models import events as e
from models.acceptance import Acceptance
from models.base import db
from models.escalation import Competence
from models.event_log import Entry
from models.member import Member
from models.point import Point
from models.post import Post
from models.thread import Thread
from reputation import competence, ledger
from reputation.levels import Level, Standing, level_of

EVENTS = (*ledger.EVENTS, e.LevelChanged)

SOLVED = (
    select(func.count(func.distinct(Acceptance.post_id)))
    .join(Post, Post.id == Acceptance.post_id)
    .join(Thread, Thread.id == Post.thread_id)
    .where(
        Post.author_id == Member.id, Post.kind == "answer", Post.deleted_at.is_(None), Thread.deleted_at.is_(None),
        Acceptance.ended_at.is_(None), Thread.author_id.is_distinct_from(Member.id),
    )
    .correlate(Member)
    .scalar_subquery()
)  # fmt: skip
GOOD, BAD = (
    select(func.coalesce(func.sum(column), 0)).where(Competence.member_id == Member.id).scalar_subquery()
    for column in (Competence.good, Competence.bad)
)


def project(entry: Entry) -> Iterator[e.LevelChanged]:
    """Decides the levels of those whose ledger this event moved; nobody falls by gaining points.

    Comes after the ledger and the counters, whose numbers it reads.
    """
    if isinstance(entry.event, e.LevelChanged):
        take(entry.event)
        return
    moved = select(Point.member_id, func.sum(Point.amount)).where(Point.event_id == entry.id).group_by(Point.member_id)
    gained = {member_id: amount >= 0 for member_id, amount in db.session.execute(moved)}
    yield from (change for change in decide(gained) if change.new > change.old or not gained[change.member_id])


def decide(member_ids: Collection[int]) -> list[e.LevelChanged]:
    """The changes that are due among these members; nothing is changed yet."""
    return [
        e.LevelChanged(member_id=member_id, old=old, new=new)
        for member_id, (standing, old) in of_members(member_ids).items()
        if (new := int(level_of(standing, Level(old)))) != old
    ]


def take(change: e.LevelChanged) -> None:
    levels = update(Member).where(Member.id == change.member_id).values(level=change.new)
    db.session.execute(levels.execution_options(synchronize_session="fetch"))


def of_members(member_ids: Collection[int]) -> dict[int, tuple[Standing, int]]:
    """The standing and the present level of each."""
    if not member_ids:
        return {}
    columns = (Member.id, Member.reputation, Member.helped_count, Member.level)
    asked = select(*columns, SOLVED.label("solved"), GOOD.label("good"), BAD.label("bad"))
    rows = db.session.execute(asked.where(Member.id.in_(member_ids)).order_by(Member.id))
    return {
        row.id: (_standing(row.reputation, row.helped_count, row.solved, row.good, row.bad), row.level) for row in rows
    }


def _standing(points: int, helped: int, solved: int, good: int, bad: int) -> Standing:
    return Standing(points=points, helped=helped, solved=solved, success=competence.rate(good, bad))
