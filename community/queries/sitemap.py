"""What search engines should know of: visible questions and published guides, in parts of a fixed stretch of ids."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import func, select

from models.article import Article
from models.base import db, fetch
from models.errors import NotFound
from models.thread import Thread

STRETCH = 10_000
"""Ids in a part; the format allows 50,000 addresses a file, and a part stays quick to make."""


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    changed_at: datetime


def parts() -> int:
    """How many parts there are; at least one, which also holds the guides."""
    return (db.session.scalar(select(func.max(Thread.id))) or 0) // STRETCH + 1


def part(number: int) -> list[Place]:
    """The addresses of one part. Raises NotFound beyond the last."""
    if not 0 <= number < parts():
        raise NotFound
    rows = fetch(
        select(Thread.id, Thread.slug, Thread.active_at)
        .where(Thread.id >= number * STRETCH, Thread.id < (number + 1) * STRETCH, Thread.deleted_at.is_(None))
        .order_by(Thread.id)
    )
    places = [Place(f"/questions/{row.id}/{quote(row.slug)}", row.active_at) for row in rows]
    return places + (_guides() if number == 0 else [])


def _guides() -> list[Place]:
    rows = fetch(
        select(Article.id, Article.slug, Article.edited_at, Article.published_at, Article.created_at)
        .where(Article.state == "published")
        .order_by(Article.id)
        .limit(STRETCH)
    )
    return [
        Place(f"/kb/{row.id}/{quote(row.slug)}", row.edited_at or row.published_at or row.created_at) for row in rows
    ]
