"""Objections to a solution: opened by a member with a reason and evidence, decided by staff who are no party to it.

The outcome is public and has a reason. What it takes from anybody is a row that ends and an event, never an edit.
"""

from collections.abc import Sequence

from sqlalchemy import select

from community import access, writing
from community.transaction import record, transactional
from escalation.in_force import current
from models.acceptance import Acceptance, Verification
from models.base import db
from models.clock import now
from models.dispute import REASONS, Dispute
from models.errors import Conflict, Invalid
from models.events import (
    AcceptanceEnded,
    AnswerAccepted,
    DisputeDecided,
    DisputeOpened,
    VerificationEnded,
)
from models.member import Member
from models.post import Post
from models.thread import Thread
from reputation import privileges
from reputation.privileges import Parties, Privilege

DECISIONS = ("upheld", "narrowed", "corrected", "dismissed")
SHORTEST = 10  # characters: "it is wrong" helps nobody to check it
LONGEST = 1_000
LONGEST_SCOPE = 100


@transactional
def open(by: Member, thread_id: int, *, reason: str, evidence: str, post_id: int | None = None) -> Dispute:
    """The dispute about an answer that stands as a solution; without `post_id`, about the only one."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.OPEN_DISPUTE, thread)
    if reason not in REASONS:
        raise Invalid(reason="Choose one of the list.")
    evidence = _sentence(evidence, "evidence")
    answer = _disputed_answer(by, thread, post_id)
    if thread.closed_at:
        raise Conflict("This question is closed.")
    if any(one.cause == "member" for one in _undecided(thread)):
        raise Conflict("Somebody else has disputed this already, and staff are checking it.")
    dispute = Dispute(
        thread_id=thread.id, post_id=answer.id, round=thread.round, cause="member", reason=reason, evidence=evidence,
        opener_id=by.id, opened_at=now(), due_at=current().due(now(), current().targets.dispute).instant,
    )  # fmt: skip
    db.session.add(dispute)
    thread.disputed = True
    db.session.flush()
    record(
        DisputeOpened(
            thread_id=thread.id, dispute_id=dispute.id, post_id=answer.id, cause="member", reason=reason,
            opener_id=by.id,
        )
    )  # fmt: skip
    return dispute


@transactional
def decide(by: Member, dispute_id: int, *, outcome: str, reason: str, scope: str = "") -> Dispute:
    """The decided dispute. Upheld ends what made the answer a solution; narrowed says for what alone it holds."""
    thread, dispute = access.dispute(by, dispute_id, lock=True)
    answer = db.session.get_one(Post, dispute.post_id)
    privileges.require(by, Privilege.DECIDE_DISPUTE, Parties(answer.author_id, thread.author_id))
    _refuse_decided(dispute)
    if outcome not in DECISIONS:
        raise Invalid(outcome="Choose one of the list.")
    dispute.outcome_reason = _sentence(reason, "reason")
    standing = _standing(dispute)
    if outcome == "narrowed":
        dispute.scope = _scope(scope, standing)
        _narrow(thread, answer, standing, dispute.scope)
    elif outcome == "upheld":
        _end(by, thread, answer, standing)
    _settle(by, thread, dispute, outcome)
    return dispute


@transactional
def withdraw(by: Member, dispute_id: int) -> Dispute:
    """The dispute, taken back by whoever opened it."""
    thread, dispute = access.dispute(by, dispute_id, lock=True)
    _refuse_decided(dispute)
    if dispute.opener_id != by.id:
        raise Conflict("Only whoever opened a dispute can take it back.")
    _settle(None, thread, dispute, "withdrawn")
    return dispute


def _settle(by: Member | None, thread: Thread, dispute: Dispute, outcome: str) -> None:
    dispute.decided_at, dispute.outcome, dispute.reviewer_id = now(), outcome, by.id if by else None
    db.session.flush()
    thread.disputed = bool(_undecided(thread))
    record(
        DisputeDecided(
            thread_id=thread.id, dispute_id=dispute.id, post_id=dispute.post_id, cause=dispute.cause, outcome=outcome
        )
    )


def _disputed_answer(by: Member, thread: Thread, post_id: int | None) -> Post:
    accepted = [row.post_id for row in _acceptances(thread.id)]
    if post_id is None and len(set(accepted)) != 1:
        raise Invalid(post_id="Say which answer it is about.")
    parent, answer = access.answer(by, post_id or accepted[0])
    if parent.id != thread.id:
        raise Invalid(post_id="This answer belongs to another question.")
    if answer.id not in accepted and not answer.verified_at:
        raise Conflict("Nobody has marked this answer as a solution. Say “Didn’t work” instead.")
    if answer.author_id == by.id:
        raise Conflict("This is your own answer. Edit it instead.")
    return answer


def _acceptances(thread_id: int) -> Sequence[Acceptance]:
    rows = select(Acceptance).where(Acceptance.thread_id == thread_id, Acceptance.ended_at.is_(None))
    return db.session.scalars(rows.order_by(Acceptance.id).with_for_update()).all()


def _standing(dispute: Dispute) -> list[Acceptance]:
    return [row for row in _acceptances(dispute.thread_id) if row.post_id == dispute.post_id]


def _scope(given: str, standing: list[Acceptance]) -> str:
    scope = writing.line(given, "scope", LONGEST_SCOPE)
    if not scope:
        raise Invalid(scope="Say for what it holds, such as a version or a platform.")
    if not standing:
        raise Conflict("Nobody accepts this answer any more, so there is nothing to narrow.")
    return scope


def _narrow(thread: Thread, answer: Post, standing: list[Acceptance], scope: str) -> None:
    """The asker's word goes on standing, for less: a new row of theirs, in one step, so nothing is open in between."""
    first = standing[0]
    for row in standing:
        row.ended_at, row.end_reason = now(), "switched"
    db.session.flush()
    narrowed = Acceptance(thread_id=thread.id, post_id=answer.id, by_id=first.by_id, at=now(), scope=scope)
    db.session.add(narrowed)
    db.session.flush()
    for row in standing:
        _record_end(row, answer)
    record(
        AnswerAccepted(
            thread_id=thread.id, acceptance_id=narrowed.id, post_id=answer.id, author_id=answer.author_id,
            accepter_id=first.by_id, asker_id=thread.author_id, fact_at=narrowed.at.isoformat(),
        )
    )  # fmt: skip


def _end(by: Member, thread: Thread, answer: Post, standing: list[Acceptance]) -> None:
    for row in standing:
        row.end(by, "dispute")
    verification = db.session.scalars(
        select(Verification).where(Verification.post_id == answer.id, Verification.ended_at.is_(None))
    ).one_or_none()
    if verification is not None:
        verification.ended_at, answer.verified_at = now(), None
    thread.settle()
    for row in standing:
        _record_end(row, answer)
    if verification is not None:
        record(
            VerificationEnded(
                thread_id=thread.id, verification_id=verification.id, post_id=answer.id, author_id=answer.author_id
            )
        )


def _record_end(row: Acceptance, answer: Post) -> None:
    record(
        AcceptanceEnded(
            thread_id=row.thread_id, acceptance_id=row.id, post_id=row.post_id, author_id=answer.author_id,
            accepter_id=row.by_id, reason=row.end_reason or "",
        )
    )  # fmt: skip


def _sentence(given: str, field: str) -> str:
    text = given.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Invalid(**{field: f"Use {SHORTEST} to {LONGEST:,} characters."})
    return text


def _refuse_decided(dispute: Dispute) -> None:
    if dispute.decided_at:
        raise Conflict("This dispute is settled already.")


def _undecided(thread: Thread) -> Sequence[Dispute]:
    return db.session.scalars(select(Dispute).where(Dispute.thread_id == thread.id, Dispute.decided_at.is_(None))).all()
