"""A member as others see them, and the list of members."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from community import access
from community.queries import keyset, people
from community.queries.keyset import Page
from community.queries.ledger import times
from community.queries.people import Person
from models.acceptance import Acceptance
from models.article import Article, ArticleSource
from models.base import db, fetch
from models.clock import now
from models.escalation import Competence
from models.member import Member
from models.point import MemberBadge, Point
from models.post import Post
from models.taxonomy import Tag
from models.thread import Thread
from reputation import standings
from reputation.levels import Level, Requirement, missing
from reputation.points import HELPFUL

WEEK = timedelta(days=7)
FEW = 5
SIZE = 30


@dataclass(frozen=True, slots=True)
class Figures:
    helped: int
    helped_this_week: int
    answers: int
    solved: int
    guides: int
    points: int
    points_this_week: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag in which a member's answers worked. `solved` counts answers that did."""

    name: str
    solved: int


@dataclass(frozen=True, slots=True)
class Given:
    """One of a member's answers."""

    post_id: int
    title: str
    at: datetime
    accepted: bool
    verified: bool
    helpful: int


@dataclass(frozen=True, slots=True)
class Profile:
    id: int
    person: Person
    role: str
    level: Level
    joined_at: datetime
    about: str
    website: str
    location: str
    figures: Figures
    topics: list[Topic]
    badges: list[tuple[str, int]]
    answers: list[Given]


def profile(member_id: int) -> Profile:
    """What anybody may know of a member. Raises NotFound like `access.member`."""
    member = access.member(member_id)
    return Profile(
        id=member.id,
        person=people.of_member(member),
        role=member.role,
        level=Level(member.level),
        joined_at=member.joined_at,
        about=member.about,
        website=member.website,
        location=member.location,
        figures=_figures(member),
        topics=_topics(member.id),
        badges=_badges(member.id),
        answers=_best_answers(member.id),
    )


def needs(member_id: int) -> list[tuple[Requirement, int]]:
    """What the member's next level still takes, with how far they are; empty at the highest."""
    standing, level = standings.of_members([member_id])[member_id]
    return missing(standing, Level(level))


def members(*, after: str = "", size: int = SIZE) -> Page[tuple[Person, Member]]:
    """A page of members, those with the most points first."""
    statement = (
        select(Member)
        .where(Member.deleted_at.is_(None), Member.role != "system")
        .order_by(Member.reputation.desc(), Member.id.desc())
    )
    if after:
        statement = statement.where(keyset.before(after, Member.reputation, Member.id))
    rows = list(db.session.scalars(statement.limit(size + 1)))
    return keyset.page(
        rows, size, lambda row: (people.of_member(row), row), lambda row: keyset.cursor(row.reputation, row.id)
    )


def badges() -> list[tuple[str, int]]:
    """Every badge with how many members have it, the rarest last."""
    holders = func.count(func.distinct(MemberBadge.member_id)).label("holders")
    found = select(MemberBadge.name, holders).group_by(MemberBadge.name).order_by(holders.desc(), MemberBadge.name)
    return [(row.name, row.holders) for row in fetch(found)]


def _figures(member: Member) -> Figures:
    week = fetch(
        select(
            func.coalesce(func.sum(Point.amount), 0).label("points"),
            times(HELPFUL).label("helped"),
            _guides(member.id).label("guides"),
        ).where(Point.member_id == member.id, Point.at > now() - WEEK)
    ).one()
    return Figures(
        helped=member.helped_count,
        helped_this_week=max(0, int(week.helped)),
        answers=member.answer_count,
        solved=member.solved_count,
        guides=week.guides,
        points=member.shown_reputation,
        points_this_week=int(week.points),
    )


def _guides(member_id: int) -> Any:
    return (
        select(func.count(func.distinct(ArticleSource.article_id)))
        .join(Article, Article.id == ArticleSource.article_id)
        .where(ArticleSource.author_id == member_id, Article.state == "published")
        .scalar_subquery()
    )


def _topics(member_id: int) -> list[Topic]:
    found = (
        select(Tag.name, Competence.good)
        .join(Tag, Tag.id == Competence.tag_id)
        .where(Competence.member_id == member_id, Competence.good > 0)
        .order_by(Competence.good.desc(), Tag.name)
        .limit(FEW)
    )
    return [Topic(name, good) for name, good in fetch(found)]


def _badges(member_id: int) -> list[tuple[str, int]]:
    times = func.count().label("times")
    found = select(MemberBadge.name, times).where(MemberBadge.member_id == member_id).group_by(MemberBadge.name)
    return [(row.name, row.times) for row in fetch(found.order_by(MemberBadge.name))]


def _best_answers(member_id: int) -> list[Given]:
    accepted = select(Acceptance.id).where(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)).exists()
    found = (
        select(Post.id, Thread.title, Post.created_at, Post.verified_at, Post.helpful, accepted.label("accepted"))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id == member_id, Post.kind == "answer", Post.deleted_at.is_(None))
        .where(Thread.deleted_at.is_(None), Thread.private_at.is_(None))
        .order_by(Post.created_at.desc(), Post.id.desc())
        .limit(FEW)
    )
    return [
        Given(row.id, row.title, row.created_at, row.accepted, row.verified_at is not None, row.helpful)
        for row in fetch(found)
    ]
