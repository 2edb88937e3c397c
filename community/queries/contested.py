"""What a question page says about a dispute: the open one, else the last that was decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from community.queries.threads import Head
from models.base import fetch
from models.dispute import Dispute
from models.post import Post


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispute as everybody may see it: never who opened it, nor the evidence."""

    id: int
    post_id: int
    cause: str
    reason: str
    due_at: datetime | None
    decided_at: datetime | None
    outcome: str | None
    outcome_reason: str
    scope: str
    didnt_work: int


_SHOWN = (
    select(
        Dispute.id, Dispute.post_id, Dispute.cause, Dispute.reason, Dispute.due_at, Dispute.decided_at,
        Dispute.outcome, Dispute.outcome_reason, Dispute.scope, Post.didnt_work,
    )
    .join(Post, Post.id == Dispute.post_id)
    .where(Dispute.thread_id == bindparam("thread_id"), Post.deleted_at.is_(None))
    .order_by(Dispute.decided_at.is_not(None), Dispute.decided_at.desc(), Dispute.id)
    .limit(1)
)  # fmt: skip


def shown(thread: Head) -> Shown | None:
    """The dispute that a reader should know of, if any; one statement where there ever was one, else none."""
    row = fetch(_SHOWN, {"thread_id": thread.id}).one_or_none() if thread.ladder.contested else None
    return Shown(*tuple(row)) if row else None
