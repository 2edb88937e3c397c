"""Reporting a post to staff, and what staff decide about it."""

from sqlalchemy import select

from community import access, limits, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import Conflict, Invalid
from models.events import FlagDecided, PostDeleted, PostFlagged
from models.member import Member
from models.post import Post
from models.vote import FLAG_REASONS, Flag
from reputation import privileges
from reputation.privileges import Privilege

LONGEST_NOTE = 1_000


@transactional
def report(by: Member, post_id: int, *, reason: str, note: str = "") -> Flag:
    """The report; one a member and post, so a second one is the first."""
    thread, post = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.FLAG, post)
    limits.flagging(by)
    if reason not in FLAG_REASONS:
        raise Invalid(reason="Choose one of the list.")
    flag = db.session.scalar(select(Flag).where(Flag.post_id == post.id, Flag.member_id == by.id))
    if flag is not None:
        return flag
    flag = Flag(
        thread_id=thread.id, post_id=post.id, member_id=by.id, reason=reason, at=now(),
        note=writing.line(note, "note", LONGEST_NOTE),
    )  # fmt: skip
    db.session.add(flag)
    db.session.flush()
    record(PostFlagged(thread_id=thread.id, flag_id=flag.id, post_id=post.id, reporter_id=by.id, reason=reason))
    return flag


@transactional
def decide(by: Member, flag_id: int, *, upheld: bool, remove: bool = False) -> Flag:
    """The decided report; `remove` deletes the post, as spam or abuse where that was the reason."""
    thread, flag = access.flag(by, flag_id)
    _, post = access.post(by, flag.post_id, lock=True)
    privileges.require(by, Privilege.DECIDE_FLAG, post)
    if flag.decided_at:
        raise Conflict("A colleague has decided this already.")
    flag.decided_at, flag.decided_by_id, flag.upheld = now(), by.id, upheld
    record(
        FlagDecided(
            thread_id=thread.id, flag_id=flag.id, post_id=post.id, reporter_id=flag.member_id, upheld=upheld,
            fact_at=flag.decided_at.isoformat(),
        )
    )  # fmt: skip
    if upheld and remove and not post.deleted_at:
        reason = flag.reason if flag.reason in ("spam", "abuse") else "staff"
        post.delete(by, reason)
        if post.kind == "opening":
            thread.deleted_at = post.deleted_at
        thread.settle()
        record(_deleted(post, reason))
    return flag


def _deleted(post: Post, reason: str) -> PostDeleted:
    return PostDeleted(
        thread_id=post.thread_id, post_id=post.id, kind=post.kind, author_id=post.author_id, reason=reason
    )
