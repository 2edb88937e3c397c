"""The ledger: one row a reputation event of one member. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class Point(Base):
    __tablename__ = "point"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id")
    at: Mapped[datetime]
    event_id: Mapped[int] = ref("event.id")
    rule: Mapped[str]
    rule_version: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int]
    uncapped: Mapped[int]
    """What the rule would give without caps; where it differs from the amount the page says why."""
    note: Mapped[str] = mapped_column(default="")
    """Why it was capped or reversed: a short code."""
    counterparty_id: Mapped[int | None] = ref("member.id")
    cause_kind: Mapped[str]
    """vote, acceptance, verification, promotion, flag, edit, removal"""
    cause_id: Mapped[int]
    post_id: Mapped[int | None] = ref("post.id", index=True)
    thread_id: Mapped[int | None] = ref("thread.id")
    fact_at: Mapped[datetime]
    """When the fact stood; the day its cap counts in."""
    reverses_id: Mapped[int | None] = ref("point.id")
    state: Mapped[str] = mapped_column(default="posted")

    __table_args__ = (
        UniqueConstraint("event_id", "member_id", "rule", "cause_kind", "cause_id"),
        CheckConstraint("state in ('posted', 'held', 'void')", name="state"),
        Index("ix_point_member_id_at", "member_id", "at", "id"),
        Index("ix_point_member_id_fact_at", "member_id", "fact_at"),
        Index("ix_point_cause", "cause_kind", "cause_id"),
        Index("ix_point_at_member", "at", "member_id", "amount"),
    )


class MemberBadge(Base):
    """A badge that an import brought; our own come with their rules."""

    __tablename__ = "member_badge"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id", index=True)
    name: Mapped[str]
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    tag_based: Mapped[bool] = mapped_column(default=False)
