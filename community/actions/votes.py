"""What readers say about an answer, and that they have the same question."""

from collections.abc import Mapping

from sqlalchemy import select

from community import access, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import Conflict, Invalid
from models.events import FollowSet, MeTooSet, VoteCast
from models.member import Member
from models.post import Post
from models.thread import Thread
from models.vote import Follow, MeToo, Vote
from reputation import privileges
from reputation.privileges import Privilege

LONGEST_REASON = 300


@transactional
def cast(by: Member, post_id: int, value: int, *, reason: str = "", fields: Mapping[str, str] | None = None) -> Post:
    """The answer with this member's vote at `value`: 1 helpful, -1 didn't work, 0 taken back. Twice is once."""
    thread, answer = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.VOTE, answer)
    if value not in (-1, 0, 1):
        raise Invalid(value="Use 1, 0 or -1.")
    if answer.kind != "answer":
        raise Invalid(value="Only answers are voted on. On a question, say “Me too”.")
    if answer.deleted_at or thread.deleted_at:
        raise Conflict("It was deleted.")
    vote = db.session.scalar(select(Vote).where(Vote.post_id == answer.id, Vote.member_id == by.id))
    old = vote.value if vote else 0
    reason = writing.line(reason, "reason", LONGEST_REASON)
    if vote is not None and value == old:
        vote.reason = reason or vote.reason
    if value == old:
        return answer
    if vote is None:
        vote = Vote(post_id=answer.id, member_id=by.id, value=value, at=now())
        db.session.add(vote)
    vote.value, vote.at, vote.reason, vote.fields = value, now(), reason, dict(fields or {})
    db.session.flush()
    record(
        VoteCast(
            thread_id=thread.id, vote_id=vote.id, post_id=answer.id, post_kind=answer.kind,
            author_id=answer.author_id, voter_id=by.id, value=value, old_value=old,
            helpful=answer.helpful + (value == 1) - (old == 1),
            didnt_work=answer.didnt_work + (value == -1) - (old == -1), fact_at=vote.at.isoformat(),
        )
    )  # fmt: skip
    return answer


@transactional
def me_too(by: Member, thread_id: int, on: bool = True) -> Thread:
    """The question, with or without this member among the affected; saying so follows it."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.ME_TOO, thread)
    row = db.session.get(MeToo, (thread.id, by.id))
    if (row is not None) == on:
        return thread
    if row is None:
        db.session.add(MeToo(thread_id=thread.id, member_id=by.id, at=now()))
        if db.session.get(Follow, (by.id, "thread", thread.id)) is None:
            db.session.add(Follow(member_id=by.id, kind="thread", target_id=thread.id, at=now()))
            record(FollowSet(member_id=by.id, kind="thread", target_id=thread.id, on=True))
    else:
        db.session.delete(row)
    db.session.flush()
    count = thread.me_too_count + (1 if on else -1)
    record(MeTooSet(thread_id=thread.id, member_id=by.id, on=on, count=count))
    return thread
