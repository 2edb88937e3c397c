"""What stands below a question: answers in their order, comments, and what the reader said so far.

Three statements, whatever the thread's length: the order of all answers, the texts of one page of them, their comments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.queries import people
from community.queries.people import Person
from models.acceptance import Acceptance
from models.base import db
from models.member import OFFICIAL, Member
from models.post import Post
from models.vote import Follow, MeToo, Vote
from reputation.privileges import Privilege, allowed

ANSWERS = 30
"""Answers on a page."""
COMMENTS = 30
"""Comments shown below one post; all of them stand on a page of their own."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """By whom an answer was accepted, when, and for what."""

    by: str
    at: datetime
    scope: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """An answer or a comment."""

    id: int
    parent_id: int | None
    kind: str
    author_id: int | None
    author: Person
    role: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    helpful: int
    didnt_work: int
    comments: int
    revisions: int
    verified_at: datetime | None
    accepted: Accepted | None = None

    @property
    def look(self) -> str:
        """Which band it has: accepted, bot, staff or none."""
        if self.accepted:
            return "accepted"
        return "bot" if self.role == "bot" else "staff" if self.role in OFFICIAL else ""


@dataclass(frozen=True)
class Said:
    """What the reader said so far on this page."""

    votes: dict[int, int] = field(default_factory=dict)
    me_too: bool = False
    follows: bool = False


_accepter = aliased(Member)


def order(by: Member | None, thread_id: int, sort: str = "best") -> list[int]:
    """The ids of all answers this reader may see. Best: accepted, staff's, by votes, automated; else oldest first."""
    accepted = exists().where(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None))
    rows = db.session.execute(
        select(Post.id, Post.author_role, Post.helpful, Post.didnt_work, Post.deleted_at, accepted.label("accepted"))
        .where(Post.thread_id == thread_id, Post.kind == "answer", *_visible(by))
        .order_by(Post.created_at, Post.id)
    ).all()
    if sort == "best":
        rows = sorted(rows, key=_rank)
    return [row.id for row in rows]


def _rank(row: Any) -> tuple[bool, bool, bool, bool, int]:
    """The smaller, the higher; the sort is stable, so that the older of two equals stands first."""
    return (
        row.deleted_at is not None,
        not row.accepted,
        row.author_role not in OFFICIAL,
        row.author_role == "bot",
        row.didnt_work - row.helpful,
    )


def answers(ids: Sequence[int]) -> list[Contribution]:
    """These answers with their texts, in the order of `ids`."""
    if not ids:
        return []
    rows = db.session.execute(
        select(*_COLUMNS, _accepter.display_name, _accepter.handle, Acceptance.at, Acceptance.scope, *people.COLUMNS)
        .select_from(Post)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(Acceptance, and_(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)))
        .outerjoin(_accepter, _accepter.id == Acceptance.by_id)
        .where(Post.id.in_(ids))
    )
    found = {row[0]: _answer(row) for row in rows}
    return [found[each] for each in ids if each in found]


def _answer(row: Any) -> Contribution:
    name, handle, at, scope = row[_WIDTH : _WIDTH + 4]
    return _contribution(row[:_WIDTH], row[_WIDTH + 4 :], Accepted(name or handle or "", at, scope) if at else None)


def comments(by: Member | None, ids: Iterable[int], most: int = COMMENTS) -> dict[int, list[Contribution]]:
    """The first comments below each of these posts, the oldest first."""
    place = func.row_number().over(partition_by=Post.parent_id, order_by=(Post.created_at, Post.id)).label("place")
    numbered = select(Post.id, place).where(Post.parent_id.in_(list(ids)), *_visible(by)).subquery()
    rows = db.session.execute(
        select(*_COLUMNS, *people.COLUMNS)
        .select_from(Post)
        .join(numbered, numbered.c.id == Post.id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(numbered.c.place <= most)
        .order_by(Post.created_at, Post.id)
    )
    below: dict[int, list[Contribution]] = {}
    for row in rows:
        comment = _contribution(row[:_WIDTH], row[_WIDTH:])
        below.setdefault(comment.parent_id or 0, []).append(comment)
    return below


def said(by: Member, thread_id: int, post_ids: Sequence[int]) -> Said:
    """The reader's votes on these posts, and whether they said "me too" and follow the question."""
    votes = db.session.execute(
        select(Vote.post_id, Vote.value).where(Vote.member_id == by.id, Vote.post_id.in_(list(post_ids)))
    )
    marks = db.session.execute(
        select(
            exists().where(MeToo.thread_id == thread_id, MeToo.member_id == by.id),
            exists().where(Follow.member_id == by.id, Follow.kind == "thread", Follow.target_id == thread_id),
        )
    ).one()
    return Said({row.post_id: row.value for row in votes}, marks[0], marks[1])


def _visible(by: Member | None) -> tuple[Any, ...]:
    """Posts this reader may see: what is not deleted, one's own, and everything for those who see what is deleted."""
    if by is None:
        return (Post.deleted_at.is_(None),)
    if allowed(by, Privilege.SEE_DELETED):
        return ()
    return (or_(Post.deleted_at.is_(None), Post.author_id == by.id),)


_COLUMNS = (
    Post.id, Post.parent_id, Post.kind, Post.author_id, Post.author_role, Post.html, Post.created_at, Post.edited_at,
    Post.deleted_at, Post.helpful, Post.didnt_work, Post.comment_count, Post.revision_count, Post.verified_at,
    Post.author_name,
)  # fmt: skip
_WIDTH = len(_COLUMNS)


def _contribution(row: Any, person: Any, accepted: Accepted | None = None) -> Contribution:
    post_id, parent_id, kind, author_id, role, html, *rest, name = row
    created, edited, deleted, helpful, didnt_work, below, revisions, verified = rest
    author = people.of(person, role=role, name=name)
    return Contribution(
        post_id, parent_id, kind, author_id, author, role, html, created, edited, deleted, helpful, didnt_work, below,
        revisions, verified, accepted,
    )  # fmt: skip
