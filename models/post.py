"""One contribution: the opening of a thread, an answer, or a comment on either."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, and_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.base import Base, pk, ref
from models.clock import now
from models.errors import Conflict
from models.member import OFFICIAL, Member

BODY_LIMIT = 30_000  # characters; more is refused before anything is parsed (security.md)
DELETE_REASONS = ("author", "staff", "spam", "abuse")


class Post(Base):
    __tablename__ = "post"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id")
    kind: Mapped[str]
    parent_id: Mapped[int | None] = ref("post.id")
    """What a comment is about; None on openings and answers."""
    author_id: Mapped[int | None] = ref("member.id")
    author_name: Mapped[str] = mapped_column(default="")
    """Only where an import names somebody who has no account."""
    author_role: Mapped[str] = mapped_column(default="customer")
    """The role when it was written, or "bot"."""
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[int | None] = ref("member.id")
    delete_reason: Mapped[str | None]

    source: Mapped[str]
    format: Mapped[str] = mapped_column(default="markdown")
    html: Mapped[str]
    renderer: Mapped[str]

    helpful: Mapped[int] = mapped_column(default=0)
    didnt_work: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    """helpful minus didn't work; on an imported question, up minus down"""
    comment_count: Mapped[int] = mapped_column(default=0)
    revision_count: Mapped[int] = mapped_column(default=1)
    verified_at: Mapped[datetime | None]
    wiki: Mapped[bool] = mapped_column(default=False)
    """Written by many: its votes move no points."""

    __table_args__ = (
        CheckConstraint("kind in ('opening', 'answer', 'comment')", name="kind"),
        CheckConstraint("(kind = 'comment') = (parent_id is not null)", name="parent"),
        Index("ix_post_thread_id_kind", "thread_id", "kind", "created_at", "id"),
        Index("ix_post_parent_id", "parent_id", "created_at", "id"),
        Index("ix_post_author_id", "author_id", "kind", "created_at", "id"),
    )

    @property
    def visible(self) -> bool:
        return self.deleted_at is None

    @property
    def is_human(self) -> bool:
        return self.author_role != "bot"

    @property
    def is_official(self) -> bool:
        return self.author_role in OFFICIAL

    def delete(self, by: Member, reason: str) -> None:
        if self.deleted_at:
            raise Conflict("It is deleted already.")
        self.deleted_at, self.deleted_by_id, self.delete_reason = now(), by.id, reason

    def restore(self) -> None:
        if not self.deleted_at:
            raise Conflict("It is not deleted.")
        self.deleted_at = self.deleted_by_id = self.delete_reason = None


_above = aliased(Post)


def in_sight() -> ColumnElement[bool]:
    """What everybody may read of a thread that they may: neither deleted nor a comment below what is."""
    hidden_above = select(_above.id).where(_above.id == Post.parent_id, _above.deleted_at.is_not(None))
    return and_(Post.deleted_at.is_(None), ~hidden_above.exists())


class Revision(Base):
    """A text as it once stood. Number 1 is what was first posted; titles and tags only on openings."""

    __tablename__ = "revision"

    post_id: Mapped[int] = ref("post.id", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int | None] = ref("member.id")
    editor_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    title: Mapped[str | None]
    body: Mapped[str]
    tags: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    redacted_at: Mapped[datetime | None]
