"""How often a member's answers worked, by tag: the projection that fills the table which routing reads.

An answer to somebody else's question has worked when it is accepted, verified, or helped more readers than it failed;
it has not when it failed at least as many as it helped. Without a verdict it counts neither way. The rate is smoothed
by two good and two bad answers that nobody gave, so that one lucky answer is not mastery.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, case, delete, func, insert, or_, select

from models import events as e
from models.acceptance import Acceptance
from models.base import db
from models.escalation import Competence
from models.event_log import Entry
from models.post import Post
from models.taxonomy import ThreadTag
from models.thread import Thread
from reputation.ledger import lock

OF_ONE = (
    e.VoteCast,
    e.AnswerAccepted,
    e.AcceptanceEnded,
    e.AnswerVerified,
    e.VerificationEnded,
    e.PostDeleted,
    e.PostRestored,
)
EVENTS = (*OF_ONE, e.QuestionEdited)
SMOOTHING = 2


def rate(good: int, bad: int) -> int:
    """The smoothed success rate in percent: 50 with nothing known."""
    return round(100 * (good + SMOOTHING) / (good + bad + 2 * SMOOTHING))


WORKED = or_(
    Post.verified_at.is_not(None),
    Post.helpful > Post.didnt_work,
    select(Acceptance.id).where(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)).exists(),
)
FAILED = and_(~WORKED, Post.didnt_work > 0)
COUNTED = (
    select(
        Post.author_id.label("member_id"),
        ThreadTag.tag_id.label("tag_id"),
        func.sum(case((WORKED, 1), else_=0)).label("good"),
        func.sum(case((FAILED, 1), else_=0)).label("bad"),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(ThreadTag, ThreadTag.thread_id == Thread.id)
    .where(
        Post.kind == "answer", Post.deleted_at.is_(None), Thread.deleted_at.is_(None),
        Post.author_id.is_distinct_from(Thread.author_id), or_(WORKED, FAILED),
    )
    .group_by(Post.author_id, ThreadTag.tag_id)
    .where(Post.author_id.is_not(None))
)  # fmt: skip
"""What the table must say, counted from the content."""


def project(entry: Entry) -> None:
    """Counts the authors and tags of the event anew. Comes after the counters of posts, whose numbers it reads."""
    event = entry.event
    if not isinstance(event, e.ThreadEvent):
        return
    tags = set(db.session.scalars(select(ThreadTag.tag_id).where(ThreadTag.thread_id == event.thread_id)))
    count(lock(_authors(event)), tags | set(getattr(event, "old_tag_ids", ())))


def _authors(event: e.ThreadEvent) -> set[int]:
    if isinstance(event, OF_ONE) and getattr(event, "kind", "") != "opening":
        return {event.author_id} if event.author_id is not None else set()
    answers = select(Post.author_id).where(Post.thread_id == event.thread_id, Post.kind == "answer")
    return {author for author in db.session.scalars(answers) if author is not None}


def count(members: Collection[int], tags: Collection[int]) -> None:
    """The rows of these members in these tags, counted anew."""
    if members and tags:
        db.session.execute(delete(Competence).where(Competence.member_id.in_(members), Competence.tag_id.in_(tags)))
        _fill(COUNTED.where(Post.author_id.in_(members), ThreadTag.tag_id.in_(tags)))


def count_all() -> None:
    """The whole table, counted anew."""
    db.session.execute(delete(Competence))
    _fill(COUNTED)


def wrong() -> list[tuple[int, int]]:
    """The (member, tag) whose row is not what the content gives."""
    kept = {(row.member_id, row.tag_id): (row.good, row.bad) for row in db.session.execute(select(*COLUMNS))}
    counted = {(row.member_id, row.tag_id): (row.good, row.bad) for row in db.session.execute(COUNTED)}
    return sorted(key for key in kept.keys() | counted.keys() if kept.get(key) != counted.get(key))


COLUMNS = (Competence.member_id, Competence.tag_id, Competence.good, Competence.bad)


def _fill(counted: Any) -> None:
    db.session.execute(insert(Competence).from_select(["member_id", "tag_id", "good", "bad"], counted))
