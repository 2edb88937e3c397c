"""Guides as pages show them: the list, one with all that stands beside it, and the ways back to the questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.people import Person
from models.article import Article, ArticleRevision, ArticleSource, ArticleVote
from models.base import db, fetch
from models.errors import NotFound
from models.member import Member
from models.taxonomy import Category
from models.thread import Thread
from reputation.privileges import Privilege, allowed

SIZE = 30
FEWEST_VOICES = 5
"""Readers who must have said whether a guide worked before a share of them is shown."""

REVISIONS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A guide in a list."""

    id: int
    slug: str
    title: str
    excerpt: str
    scope: str
    category: str | None
    helpful: int
    not_helpful: int
    answers: int
    checked_at: datetime

    @property
    def worked(self) -> int | None:
        return share(self.helpful, self.not_helpful)


@dataclass(frozen=True, slots=True)
class Source:
    """An answer that the guide was made from."""

    post_id: int
    thread_id: int
    slug: str
    title: str
    disputed: bool
    author: Person


@dataclass(frozen=True, slots=True)
class Change:
    number: int
    at: datetime
    note: str
    editor: Person


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide with where it came from, who checked it, what changed, and what this reader said of it."""

    id: int
    slug: str
    title: str
    state: str
    html: str
    excerpt: str
    scope: str
    revision: int
    category: str | None
    category_slug: str | None
    author_id: int | None
    reviewer: Person
    checked_at: datetime
    published_at: datetime | None
    review_by: datetime | None
    helpful: int
    not_helpful: int
    mine: int
    sources: list[Source]
    changes: list[Change]

    @property
    def worked(self) -> int | None:
        return share(self.helpful, self.not_helpful)

    @property
    def disputed(self) -> bool:
        return any(source.disputed for source in self.sources)


def share(helpful: int, not_helpful: int) -> int | None:
    """Readers of a hundred for whom it worked; None where too few have said."""
    said = helpful + not_helpful
    return round(100 * helpful / said) if said >= FEWEST_VOICES else None


def published(*, category_id: int | None = None, after: str = "", size: int = SIZE) -> Page[Card]:
    """A page of the guides, the newest first."""
    statement = _cards().where(Article.state == "published")
    if category_id is not None:
        statement = statement.where(Article.category_id == category_id)
    if after:
        statement = statement.where(keyset.before(after, Article.published_at, Article.id))
    statement = statement.order_by(Article.published_at.desc(), Article.id.desc()).limit(size + 1)
    rows = fetch(statement).all()
    return keyset.page(rows, size, lambda row: Card(*row[:10]), lambda row: keyset.cursor(row[10], row[0]))


def these(ids: list[int]) -> list[Card]:
    """The published ones of these guides, in the order of `ids`."""
    statement = _cards().where(Article.id.in_(ids), Article.state == "published")
    found = {row[0]: Card(*row[:10]) for row in fetch(statement)} if ids else {}
    return [found[each] for each in ids if each in found]


def _cards() -> Select[Any]:
    sources = select(func.count()).where(ArticleSource.article_id == Article.id).scalar_subquery()
    return select(
        Article.id, Article.slug, Article.title, Article.excerpt, Article.scope, Category.name, Article.helpful,
        Article.not_helpful, sources, func.coalesce(Article.edited_at, Article.published_at), Article.published_at,
    ).outerjoin(Category, Category.id == Article.category_id)  # fmt: skip


def guide(by: Member | None, article_id: int) -> Guide:
    """The guide; a draft is there for those who draft. Raises NotFound."""
    reviewer = aliased(Member)
    row = db.session.execute(
        select(Article, Category.name, Category.slug, *(getattr(reviewer, column.key) for column in people.COLUMNS))
        .outerjoin(Category, Category.id == Article.category_id)
        .outerjoin(reviewer, reviewer.id == Article.reviewer_id)
        .where(Article.id == article_id)
    ).one_or_none()
    if row is None or (row[0].state != "published" and not allowed(by, Privilege.DRAFT_ARTICLE)):
        raise NotFound
    article: Article = row[0]
    return Guide(
        id=article.id, slug=article.slug, title=article.title, state=article.state, html=article.html,
        excerpt=article.excerpt, scope=article.scope, revision=article.revision, category=row[1],
        category_slug=row[2], author_id=article.author_id, reviewer=people.of(row[3:]),
        checked_at=article.edited_at or article.published_at or article.created_at,
        published_at=article.published_at, review_by=article.review_by, helpful=article.helpful,
        not_helpful=article.not_helpful, mine=_mine(by, article_id), sources=sources(article_id),
        changes=_changes(article_id),
    )  # fmt: skip


def _mine(by: Member | None, article_id: int) -> int:
    if by is None:
        return 0
    said = select(ArticleVote.value).where(ArticleVote.article_id == article_id, ArticleVote.member_id == by.id)
    return db.session.scalar(said) or 0


def sources(article_id: int) -> list[Source]:
    """The answers that a guide was made from; those whose question is gone are not told."""
    rows = fetch(
        select(ArticleSource.post_id, Thread.id, Thread.slug, Thread.title, Thread.disputed, *people.COLUMNS)
        .join(Thread, Thread.id == ArticleSource.thread_id)
        .outerjoin(Member, Member.id == ArticleSource.author_id)
        .where(ArticleSource.article_id == article_id, Thread.deleted_at.is_(None))
        .order_by(ArticleSource.post_id)
    )
    return [Source(*(*row[:5], people.of(row[5:]))) for row in rows]


def _changes(article_id: int) -> list[Change]:
    rows = fetch(
        select(ArticleRevision.number, ArticleRevision.at, ArticleRevision.note, *people.COLUMNS)
        .outerjoin(Member, Member.id == ArticleRevision.editor_id)
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.number.desc())
        .limit(REVISIONS)
    )
    return [Change(*(*row[:3], people.of(row[3:]))) for row in rows]
