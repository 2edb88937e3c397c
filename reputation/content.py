"""The facts that stand, read from the content tables: the witness that the ledger follows.

One `Source` for each rule: the rows that count and which column says what. `reputation.facts` reads the same from the
log; `community replay --check` compares the two.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from models.acceptance import Acceptance, Verification
from models.article import Article, ArticleSource
from models.base import db
from models.post import Post
from models.thread import Thread
from models.vote import Flag, Vote
from reputation.facts import ABUSE, VOTED
from reputation.fold import Fact
from reputation.points import ACCEPTED, ACCEPTER, FLAG, PROMOTED, REMOVED, VERIFIED

Column = Any


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the facts of one rule are found."""

    rule: str
    kind: str
    id: Column
    member: Column
    at: Column
    rows: Select[Any]
    other: Column = None
    post: Column = field(default_factory=lambda: Post.id)
    thread: Column = field(default_factory=lambda: Thread.id)

    def facts(self, *where: ColumnElement[bool]) -> Select[Any]:
        """A select of the facts as rows, in the order of `Fact`'s fields."""
        return self.rows.add_columns(
            literal(self.rule).label("rule"),
            literal(self.kind).label("kind"),
            self.id.label("id"),
            self.at.label("at"),
            self.member.label("member_id"),
            (null() if self.other is None else self.other).label("counterparty_id"),
            self.post.label("post_id"),
            self.thread.label("thread_id"),
        ).where(self.member.is_not(None), *where)


@dataclass(frozen=True)
class Scope:
    """Which facts an event may have touched: causes of one kind, and everything about some posts."""

    kind: str = ""
    ids: Collection[int] = ()
    posts: Collection[int] = ()

    def matches(self, kind: Column, cause_id: Column, post_id: Column) -> ColumnElement[bool]:
        """The condition on rows with these columns; without a part that is empty, so that indexes can serve it."""
        parts: list[ColumnElement[bool]] = []
        if self.ids:
            parts.append(and_(kind == self.kind, cause_id.in_(self.ids)))
        if self.posts:
            parts.append(post_id.in_(self.posts))
        return or_(false(), *parts)


def _shown(statement: Select[Any]) -> Select[Any]:
    """Facts about a deleted post, or in a deleted thread, are masked."""
    return statement.where(Post.deleted_at.is_(None), Thread.deleted_at.is_(None))


def _about(table: Any) -> Select[Any]:
    return select().select_from(table).join(Post, Post.id == table.post_id).join(Thread, Thread.id == Post.thread_id)


def _votes(post_kind: str) -> Source:
    counted = _about(Vote).where(
        Vote.value == 1, Post.kind == post_kind, Post.wiki.is_(False), Post.author_id.is_distinct_from(Vote.member_id)
    )
    return Source(
        rule=VOTED[post_kind], kind="vote", rows=_shown(counted),
        id=Vote.id, member=Post.author_id, at=Vote.at, other=Vote.member_id,
    )  # fmt: skip


def _earning(acceptance: Any, answer: Any) -> tuple[ColumnElement[bool], ...]:
    """Acceptances that earn: they stand, the answer shows, and it is not one's own thread nor one's own hand."""
    return (
        acceptance.ended_at.is_(None),
        answer.deleted_at.is_(None),
        answer.author_id.is_not(None),
        answer.author_id.is_distinct_from(Thread.author_id),
        answer.author_id.is_distinct_from(acceptance.by_id),
    )


def _acceptances() -> tuple[Source, Source]:
    rows = _shown(_about(Acceptance)).where(*_earning(Acceptance, Post))
    earlier, its_answer = aliased(Acceptance), aliased(Post)
    thanked_before = (
        select(earlier.id)
        .join(its_answer, its_answer.id == earlier.post_id)
        .where(
            earlier.thread_id == Acceptance.thread_id,
            earlier.by_id.is_not(None),
            or_(earlier.at < Acceptance.at, and_(earlier.at == Acceptance.at, earlier.id < Acceptance.id)),
            *_earning(earlier, its_answer),
        )
        .correlate(Acceptance, Thread)
    )
    columns: dict[str, Column] = {"kind": "acceptance", "id": Acceptance.id, "at": Acceptance.at}
    return (
        Source(rule=ACCEPTED, rows=rows, member=Post.author_id, other=Acceptance.by_id, **columns),
        Source(
            rule=ACCEPTER, rows=rows.where(~thanked_before.exists()),
            member=Acceptance.by_id, other=Post.author_id, **columns,
        ),
    )  # fmt: skip


def _verifications() -> Source:
    rows = _shown(_about(Verification)).where(
        Verification.ended_at.is_(None), Post.author_id.is_distinct_from(Verification.by_id)
    )
    return Source(
        rule=VERIFIED, kind="verification", rows=rows,
        id=Verification.id, member=Post.author_id, at=Verification.at, other=Verification.by_id,
    )  # fmt: skip


def _promotions() -> Source:
    """An answer is promoted once, by the first guide that it became part of."""
    first = (
        select(
            ArticleSource.post_id,
            func.min(ArticleSource.author_id).label("author_id"),
            func.min(Article.published_at).label("at"),
        )
        .join(Article, Article.id == ArticleSource.article_id)
        .where(Article.published_at.is_not(None))
        .group_by(ArticleSource.post_id)
        .subquery()
    )
    promoted = select().select_from(first).join(Post, Post.id == first.c.post_id)
    return Source(
        rule=PROMOTED, kind="promotion", rows=_shown(promoted.join(Thread, Thread.id == Post.thread_id)),
        id=first.c.post_id, member=first.c.author_id, at=first.c.at,
    )  # fmt: skip


def _decisions() -> tuple[Source, Source]:
    """What staff decided about a post is not masked with it."""
    upheld = select().select_from(Flag).where(Flag.upheld.is_(True))
    removed = select().select_from(Post).where(Post.deleted_at.is_not(None), Post.delete_reason.in_(sorted(ABUSE)))
    return (
        Source(
            rule=FLAG, kind="flag", rows=upheld, id=Flag.id, member=Flag.member_id, at=Flag.decided_at,
            post=Flag.post_id, thread=Flag.thread_id,
        ),
        Source(
            rule=REMOVED, kind="removal", rows=removed, id=Post.id, member=Post.author_id, at=Post.deleted_at,
            thread=Post.thread_id,
        ),
    )  # fmt: skip


SOURCES: tuple[Source, ...] = (
    _votes("answer"),
    _votes("opening"),
    *_acceptances(),
    _verifications(),
    _promotions(),
    *_decisions(),
)


def of_members(member_ids: Collection[int]) -> list[Fact]:
    """The facts that stand for these members."""
    return _read(source.facts(source.member.in_(member_ids)) for source in SOURCES)


def of_everybody() -> list[Fact]:
    return _read(source.facts() for source in SOURCES)


def within(scope: Scope) -> list[Fact]:
    """The facts that stand within `scope`, whoever they count for."""
    return _read(source.facts(touched) for source in SOURCES if (touched := _touched(source, scope)) is not None)


def _touched(source: Source, scope: Scope) -> ColumnElement[bool] | None:
    """Which facts of the source lie in the scope; None when none can."""
    parts: list[ColumnElement[bool]] = []
    if source.kind == scope.kind and scope.ids:
        parts.append(source.id.in_(scope.ids))
    if scope.posts:
        parts.append(source.post.in_(scope.posts))
    return or_(*parts) if parts else None


def _read(statements: Any) -> list[Fact]:
    asked = list(statements)
    if not asked:
        return []
    return [Fact(**row) for row in db.session.execute(union_all(*asked)).mappings()]
