"""Saying which answer solved it, and staff's word that an answer is right. Each is a row that may end."""

from sqlalchemy import select

from community import access, writing
from community.transaction import record, transactional
from models.acceptance import Acceptance, Verification
from models.base import db
from models.clock import now
from models.errors import Conflict
from models.events import AcceptanceEnded, AnswerAccepted, AnswerVerified, VerificationEnded
from models.member import Member
from models.post import Post
from models.thread import Thread
from reputation import privileges
from reputation.privileges import Privilege

LONGEST_SCOPE = 100


@transactional
def accept(by: Member, answer_id: int, *, scope: str = "") -> Thread:
    """The question with this answer as its solution for `scope`; another that stood for the same scope ends."""
    thread, answer = access.answer(by, answer_id, lock=True)
    privileges.require(by, Privilege.ACCEPT, thread)
    scope = writing.line(scope, "scope", LONGEST_SCOPE)
    standing = _standing(thread)
    if any(row.post_id == answer.id and row.scope == scope for row in standing):
        return thread
    replaced = [row for row in standing if row.post_id == answer.id or row.scope == scope]
    for row in replaced:
        row.end(by, "switched")
    db.session.flush()
    acceptance = thread.accept(answer, by, scope=scope)
    thread.touch()
    thread.settle()
    for row in replaced:
        _record_end(thread, row)
    record(
        AnswerAccepted(
            thread_id=thread.id, acceptance_id=acceptance.id, post_id=answer.id, author_id=answer.author_id,
            accepter_id=by.id, asker_id=thread.author_id, fact_at=acceptance.at.isoformat(),
        )
    )  # fmt: skip
    return thread


@transactional
def end(by: Member, answer_id: int) -> Thread:
    """The question without this answer as its solution. Twice is once."""
    thread, answer = access.answer(by, answer_id, lock=True)
    privileges.require(by, Privilege.ACCEPT, thread)
    ended = [row for row in _standing(thread) if row.post_id == answer.id]
    for row in ended:
        row.end(by, "withdrawn" if by.id == thread.author_id else "staff")
    thread.settle()
    for row in ended:
        _record_end(thread, row)
    return thread


def _standing(thread: Thread) -> list[Acceptance]:
    found = select(Acceptance).where(Acceptance.thread_id == thread.id, Acceptance.ended_at.is_(None))
    return list(db.session.scalars(found.order_by(Acceptance.id).with_for_update()))


def _record_end(thread: Thread, row: Acceptance) -> None:
    record(
        AcceptanceEnded(
            thread_id=thread.id, acceptance_id=row.id, post_id=row.post_id,
            author_id=db.session.scalar(select(Post.author_id).where(Post.id == row.post_id)),
            accepter_id=row.by_id, reason=row.end_reason or "",
        )
    )  # fmt: skip


@transactional
def verify(by: Member, answer_id: int) -> Post:
    """The answer with staff's mark. Twice is once."""
    thread, answer = access.answer(by, answer_id, lock=True)
    privileges.require(by, Privilege.VERIFY, answer)
    if answer.deleted_at or not answer.is_human:
        raise Conflict("This answer cannot be verified.")
    if answer.verified_at:
        return answer
    row = Verification(thread_id=thread.id, post_id=answer.id, by_id=by.id, at=now())
    db.session.add(row)
    db.session.flush()
    answer.verified_at = row.at
    record(
        AnswerVerified(
            thread_id=thread.id, verification_id=row.id, post_id=answer.id, author_id=answer.author_id,
            fact_at=row.at.isoformat(),
        )
    )  # fmt: skip
    return answer


@transactional
def end_verification(by: Member, answer_id: int) -> Post:
    """The answer without staff's mark. Twice is once."""
    thread, answer = access.answer(by, answer_id, lock=True)
    privileges.require(by, Privilege.VERIFY, answer)
    standing = select(Verification).where(Verification.post_id == answer.id, Verification.ended_at.is_(None))
    row = db.session.scalars(standing).one_or_none()
    if row is not None:
        row.ended_at, answer.verified_at = now(), None
        record(
            VerificationEnded(
                thread_id=thread.id, verification_id=row.id, post_id=answer.id, author_id=answer.author_id
            )
        )
    return answer
