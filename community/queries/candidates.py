"""What waits for a decision whether it becomes a guide, and all that is needed to decide it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from community import personal_data
from community.queries import keyset, people, suggestions
from community.queries.keyset import Page
from community.queries.people import Person
from community.queries.suggestions import Suggestion
from community.search.marked import wanted
from community.search.words import telling
from models.acceptance import Acceptance
from models.article import Article, Candidate
from models.base import db, fetch
from models.dispute import Dispute
from models.errors import NotFound
from models.member import Member
from models.post import Post
from models.thread import Thread

SIZE = 12
UNDECIDED = ("open", "drafted")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate in the row at the top of the page."""

    id: int
    title: str
    state: str
    helpful: int
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    id: int
    title: str
    scope: str
    source: str
    html: str
    revision: int
    author_id: int | None
    author_name: str


@dataclass(frozen=True, slots=True)
class Review:
    """One candidate with its answer, its draft, and what a reviewer has to know."""

    id: int
    state: str
    reasons: tuple[str, ...]
    thread_id: int
    slug: str
    title: str
    problem: str
    post_id: int
    html: str
    helpful: int
    didnt_work: int
    author: Person
    accepted_at: datetime | None
    in_dispute: bool
    personal: bool
    similar: Suggestion | None
    draft: Draft | None

    @property
    def undecided(self) -> bool:
        return self.state in UNDECIDED


_accepted_at = (
    select(func.min(Acceptance.at))
    .where(Acceptance.post_id == Candidate.post_id, Acceptance.ended_at.is_(None))
    .scalar_subquery()
)
_in_dispute = select(Dispute.id).where(Dispute.post_id == Candidate.post_id, Dispute.decided_at.is_(None)).exists()


def waiting_ids() -> Select[int]:
    """The candidates that wait for a decision, as a select with their threads and posts in it."""
    return (
        select(Candidate.id)
        .join(Thread, Thread.id == Candidate.thread_id)
        .join(Post, Post.id == Candidate.post_id)
        .where(Candidate.state.in_(UNDECIDED), Thread.deleted_at.is_(None), Post.deleted_at.is_(None))
    )


def waiting(*, after: str = "", size: int = SIZE) -> Page[Waiting]:
    """The undecided candidates, the oldest first, so that none waits for ever."""
    statement: Select[Any] = waiting_ids().add_columns(
        Thread.title, Candidate.state, Post.helpful, _accepted_at, Candidate.found_at
    )
    if after:
        statement = statement.where(keyset.after(after, Candidate.found_at, Candidate.id))
    rows = fetch(statement.order_by(Candidate.found_at, Candidate.id).limit(size + 1)).all()
    return keyset.page(rows, size, lambda row: Waiting(*row[:5]), lambda row: keyset.cursor(row[5], row[0]))


def review(candidate_id: int) -> Review:
    """The candidate for whoever decides it. Raises NotFound, also when its answer is gone."""
    row = db.session.execute(
        select(Candidate, Thread, Post, Article, _accepted_at, _in_dispute, *people.COLUMNS)
        .join(Thread, Thread.id == Candidate.thread_id)
        .join(Post, Post.id == Candidate.post_id)
        .outerjoin(Article, Article.id == Candidate.article_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Candidate.id == candidate_id, Thread.deleted_at.is_(None), Post.deleted_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound
    candidate, thread, post, article, accepted_at, in_dispute = row[:6]
    return Review(
        id=candidate.id, state=candidate.state, reasons=tuple(candidate.reasons), thread_id=thread.id,
        slug=thread.slug, title=thread.title, problem=thread.excerpt, post_id=post.id, html=post.html,
        helpful=post.helpful, didnt_work=post.didnt_work,
        author=people.of(row[6:], role=post.author_role, name=post.author_name), accepted_at=accepted_at,
        in_dispute=in_dispute, personal=personal_data.holds_any(article.source if article else post.source),
        similar=_similar(thread.title, article), draft=_draft(article),
    )  # fmt: skip


def _similar(title: str, article: Article | None) -> Suggestion | None:
    """A published guide about the same, if there is one: half of the words of one title stand in the other."""
    mine = wanted(telling(title))
    others = (each for each in suggestions.guides(title) if article is None or each.id != article.id)
    return next((each for each in others if _alike(mine, wanted(telling(each.title)))), None)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))


def _draft(article: Article | None) -> Draft | None:
    if article is None:
        return None
    author = db.session.get(Member, article.author_id) if article.author_id else None
    return Draft(
        id=article.id, title=article.title, scope=article.scope, source=article.source, html=article.html,
        revision=article.revision, author_id=article.author_id, author_name=author.name if author else "",
    )  # fmt: skip


def of_article(article_id: int) -> int | None:
    """The candidate that this draft came from."""
    return db.session.scalar(select(Candidate.id).where(Candidate.article_id == article_id).limit(1))
