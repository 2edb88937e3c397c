"""The ladder's rows: one clock a thread, one step a tier and round, who holds a thread, staff's notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref

PEERS, ADVOCATES, EMPLOYEES, STAFF_TIER, PRIVATE = 1, 2, 3, 4, 5
TIERS = {1: "peers", 2: "advocates", 3: "employees", 4: "staff", 5: "private case"}


class Clock(Base):
    """When a thread moves next and why: a projection of its events, so it can always be rebuilt."""

    __tablename__ = "clock"

    thread_id: Mapped[int] = ref("thread.id", primary_key=True)
    tier: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime | None]
    """The next instant at which a sweep has something to do; None when nothing is running."""
    due_kind: Mapped[str | None]
    """climb, confirm, dispute, first_reply, next_reply, resolution …"""
    started_at: Mapped[datetime | None]
    """When staff's present target began to run (the wait that the maximum is measured by)."""
    promise_at: Mapped[datetime | None]
    """The staff target that the queue shows."""
    priority: Mapped[int | None]
    """Minutes, smaller is sooner; does not change as time passes."""
    in_queue: Mapped[bool] = mapped_column(default=False)
    asleep: Mapped[bool] = mapped_column(default=False)
    """Imported, and no admin has started its clocks: only `sweep --at` sees it."""
    horizon: Mapped[datetime | None]
    """Asleep: facts up to here were seen."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    spans: Mapped[list[Any]] = mapped_column(default=list)
    policy_number: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_clock_due_at", "due_at", "thread_id", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_clock_queue", "in_queue", "priority", "thread_id"),
        Index("ix_clock_asleep", "asleep", "thread_id"),
    )


class Escalation(Base):
    """One step up the ladder; unique, so a sweep that runs late, twice or beside another changes nothing."""

    __tablename__ = "escalation"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id")
    tier: Mapped[int]
    round: Mapped[int]
    cause: Mapped[str]
    due_at: Mapped[datetime]
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("thread_id", "tier", "round"),
        Index("ix_escalation_at", "at", "id"),
    )


class Asked(Base):
    """A member whom a step asked for help; counted against the daily cap."""

    __tablename__ = "asked"

    escalation_id: Mapped[int] = ref("escalation.id", primary_key=True)
    member_id: Mapped[int] = ref("member.id", primary_key=True)
    thread_id: Mapped[int] = ref("thread.id", index=True)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_asked_member_id_at", "member_id", "at"),)


class Assignment(Base):
    """Who holds a thread. Letting go keeps the row."""

    __tablename__ = "assignment"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    member_id: Mapped[int] = ref("member.id", index=True)
    given_by_id: Mapped[int | None] = ref("member.id")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_assignment_standing", "thread_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip


class Note(Base):
    """What only staff may see. A table of its own, so no public query can return it."""

    __tablename__ = "note"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    author_id: Mapped[int | None] = ref("member.id")
    at: Mapped[datetime]
    source: Mapped[str]
    html: Mapped[str]


class PolicyVersion(Base):
    __tablename__ = "policy_version"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = ref("member.id")
    toml: Mapped[str]


class SweepRun(Base):
    __tablename__ = "sweep_run"

    id: Mapped[pk]
    instant: Mapped[datetime] = mapped_column(index=True)
    """As of when; --at refuses to go behind the last one."""
    historic: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    climbed: Mapped[int] = mapped_column(default=0)


class Competence(Base):
    """How often a member's answers in a tag worked: filled by `reputation`, read by `escalation`."""

    __tablename__ = "competence"

    member_id: Mapped[int] = ref("member.id", primary_key=True)
    tag_id: Mapped[int] = ref("tag.id", primary_key=True)
    good: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_competence_tag_id_good", "tag_id", "good", "member_id"),)
