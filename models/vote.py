"""What readers say: helpful or didn't work, me too, follow, flag."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref

FLAG_REASONS = ("spam", "abuse", "private data", "unsafe", "other")


class Vote(Base):
    """One a member and post; taken back it stays as 0. `at` is when the present value was cast.

    Imported votes have no member, so the constraint does not bind them.
    """

    __tablename__ = "vote"

    id: Mapped[pk]
    post_id: Mapped[int] = ref("post.id", index=True)
    member_id: Mapped[int | None] = ref("member.id", index=True)
    value: Mapped[int]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    fields: Mapped[dict[str, Any] | None]

    __table_args__ = (
        UniqueConstraint("post_id", "member_id"),
        CheckConstraint("value in (-1, 0, 1)", name="value"),
    )


class MeToo(Base):
    __tablename__ = "me_too"

    thread_id: Mapped[int] = ref("thread.id", primary_key=True)
    member_id: Mapped[int] = ref("member.id", primary_key=True, index=True)
    at: Mapped[datetime]


class Follow(Base):
    """`kind` says what `target_id` is: thread, tag or category."""

    __tablename__ = "follow"

    member_id: Mapped[int] = ref("member.id", primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_follow_kind_target_id", "kind", "target_id"),)


class Flag(Base):
    """A report to staff; one a member and post."""

    __tablename__ = "flag"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id")
    post_id: Mapped[int] = ref("post.id", index=True)
    member_id: Mapped[int | None] = ref("member.id")
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = ref("member.id")
    upheld: Mapped[bool | None]

    __table_args__ = (
        UniqueConstraint("post_id", "member_id"),
        Index("ix_flag_decided_at_at", "decided_at", "at", "id"),
    )
