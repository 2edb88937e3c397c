"""What somebody who helps out could answer: what they were asked about first, then what they know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from community.queries import people
from community.queries.people import Person
from community.queries.queues import STANDING
from models.base import db, fetch
from models.escalation import Asked, Assignment, Clock, Competence
from models.member import Member
from models.taxonomy import Tag, ThreadTag
from models.thread import Thread

SIZE = 25
LOOKED_AT = 250
"""The latest unanswered questions among which the best matches are looked for."""
TOPICS = 8


@dataclass(frozen=True, slots=True)
class Chance:
    """A question that this member could answer, and why it is shown."""

    id: int
    slug: str
    title: str
    author: Person
    created_at: datetime
    me_too: int
    tier: int
    due_at: datetime | None
    asked: bool
    worked: int
    """How many of the member's answers worked in the tag that they know best among the question's."""
    tag: str
    holder_id: int | None
    held_at: datetime | None


def chances(by: Member, *, size: int = SIZE) -> list[Chance]:
    """Open questions of others: first those this member was asked about, then by what they know; one statement."""
    was_asked = select(Asked.thread_id).where(Asked.member_id == by.id, Asked.thread_id == Thread.id)
    known = (
        select(func.coalesce(func.max(Competence.good), 0))
        .join(ThreadTag, ThreadTag.tag_id == Competence.tag_id)
        .where(ThreadTag.thread_id == Thread.id, Competence.member_id == by.id)
        .correlate(Thread)
        .scalar_subquery()
    )
    asked = was_asked.correlate(Thread).exists()
    newest = (
        select(Thread.id)
        .where(Thread.deleted_at.is_(None), Thread.state == "open", Thread.imported.is_(False))
        .order_by(Thread.active_at.desc(), Thread.id.desc())
        .limit(LOOKED_AT)
    )
    statement = (
        select(
            Thread.id, Thread.slug, Thread.title, Thread.created_at, Thread.me_too_count, Thread.tag_names,
            Clock.tier, Clock.due_at, asked.label("asked"), known.label("known"), Assignment.member_id.label("holder"),
            Assignment.at.label("held_at"), *people.COLUMNS,
        )
        .join(Clock, Clock.thread_id == Thread.id)
        .outerjoin(Member, Member.id == Thread.author_id)
        .outerjoin(Assignment, STANDING)
        .where(
            Thread.id.in_(newest),
            or_(Thread.author_id.is_(None), Thread.author_id != by.id),
        )
        .order_by(asked.desc(), known.desc(), Clock.due_at, Thread.id)
        .limit(size)
    )  # fmt: skip
    return [
        Chance(
            row.id, row.slug, row.title, people.of(row[12:]), row.created_at, row.me_too_count, row.tier, row.due_at,
            row.asked, row.known, next(iter(row.tag_names), ""), row.holder, row.held_at,
        )
        for row in fetch(statement)
    ]  # fmt: skip


def topics(by: Member) -> list[str]:
    """The tags in which this member's answers worked most."""
    return list(
        db.session.scalars(
            select(Tag.name)
            .join(Competence, Competence.tag_id == Tag.id)
            .where(Competence.member_id == by.id, Competence.good > 0)
            .order_by(Competence.good.desc(), Tag.name)
            .limit(TOPICS)
        )
    )
