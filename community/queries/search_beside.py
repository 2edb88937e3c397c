"""The guides and the people that a search finds beside questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from community import markup
from community.queries import people
from community.queries.articles import share
from community.queries.people import Person
from community.queries.search import SIZE, hits_of
from community.search import grammar
from community.search.marked import Piece, marked, passage, wanted
from models.acceptance import Acceptance
from models.article import Article, ArticleSource
from models.base import fetch
from models.member import Member
from models.post import Post


@dataclass(frozen=True, slots=True)
class Guide:
    id: int
    slug: str
    score: float
    title: list[Piece]
    passage: list[Piece]
    plain_title: str
    excerpt: str
    helpful: int
    not_helpful: int
    answers: int
    checked_at: datetime
    revision: int

    @property
    def worked(self) -> int | None:
        """Readers of a hundred for whom it worked; None where too few have said."""
        return share(self.helpful, self.not_helpful)


@dataclass(frozen=True, slots=True)
class Someone:
    person: Person
    score: float
    about: str
    solved: int


def guides(text: str, *, size: int = SIZE) -> list[Guide]:
    """Published guides for `text`, best first."""
    query = grammar.parse(text)
    if query.states or query.tags:
        return []
    hits = {hit.id: hit.score for hit in hits_of(query, "article")}
    sources = select(func.count()).where(ArticleSource.article_id == Article.id).scalar_subquery()
    statement = select(
        Article.id, Article.slug, Article.title, Article.excerpt, Article.html, Article.helpful, Article.not_helpful,
        Article.revision, func.coalesce(Article.edited_at, Article.published_at), sources,
    ).where(Article.id.in_(hits), Article.state == "published")  # fmt: skip
    rows = _in_order(fetch(statement), hits) if hits else []
    look_for = wanted(query.words + query.prefixes)
    return [_guide(row, hits[row.id], look_for) for row in rows[:size]]


def members(text: str, *, size: int = 3) -> list[Someone]:
    """Members whose name or words about themselves hold those of `text`."""
    query = grammar.parse(text)
    if query.states or query.tags:
        return []
    hits = {hit.id: hit.score for hit in hits_of(query, "member")}
    statement = select(*people.COLUMNS, Member.about, Member.solved_count).where(
        Member.id.in_(hits), Member.deleted_at.is_(None), Member.role != "system"
    )
    rows = _in_order(fetch(statement), hits) if hits else []
    return [
        Someone(people.of(row[:6]), hits[row.id], markup.excerpt(row.about, 80), row.solved_count)
        for row in rows[:size]
    ]


def helpers(thread_ids: Sequence[int], *, size: int = 3) -> list[Someone]:
    """Who solved these questions, those who solved most of them first: the people who know about this."""
    solved = func.count(func.distinct(Post.thread_id)).label("solved")
    statement = (
        select(*people.COLUMNS, solved)
        .join(Post, and_(Post.author_id == Member.id, Post.deleted_at.is_(None), Post.kind == "answer"))
        .join(Acceptance, and_(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)))
        .where(Post.thread_id.in_(thread_ids), Member.deleted_at.is_(None), Member.role != "system")
        .group_by(*people.COLUMNS)
        .order_by(solved.desc(), Member.id)
        .limit(size)
    )
    rows = fetch(statement).all() if thread_ids else []
    return [Someone(people.of(row[:6]), 0.0, "", row.solved) for row in rows]


def _guide(row: Any, score: float, look_for: frozenset[str]) -> Guide:
    id, slug, title, excerpt, html, helpful, not_helpful, revision, checked_at, answers = row
    return Guide(
        id=id, slug=slug, score=round(score, 3), title=marked(title, look_for),
        passage=passage(markup.lines(html), look_for), plain_title=title, excerpt=excerpt, helpful=helpful,
        not_helpful=not_helpful, answers=answers, checked_at=checked_at, revision=revision,
    )  # fmt: skip


def _in_order(rows: Any, hits: dict[int, float]) -> list[Any]:
    return sorted(rows, key=lambda row: hits[row.id], reverse=True)
