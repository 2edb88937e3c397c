"""What stands below a question: answers in their order, comments, and what the reader said so far.

A page of answers is one statement (two from the second page on), and their comments are one. Statements are built once
and take their values when they run: building one costs more than running it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.acceptance import Acceptance
from models.base import fetch
from models.member import OFFICIAL, Member
from models.post import Post
from models.vote import Follow, MeToo, Vote
from reputation.privileges import Privilege, allowed

ANSWERS = 30
"""Answers on a page."""
COMMENTS = 30
"""Comments shown below one post until the reader asks for all of them."""
ALL_COMMENTS = 500


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


def answers(by: Member | None, thread_id: int, *, sort: str = "best", after: int = 0) -> Page[Contribution]:
    """A page of what this reader may see: accepted, staff's, by votes, automated last; or the oldest first.

    `after` is the last answer of the page before; the next cursor is an answer's id.
    """
    given = {"thread_id": thread_id, "reader": by.id if by else None}
    if after:
        rest = _rest(by, thread_id, sort, after)
        rows = list(fetch(_answers(_sees(by)).where(Post.id.in_(rest)), given))
        rows = sorted(rows, key=lambda row: rest.index(row[0]))
    else:
        rows = list(fetch(_first_answers(_sees(by), sort), given))
    return keyset.page(rows, ANSWERS, _answer, lambda row: str(row[0]))


@cache
def _first_answers(sees: str, sort: str) -> Any:
    return _answers(sees).order_by(*_ORDERS[sort]).limit(ANSWERS + 1)


@cache
def _answers(sees: str) -> Any:
    return (
        select(*_COLUMNS, _accepter.display_name, _accepter.handle, Acceptance.at, Acceptance.scope, *people.COLUMNS)
        .select_from(Post)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(Acceptance, and_(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)))
        .outerjoin(_accepter, _accepter.id == Acceptance.by_id)
        .where(Post.thread_id == bindparam("thread_id"), Post.kind == "answer", *_VISIBLE[sees])
    )


def _rest(by: Member | None, thread_id: int, sort: str, after: int) -> list[int]:
    """The ids of the page that follows the answer `after`, and one more."""
    statement = (
        select(Post.id)
        .outerjoin(Acceptance, and_(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)))
        .where(Post.thread_id == thread_id, Post.kind == "answer", *_VISIBLE[_sees(by)])
    )
    ids = list(fetch(statement.order_by(*_ORDERS[sort]), {"reader": by.id if by else None}).scalars())
    begin = ids.index(after) + 1 if after in ids else 0
    return ids[begin : begin + ANSWERS + 1]


_OLDEST = (Post.created_at, Post.id)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "best": (
        Post.deleted_at.is_not(None),
        Acceptance.id.is_(None),
        Post.author_role.not_in(sorted(OFFICIAL)),
        Post.author_role == "bot",
        Post.didnt_work - Post.helpful,
        *_OLDEST,
    ),
    "oldest": _OLDEST,
}


def _answer(row: Any) -> Contribution:
    name, handle, at, scope = row[_WIDTH : _WIDTH + 4]
    return _contribution(row[:_WIDTH], row[_WIDTH + 4 :], Accepted(name or handle or "", at, scope) if at else None)


def comments(by: Member | None, ids: Iterable[int], most: int = COMMENTS) -> dict[int, list[Contribution]]:
    """The first comments below each of these posts, the oldest first."""
    given = {"parents": list(ids), "most": most, "reader": by.id if by else None}
    below: dict[int, list[Contribution]] = {}
    for row in fetch(_comments(_sees(by)), given):
        comment = _contribution(row[:_WIDTH], row[_WIDTH:])
        below.setdefault(comment.parent_id or 0, []).append(comment)
    return below


@cache
def _comments(sees: str) -> Any:
    place = func.row_number().over(partition_by=Post.parent_id, order_by=(Post.created_at, Post.id)).label("place")
    parents = Post.parent_id.in_(bindparam("parents", expanding=True))
    numbered = select(Post.id, place).where(parents, *_VISIBLE[sees]).subquery()
    return (
        select(*_COLUMNS, *people.COLUMNS)
        .select_from(Post)
        .join(numbered, numbered.c.id == Post.id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(numbered.c.place <= bindparam("most"))
        .order_by(Post.created_at, Post.id)
    )


_VOTES = select(Vote.post_id, Vote.value).where(
    Vote.member_id == bindparam("reader"), Vote.post_id.in_(bindparam("posts", expanding=True))
)
_MARKS = select(
    exists().where(MeToo.thread_id == bindparam("thread_id"), MeToo.member_id == bindparam("reader")),
    exists().where(
        Follow.member_id == bindparam("reader"), Follow.kind == "thread", Follow.target_id == bindparam("thread_id")
    ),
)


def said(by: Member, thread_id: int, post_ids: Sequence[int]) -> Said:
    """The reader's votes on these posts, and whether they said "me too" and follow the question."""
    votes = fetch(_VOTES, {"reader": by.id, "posts": list(post_ids)})
    marks = fetch(_MARKS, {"reader": by.id, "thread_id": thread_id}).one()
    return Said({row.post_id: row.value for row in votes}, marks[0], marks[1])


_VISIBLE: dict[str, tuple[Any, ...]] = {
    "public": (Post.deleted_at.is_(None),),
    "own": (or_(Post.deleted_at.is_(None), Post.author_id == bindparam("reader")),),
    "all": (),
}


def _sees(by: Member | None) -> str:
    """Which posts this reader may see: what is not deleted, also one's own, or everything."""
    if by is None:
        return "public"
    return "all" if allowed(by, Privilege.SEE_DELETED) else "own"


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
