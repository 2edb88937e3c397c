"""An objection to an answer that stands, as an object with a reason, evidence, a deadline and an outcome."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref

CAUSES = ("member", "outscored", "didnt_work", "withdrawn", "edit_war")
REASONS = ("wrong", "outdated", "unsafe", "version", "mistake")
OUTCOMES = ("upheld", "narrowed", "corrected", "dismissed", "withdrawn")
_OPEN = text("decided_at IS NULL")


class Dispute(Base):
    __tablename__ = "dispute"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    post_id: Mapped[int] = ref("post.id", index=True)
    round: Mapped[int] = mapped_column(default=1)
    cause: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    opener_id: Mapped[int | None] = ref("member.id")
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    reviewer_id: Mapped[int | None] = ref("member.id")
    outcome: Mapped[str | None]
    outcome_reason: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    """What the acceptance holds for after it was narrowed."""

    __table_args__ = (
        Index("uq_dispute_open", "thread_id", "cause", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_dispute_decided_at", "decided_at", "opened_at", "id"),
    )


class ThreadLink(Base):
    """`thread_id` points at `to_id`: "same answer" (which closes it) or "related"."""

    __tablename__ = "thread_link"

    thread_id: Mapped[int] = ref("thread.id", primary_key=True)
    to_id: Mapped[int] = ref("thread.id", primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = ref("member.id")
