"""What the promotion pass looks at: which answers may have become ripe, and what is known of them at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Exists, ScalarSelect, func, or_, select, union

from escalation.promotion import Solution
from models.acceptance import Acceptance
from models.article import Candidate
from models.base import db, fetch
from models.dispute import Dispute, ThreadLink
from models.event_log import LoggedEvent
from models.post import Post
from models.thread import Thread
from models.vote import Vote

MOVERS = ("AnswerAccepted", "VoteCast", "ThreadLinked", "ThreadClosed", "DisputeDecided", "PostRestored")
"""Events after which an answer may be ripe at once, if it has stood for long enough already."""


@dataclass(frozen=True)
class Known:
    thread_id: int
    post_id: int
    solution: Solution


def last_event() -> int:
    """The id of the newest event of the log."""
    return db.session.scalar(select(func.max(LoggedEvent.id))) or 0


def moved(after: int, most: int) -> tuple[list[int], int]:
    """The threads of what happened after the event `after`, and the event up to which that was looked at."""
    up_to = min(last_event(), after + most)
    between = LoggedEvent.kind.in_(MOVERS), LoggedEvent.id > after, LoggedEvent.id <= up_to
    found = select(LoggedEvent.thread_id).where(*between, LoggedEvent.thread_id.is_not(None)).distinct()
    # What happens to a duplicate is told of the duplicate, but counts for the question that has the answer.
    pointed_at = select(ThreadLink.to_id).where(ThreadLink.thread_id.in_(found))
    return [each for each in db.session.scalars(union(found, pointed_at)) if each], up_to


def ripened(since: datetime, until: datetime) -> list[int]:
    """The threads in which something that settles was done after `since` and up to `until`."""
    accepted = select(Acceptance.thread_id).where(
        Acceptance.ended_at.is_(None), Acceptance.at > since, Acceptance.at <= until
    )
    decided = select(Dispute.thread_id).where(Dispute.decided_at > since, Dispute.decided_at <= until)
    return list(db.session.scalars(union(accepted, decided)))


def accepted_by(until: datetime, after: int, most: int) -> list[int]:
    """The next threads by id with an acceptance made up to `until`."""
    found = select(Acceptance.thread_id).where(Acceptance.at <= until, Acceptance.thread_id > after).distinct()
    return list(db.session.scalars(found.order_by(Acceptance.thread_id).limit(most)))


def known(thread_ids: Sequence[int], at: datetime) -> list[Known]:
    """The solutions of these threads that are no candidates yet, as they stood at `at`."""
    rows = fetch(
        select(
            Acceptance.thread_id, Acceptance.post_id, func.min(Acceptance.at), _last_dispute(at), _in_dispute(at),
            _helpful(at), _duplicates(at),
        )
        .join(Thread, Thread.id == Acceptance.thread_id)
        .join(Post, Post.id == Acceptance.post_id)
        .where(
            Acceptance.thread_id.in_(thread_ids),
            Acceptance.at <= at,
            or_(Acceptance.ended_at.is_(None), Acceptance.ended_at > at),
            or_(Post.deleted_at.is_(None), Post.deleted_at > at),
            or_(Thread.deleted_at.is_(None), Thread.deleted_at > at),
            Thread.private_at.is_(None),
            ~select(Candidate.id).where(Candidate.post_id == Acceptance.post_id).exists(),
        )
        .group_by(Acceptance.thread_id, Acceptance.post_id)
        .order_by(Acceptance.thread_id, Acceptance.post_id)
    )  # fmt: skip
    return [
        Known(thread, post, Solution(max(accepted, ended or accepted), in_dispute, helpful, duplicates))
        for thread, post, accepted, ended, in_dispute, helpful, duplicates in rows
    ]


def _last_dispute(at: datetime) -> ScalarSelect[Any]:
    about = Dispute.post_id == Acceptance.post_id, Dispute.decided_at <= at
    return select(func.max(Dispute.decided_at)).where(*about).correlate(Acceptance).scalar_subquery()


def _in_dispute(at: datetime) -> Exists:
    undecided = or_(Dispute.decided_at.is_(None), Dispute.decided_at > at)
    about = Dispute.post_id == Acceptance.post_id, Dispute.opened_at <= at, undecided
    return select(Dispute.id).where(*about).correlate(Acceptance).exists()


def _helpful(at: datetime) -> ScalarSelect[Any]:
    said = Vote.post_id == Acceptance.post_id, Vote.value == 1, Vote.at <= at
    return select(func.count()).select_from(Vote).where(*said).correlate(Acceptance).scalar_subquery()


def _duplicates(at: datetime) -> ScalarSelect[Any]:
    same = ThreadLink.to_id == Acceptance.thread_id, ThreadLink.kind == "same answer", ThreadLink.at <= at
    return select(func.count()).select_from(ThreadLink).where(*same).correlate(Acceptance).scalar_subquery()
