"""Which answers stand as the solution, by whom, since when. Ending one keeps its row."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref
from models.clock import now
from models.errors import Conflict
from models.member import Member

END_REASONS = ("withdrawn", "switched", "staff", "dispute", "deleted")
STANDING = text("ended_at IS NULL")


class Acceptance(Base):
    __tablename__ = "acceptance"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    post_id: Mapped[int] = ref("post.id", index=True)
    by_id: Mapped[int | None] = ref("member.id", index=True)
    at: Mapped[datetime]
    scope: Mapped[str] = mapped_column(default="")
    """What it holds for: a version, a platform, a plan; empty: for all."""
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = ref("member.id")
    end_reason: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_acceptance_standing", "thread_id", "post_id", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )  # fmt: skip

    def end(self, by: Member, reason: str) -> None:
        if self.ended_at:
            raise Conflict("This acceptance has ended already.")
        self.ended_at, self.ended_by_id, self.end_reason = now(), by.id, reason


class Verification(Base):
    """Staff's mark that a peer's answer is right."""

    __tablename__ = "verification"

    id: Mapped[pk]
    thread_id: Mapped[int] = ref("thread.id", index=True)
    post_id: Mapped[int] = ref("post.id", index=True)
    by_id: Mapped[int | None] = ref("member.id")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_verification_standing", "post_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )
