"""The head of a question page, and the questions beside it. Columns, never graphs of objects."""

from collections import namedtuple
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from community.queries import feeds, people
from community.queries.people import Person
from models.article import Article, ArticleSource
from models.base import fetch
from models.dispute import Dispute
from models.errors import NotFound
from models.escalation import Clock, Escalation
from models.member import Member
from models.post import Post
from models.taxonomy import Category, Tag, ThreadTag
from models.thread import Thread
from reputation.privileges import Privilege, allowed

FEW_RELATED = 5


@dataclass(frozen=True, slots=True)
class Link:
    id: int
    slug: str
    title: str
    status: str = ""


class Ladder(NamedTuple):
    """Where the clock of a thread is; all None where it has none. `climbed` and `contested`: ever, in any round."""

    tier: int | None
    promise_at: datetime | None
    round: int | None
    asleep: bool | None
    facts: dict[str, Any] | None
    climbed: bool
    contested: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The question itself."""

    id: int
    slug: str
    title: str
    kind: str
    state: str
    status: str
    ladder: Ladder
    author_id: int | None
    author: Person
    opening_id: int
    html: str
    created_at: datetime
    active_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    locked: bool
    disputed: bool
    needs_info: bool
    close_reason: str | None
    resolved_reason: str | None
    revisions: int
    comments: int
    answers: int
    accepted: int
    me_too: int
    excerpt: str
    category: Link | None
    fields: list[tuple[str, str]]
    tags: tuple[str, ...]
    same_as: Link | None
    guide: Link | None

    @property
    def open_to_answers(self) -> bool:
        return self.state != "closed" and not self.locked and self.deleted_at is None


_guide = (
    select(Article.id)
    .join(ArticleSource, ArticleSource.article_id == Article.id)
    .where(ArticleSource.thread_id == Thread.id, Article.state == "published")
    .order_by(Article.id)
    .limit(1)
    .correlate(Thread)
    .scalar_subquery()
)
_same = aliased(Thread)
_earlier = aliased(Thread)


_THREAD = (
    Thread.id, Thread.slug, Thread.title, Thread.kind, Thread.state, Thread.author_id, Thread.created_at,
    Thread.active_at, Thread.deleted_at, Thread.locked_at, Thread.disputed, Thread.needs_info_at, Thread.close_reason,
    Thread.resolved_reason, Thread.answer_count, Thread.accepted_count, Thread.me_too_count, Thread.excerpt,
    Thread.category_id, Thread.fields, Thread.tag_names, Thread.imported,
)  # fmt: skip
_OPENING = (
    Post.id, Post.html, Post.edited_at, Post.revision_count, Post.comment_count, Post.author_role, Post.author_name,
)  # fmt: skip
_LADDER = (
    Clock.tier, Clock.promise_at, Clock.round, Clock.asleep, Clock.facts,
    exists().where(Escalation.thread_id == Thread.id).label("climbed"),
    exists().where(Dispute.thread_id == Thread.id).label("contested"),
)  # fmt: skip
_Thread = namedtuple("_Thread", [column.key for column in _THREAD])  # type: ignore[misc]
_Opening = namedtuple("_Opening", [column.key for column in _OPENING])  # type: ignore[misc]
_OWN = len(_THREAD) + len(_OPENING)
_BESIDE = _OWN + len(_LADDER)

_HEAD = (
    select(
        *_THREAD, *_OPENING, *_LADDER, Category.slug, Category.name, Category.fields,
        _same.id, _same.slug, _same.title, Article.id, Article.slug, Article.title,
        exists().where(_earlier.author_id == Thread.author_id, _earlier.id < Thread.id),
        *people.COLUMNS,
    )
    .join(Post, Post.id == Thread.opening_id)
    .outerjoin(Member, Member.id == Thread.author_id)
    .outerjoin(Category, Category.id == Thread.category_id)
    .outerjoin(Clock, Clock.thread_id == Thread.id)
    .outerjoin(_same, and_(_same.id == Thread.same_as_id, _same.deleted_at.is_(None)))
    .outerjoin(Article, Article.id == _guide)
    .where(Thread.id == bindparam("thread_id"))
)  # fmt: skip


def head(by: Member | None, thread_id: int) -> Head:
    """The question with its opening. Raises NotFound when it is missing or hidden from this reader."""
    row = fetch(_HEAD, {"thread_id": thread_id}).one_or_none()
    if row is None:
        raise NotFound
    thread: Any = _Thread(*row[: len(_THREAD)])
    opening = _Opening(*row[len(_THREAD) : _OWN])
    if thread.deleted_at and not allowed(by, Privilege.SEE_DELETED, thread):
        raise NotFound
    return _head(thread, opening, Ladder(*row[_OWN:_BESIDE]), row[_BESIDE:])


def _head(thread: Any, opening: Any, ladder: Ladder, beside: Any) -> Head:
    slug, name, asked = beside[:3]
    same, guide = beside[3:6], beside[6:9]
    author = people.of(beside[10:], role=opening.author_role, name=opening.author_name)
    first = not beside[9] and author.kind == "member" and not thread.imported
    return Head(
        id=thread.id, slug=thread.slug, title=thread.title, kind=thread.kind, state=thread.state,
        status=_status(thread, ladder.tier, guide[0] is not None), ladder=ladder, author_id=thread.author_id,
        author=author._replace(kind="new") if first else author, opening_id=opening.id, html=opening.html,
        created_at=thread.created_at, active_at=thread.active_at, edited_at=opening.edited_at,
        deleted_at=thread.deleted_at, locked=thread.locked_at is not None, disputed=thread.disputed,
        needs_info=thread.needs_info_at is not None, close_reason=thread.close_reason,
        resolved_reason=thread.resolved_reason, revisions=opening.revision_count, comments=opening.comment_count,
        answers=thread.answer_count, accepted=thread.accepted_count, me_too=thread.me_too_count,
        excerpt=thread.excerpt, category=Link(thread.category_id, slug, name) if slug else None,
        fields=_labelled(thread.fields, asked or []), tags=tuple(thread.tag_names),
        same_as=Link(*same) if same[0] else None, guide=Link(*guide) if guide[0] else None,
    )  # fmt: skip


def _status(thread: Any, tier: int | None, is_guide: bool) -> str:
    return feeds.status_of(
        disputed=thread.disputed, state=thread.state, close_reason=thread.close_reason, is_guide=is_guide, tier=tier
    )


def _labelled(given: dict[str, Any], asked: list[Any]) -> list[tuple[str, str]]:
    """What the asker filled in, under the labels of the category's fields, in their order."""
    labels = {each["name"]: each.get("label", each["name"]) for each in asked}
    names = [name for name in labels if name in given] + [name for name in given if name not in labels]
    return [(labels.get(name, name), str(given[name])) for name in names if given[name]]


_rarest = (
    select(ThreadTag.tag_id)
    .join(Tag, Tag.id == ThreadTag.tag_id)
    .where(ThreadTag.thread_id == bindparam("thread_id"))
    .order_by(Tag.thread_count, Tag.id)
    .limit(1)
    .scalar_subquery()
)
_RELATED = (
    select(Thread.id, Thread.slug, Thread.title, Thread.state, Thread.disputed, Thread.close_reason)
    .join(ThreadTag, ThreadTag.thread_id == Thread.id)
    .where(
        ThreadTag.tag_id == _rarest, ThreadTag.thread_id != bindparam("thread_id"), Thread.deleted_at.is_(None)
    )
    .order_by(ThreadTag.thread_id.desc())
    .limit(FEW_RELATED)
)  # fmt: skip


def related(thread: Head) -> list[Link]:
    """Other questions with its rarest tag, the newest first."""
    if not thread.tags:
        return []
    return [
        Link(row.id, row.slug, row.title, feeds.status_of(
            disputed=row.disputed, state=row.state, close_reason=row.close_reason, is_guide=False, tier=1))
        for row in fetch(_RELATED, {"thread_id": thread.id})
    ]  # fmt: skip
