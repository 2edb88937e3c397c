"""A question, problem, idea or praise with its support state.

The state follows from four facts (closed, resolved otherwise, acceptances that stand, visible human answers) and is
settled after each change by `settle`; nothing else writes it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.acceptance import Acceptance
from models.base import Base, db, pk, ref
from models.clock import now
from models.errors import Conflict
from models.member import Member
from models.post import Post

KINDS = ("question", "problem", "idea", "praise")
STATES = ("open", "answered", "resolved", "closed")
SEVERITIES = ("normal", "high", "urgent")
CLOSE_REASONS = ("same answer", "off topic", "other")
RESOLVE_REASONS = ("answered elsewhere", "fixed", "not reproducible", "no longer needed", "other")


class Thread(Base):
    __tablename__ = "thread"

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(default="question")
    title: Mapped[str]
    slug: Mapped[str]
    author_id: Mapped[int | None] = ref("member.id", index=True)
    category_id: Mapped[int | None] = ref("category.id")
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opening_id: Mapped[int | None]
    """The opening post; set right after it exists (no foreign key: the two tables would need each other)."""
    state: Mapped[str] = mapped_column(default="open")
    round: Mapped[int] = mapped_column(default=1)
    severity: Mapped[str] = mapped_column(default="normal")
    created_at: Mapped[datetime]
    active_at: Mapped[datetime]
    tag_names: Mapped[list[Any]] = mapped_column(default=list)
    excerpt: Mapped[str] = mapped_column(default="")
    imported: Mapped[bool] = mapped_column(default=False)

    answer_count: Mapped[int] = mapped_column(default=0)
    accepted_count: Mapped[int] = mapped_column(default=0)
    me_too_count: Mapped[int] = mapped_column(default=0)
    follower_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)

    disputed: Mapped[bool] = mapped_column(default=False)
    needs_info_at: Mapped[datetime | None]
    private_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None]
    same_as_id: Mapped[int | None] = ref("thread.id")
    resolved_at: Mapped[datetime | None]
    """When staff resolved it otherwise; an acceptance needs no instant here."""
    resolved_reason: Mapped[str | None]
    locked_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state in ('open', 'answered', 'resolved', 'closed')", name="state"),
        Index("ix_thread_active", "deleted_at", "active_at", "id"),
        Index("ix_thread_state_active", "deleted_at", "state", "active_at", "id"),
        Index("ix_thread_created", "deleted_at", "created_at", "id"),
        Index("ix_thread_me_too", "deleted_at", "me_too_count", "id"),
        Index("ix_thread_score", "deleted_at", "score", "id"),
        Index("ix_thread_category", "category_id", "deleted_at", "active_at", "id"),
        Index("ix_thread_same_as", "same_as_id"),
    )

    def settle(self) -> None:
        """Count anew and derive the state; falling back from settled, or from answered to open, begins a round."""
        db.session.flush()
        counts = select(ANSWERS, ACCEPTED).where(Thread.id == self.id)
        self.answer_count, self.accepted_count = db.session.execute(counts).one()
        before, self.state = self.state, self._state()
        if STATES.index(self.state) < STATES.index(before):
            self.round, self.needs_info_at = self.round + 1, None
        db.session.flush()

    def _state(self) -> str:
        if self.closed_at:
            return "closed"
        if self.accepted_count or self.resolved_at:
            return "resolved"
        return "answered" if self.answer_count else "open"

    def touch(self) -> None:
        self.active_at = max(self.active_at, now())

    def accept(self, answer: Post, by: Member, *, scope: str = "") -> Acceptance:
        """The acceptance, in the session; `settle` follows. Raises Conflict for what cannot be accepted."""
        if answer.thread_id != self.id or answer.kind != "answer":
            raise Conflict("Only an answer to this question can be accepted.")
        if answer.deleted_at or self.deleted_at:
            raise Conflict("A deleted answer cannot be accepted.")
        if answer.author_role == "bot":
            raise Conflict("An automated suggestion cannot be accepted.")
        if self.closed_at:
            raise Conflict("This question is closed.")
        self.needs_info_at = None
        acceptance = Acceptance(thread_id=self.id, post_id=answer.id, by_id=by.id, at=now(), scope=scope)
        db.session.add(acceptance)
        return acceptance

    def close(self, reason: str, *, same_as_id: int | None = None) -> None:
        if self.closed_at:
            raise Conflict("This question is closed already.")
        self.closed_at, self.close_reason, self.same_as_id = now(), reason, same_as_id
        self.settle()

    def reopen(self) -> None:
        """Back to open or answered in a new round. Raises Conflict when it is neither closed nor resolved otherwise."""
        if not (self.closed_at or self.resolved_at):
            raise Conflict("This question is open already.")
        self.closed_at = self.close_reason = self.same_as_id = self.resolved_at = self.resolved_reason = None
        self.settle()

    def resolve_otherwise(self, reason: str) -> None:
        if self.state in ("resolved", "closed"):
            raise Conflict("This question is settled already.")
        self.resolved_at, self.resolved_reason, self.needs_info_at = now(), reason, None
        self.settle()

    def hand_back(self) -> None:
        """With the community again, in a new round. Raises Conflict when nobody has anything to do about it."""
        if self.state in ("resolved", "closed"):
            raise Conflict("This question is settled already.")
        self.round, self.needs_info_at = self.round + 1, None

    def ask_asker(self) -> None:
        """Needs information from its asker; until the reply staff's clocks stand still."""
        if self.state in ("resolved", "closed"):
            raise Conflict("This question is settled already.")
        if self.needs_info_at:
            raise Conflict("The asker has been asked already.")
        self.needs_info_at = now()


# What the state follows from, counted for one thread or, by imports and `doctor`, for all of them.
ANSWERS = (
    select(func.count())
    .select_from(Post)
    .where(Post.thread_id == Thread.id, Post.kind == "answer", Post.deleted_at.is_(None), Post.author_role != "bot")
    .scalar_subquery()
)
ACCEPTED = (
    select(func.count())
    .select_from(Acceptance)
    .join(Post, Post.id == Acceptance.post_id)
    .where(Acceptance.thread_id == Thread.id, Acceptance.ended_at.is_(None), Post.deleted_at.is_(None))
    .scalar_subquery()
)
