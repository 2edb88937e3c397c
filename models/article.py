"""Guides: what an accepted answer became, with its revisions and where it came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class Candidate(Base):
    """An accepted answer that may become a guide. One for ever, so that what was dismissed stays dismissed."""

    __tablename__ = "candidate"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    post_id: Mapped[int] = ref("post.id", unique=True)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = ref("member.id")
    article_id: Mapped[int | None] = ref("article.id")

    __table_args__ = (
        CheckConstraint("state in ('open', 'drafted', 'dismissed', 'published')", name="state"),
        Index("ix_candidate_state_found_at", "state", "found_at", "id"),
    )


class Article(Base):
    __tablename__ = "article"

    id: Mapped[pk]
    title: Mapped[str]
    slug: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    category_id: Mapped[int | None] = ref("category.id", index=True)
    author_id: Mapped[int | None] = ref("member.id")
    """Who drafted it; somebody else reviews."""
    reviewer_id: Mapped[int | None] = ref("member.id")
    owner_id: Mapped[int | None] = ref("member.id")
    scope: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[str]
    excerpt: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    review_by: Mapped[datetime | None]
    helpful: Mapped[int] = mapped_column(default=0)
    not_helpful: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("state in ('draft', 'published', 'withdrawn')", name="state"),
        Index("ix_article_state_published_at", "state", "published_at", "id"),
    )


class ArticleRevision(Base):
    __tablename__ = "article_revision"

    article_id: Mapped[int] = ref("article.id", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int | None] = ref("member.id")
    at: Mapped[datetime]
    title: Mapped[str]
    body: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class ArticleSource(Base):
    """Provenance: this guide was made from that answer."""

    __tablename__ = "article_source"

    article_id: Mapped[int] = ref("article.id", primary_key=True)
    post_id: Mapped[int] = ref("post.id", primary_key=True, index=True)
    thread_id: Mapped[int] = ref("thread.id", index=True)
    author_id: Mapped[int | None] = ref("member.id")


class ArticleVote(Base):
    """Was it helpful: bound to the revision that was read."""

    __tablename__ = "article_vote"

    article_id: Mapped[int] = ref("article.id", primary_key=True)
    member_id: Mapped[int] = ref("member.id", primary_key=True)
    value: Mapped[int]
    revision: Mapped[int]
    at: Mapped[datetime]
