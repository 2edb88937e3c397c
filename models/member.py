"""A person (or the system itself) with an account."""

import unicodedata
from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk

ROLES = ("customer", "employee", "staff", "admin", "system")
STAFF = frozenset({"staff", "admin"})
OFFICIAL = frozenset({"employee", "staff", "admin"})
"""Roles whose answers speak for the company."""


def key_of(name: str) -> str:
    """The form in which handles and addresses are compared: NFKC, case folded."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


class Member(Base):
    __tablename__ = "member"

    id: Mapped[pk]
    handle: Mapped[str]
    handle_key: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="customer")
    level: Mapped[int] = mapped_column(default=0)
    reputation: Mapped[int] = mapped_column(default=0)
    """The sum of the posted ledger entries; shown as `shown_reputation`."""
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]

    about: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    signature: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="UTC")
    locale: Mapped[str] = mapped_column(default="en")
    theme: Mapped[str] = mapped_column(default="system")
    imported: Mapped[bool] = mapped_column(default=False)
    resting: Mapped[bool] = mapped_column(default=False)
    suspended_until: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    answer_count: Mapped[int] = mapped_column(default=0)
    solved_count: Mapped[int] = mapped_column(default=0)
    helped_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("role in ('customer', 'employee', 'staff', 'admin', 'system')", name="role"),
        Index("ix_member_reputation", "reputation", "id"),
    )

    @property
    def name(self) -> str:
        return self.display_name or self.handle

    @property
    def shown_reputation(self) -> int:
        """At least 1: the floor is shown, never stored."""
        return max(1, 1 + self.reputation)

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def is_official(self) -> bool:
        return self.role in OFFICIAL

    @property
    def is_confirmed(self) -> bool:
        return self.email_confirmed_at is not None
