"""What a member is told: the inbox, which mails they want, and what they have begun to write."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class Notification(Base):
    __tablename__ = "notification"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id")
    event_id: Mapped[int] = ref("event.id")
    kind: Mapped[str]
    thread_id: Mapped[int | None] = ref("thread.id")
    post_id: Mapped[int | None] = ref("post.id")
    actor_id: Mapped[int | None] = ref("member.id")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("event_id", "member_id", "kind"),  # in this order it also finds all of an event
        Index("ix_notification_member_id", "member_id", "id"),
        Index("ix_notification_unread", "member_id", "read_at"),
    )


class MailPreference(Base):
    """A member's own choice for one kind of mail; without a row the kind's default holds."""

    __tablename__ = "mail_preference"

    member_id: Mapped[int] = ref("member.id", primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]


class Draft(Base):
    """`place` is where it belongs: "ask", "answer:12", "comment:34", "edit:34"."""

    __tablename__ = "draft"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id")
    place: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("member_id", "place"),)
