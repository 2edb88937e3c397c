"""Rows that keep the machinery honest: imports, leases, job runs, repeated requests, searches, loose values."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class ImportKey(Base):
    """Which of our objects an original became. Ids of one kind never meet those of another."""

    __tablename__ = "import_key"

    source: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    original_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    object_id: Mapped[int]

    __table_args__ = (Index("ix_import_key_kind_object_id", "kind", "object_id"),)


class ImportRun(Base):
    """How far an import has come, so that it can go on after a kill."""

    __tablename__ = "import_run"

    source: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Lease(Base):
    """Who leads. `fence` rises with each holder, so a frozen one that wakes up can tell it is late."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    fence: Mapped[int]
    until: Mapped[datetime]


class JobRun(Base):
    """One occurrence of a scheduled job, claimed by inserting it."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


class IdempotencyKey(Base):
    """The answer to a request that may be sent again."""

    __tablename__ = "idempotency_key"

    member_id: Mapped[int] = ref("member.id", primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(index=True)


class SearchLog(Base):
    """What was searched for and how much was found; no member, no address."""

    __tablename__ = "search_log"

    id: Mapped[pk]
    at: Mapped[datetime] = mapped_column(index=True)
    query: Mapped[str]
    hits: Mapped[int]


class Meta(Base):
    """Single values of the installation."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
