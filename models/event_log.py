"""The append-only log of what happened, and what still has to follow from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref
from models.events import Event


class LoggedEvent(Base):
    __tablename__ = "event"

    id: Mapped[pk]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = ref("member.id")
    thread_id: Mapped[int | None] = ref("thread.id")
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    imported: Mapped[bool] = mapped_column(default=False)
    """Brought by an import: written down, told to nobody."""

    __table_args__ = (
        Index("ix_event_thread_id", "thread_id", "at", "id"),
        Index("ix_event_at", "at", "id"),
        Index("ix_event_kind", "kind", "id"),
    )

    def entry(self) -> "Entry":
        return Entry(id=self.id, at=self.at, actor_id=self.actor_id, event=revive(self.kind, self.payload))


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as projections and consumers get it."""

    id: int
    at: datetime
    actor_id: int | None
    event: Event


def revive(kind: str, payload: dict[str, Any]) -> Event:
    """The event that was logged. JSON has no tuples, so lists become tuples again."""
    return Event.kinds[kind](**{name: _tuple(value) for name, value in payload.items()})


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


class Delivery(Base):
    """One thing to do outside after the commit, kept until it is done: at least once, never forgotten."""

    __tablename__ = "delivery"

    id: Mapped[pk]
    event_id: Mapped[int] = ref("event.id")
    consumer: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="pending")
    """pending, done or dead"""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    """When it may be claimed: pushed ahead by a lease and by each failure."""
    token: Mapped[str | None]
    """Of the worker that holds the lease; a late one finds another here and stops."""
    done_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("event_id", "consumer", "target"),
        Index(
            "ix_delivery_pending", "consumer", "next_at", "id",
            sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'"),
        ),
    )  # fmt: skip
