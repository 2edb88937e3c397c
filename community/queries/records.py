"""A question with everything in it, as programs read it, and a single post; without what the reader may not see."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from community import access
from community.queries import catalogue, people
from models.acceptance import Acceptance
from models.base import db, fetch
from models.dispute import Dispute, ThreadLink
from models.errors import NotFound
from models.member import Member
from models.post import Post, Revision
from models.thread import Thread
from models.vote import Flag, Follow, MeToo, Vote
from reputation.privileges import Privilege, allowed

Record = dict[str, Any]


def question(by: Member | None, thread_id: int) -> Record:
    """The question with its opening, answers, comments and acceptances. Raises NotFound like `access`."""
    thread = access.thread(by, thread_id)
    row = db.session.execute(_with_deleted(thread)).one()
    posts = _posts(by, thread)
    comments = [post for post in posts if post["kind"] == "comment"]
    for post in posts:
        post["comments"] = [each for each in comments if each["parent_id"] == post["id"]]
    return catalogue.summary(row) | {
        "revision": next(post["revision"] for post in posts if post["kind"] == "opening"),
        "opening": next(post for post in posts if post["kind"] == "opening"),
        "posts": [post for post in posts if post["kind"] == "answer"],
        "acceptances": list(acceptances(thread.id)),
        "links": links(thread.id),
        "dispute": next(disputes(Dispute.thread_id == thread.id), None),
        "you": _yours(by, thread.id),
        "deleted": thread.deleted_at is not None,
    }


def post(by: Member | None, post_id: int) -> Record:
    """One post with its comments. Raises NotFound like `access`."""
    thread, found = access.post(by, post_id)
    posts = _posts(by, thread)
    record = next(each for each in posts if each["id"] == found.id)
    return record | {"comments": [each for each in posts if each["parent_id"] == found.id]}


def revisions(by: Member | None, post_id: int) -> list[Record]:
    """Every text that the post has had, the first one first; a redacted one keeps its place."""
    _, found = access.post(by, post_id)
    rows = db.session.execute(
        select(Revision, *people.COLUMNS)
        .outerjoin(Member, Member.id == Revision.editor_id)
        .where(Revision.post_id == found.id)
        .order_by(Revision.number)
    )
    return [_revision(row, hidden=not allowed(by, Privilege.SEE_DELETED)) for row in rows]


def acceptances(thread_id: int) -> Iterable[Record]:
    """Every acceptance that stood or stands, in the order in which they were made."""
    found = select(Acceptance).where(Acceptance.thread_id == thread_id).order_by(Acceptance.at, Acceptance.id)
    for each in db.session.scalars(found):
        yield {
            "post_id": each.post_id,
            "by_id": each.by_id,
            "at": each.at,
            "scope": each.scope,
            "ended_at": each.ended_at,
            "end_reason": each.end_reason,
        }


def links(thread_id: int) -> list[Record]:
    """The visible questions that this one points at, and how."""
    rows = fetch(
        select(ThreadLink.to_id, ThreadLink.kind, Thread.title)
        .join(Thread, Thread.id == ThreadLink.to_id)
        .where(ThreadLink.thread_id == thread_id, Thread.deleted_at.is_(None))
        .order_by(ThreadLink.at, ThreadLink.to_id)
    )
    return [{"question_id": row.to_id, "kind": row.kind, "title": row.title} for row in rows]


def dispute(by: Member | None, dispute_id: int) -> Record:
    _, found = access.dispute(by, dispute_id)
    return next(iter(disputes(Dispute.id == found.id)))


def disputes(*where: Any) -> Any:
    """Disputes as anybody may read them: open ones first, then the latest."""
    found = select(Dispute).where(*where).order_by(Dispute.decided_at.is_not(None), Dispute.opened_at.desc())
    for each in db.session.scalars(found):
        yield {
            "id": each.id,
            "question_id": each.thread_id,
            "post_id": each.post_id,
            "cause": each.cause,
            "reason": each.reason,
            "evidence": each.evidence,
            "opener_id": each.opener_id,
            "opened_at": each.opened_at,
            "due_at": each.due_at,
            "decided_at": each.decided_at,
            "outcome": each.outcome,
            "outcome_reason": each.outcome_reason,
            "scope": each.scope,
        }


def report(by: Member, flag_id: int) -> Flag:
    """One of the member's own reports."""
    found = db.session.scalar(select(Flag).where(Flag.id == flag_id, Flag.member_id == by.id))
    if found is None:
        raise NotFound
    return found


def _with_deleted(thread: Thread) -> Any:
    """The row of a question that `access` has shown already."""
    return catalogue.rows(deleted=True).where(Thread.id == thread.id)


def _posts(by: Member | None, thread: Thread) -> list[Record]:
    rows = db.session.execute(
        select(Post, *people.COLUMNS)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.thread_id == thread.id)
        .order_by(Post.created_at, Post.id)
    ).all()
    accepted = {each["post_id"] for each in acceptances(thread.id) if each["ended_at"] is None}
    votes = _votes(by, [row[0].id for row in rows])
    return [
        _post(row, accepted=row[0].id in accepted, vote=votes.get(row[0].id, 0))
        for row in rows
        if row[0].visible or allowed(by, Privilege.SEE_DELETED, row[0])
    ]


def _post(row: Any, *, accepted: bool, vote: int) -> Record:
    post: Post = row[0]
    return {
        "id": post.id,
        "question_id": post.thread_id,
        "kind": post.kind,
        "parent_id": post.parent_id,
        "author": people.of(row[1:], role=post.author_role, name=post.author_name),
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "deleted": not post.visible,
        "body": post.source,
        "format": post.format,
        "html": post.html,
        "revision": post.revision_count,
        "helpful": post.helpful,
        "didnt_work": post.didnt_work,
        "score": post.score,
        "accepted": accepted,
        "verified": post.verified_at is not None,
        "your_vote": vote,
        "comment_count": post.comment_count,
    }


def _votes(by: Member | None, post_ids: list[int]) -> dict[int, int]:
    if by is None:
        return {}
    mine = select(Vote.post_id, Vote.value).where(Vote.member_id == by.id, Vote.post_id.in_(post_ids))
    return {row.post_id: row.value for row in fetch(mine)}


def _yours(by: Member | None, thread_id: int) -> Record:
    if by is None:
        return {"me_too": False, "follow": False}
    me_too = select(MeToo.member_id).where(MeToo.thread_id == thread_id, MeToo.member_id == by.id)
    follow = select(Follow.member_id).where(
        Follow.member_id == by.id, Follow.kind == "thread", Follow.target_id == thread_id
    )
    return {"me_too": db.session.scalar(me_too) is not None, "follow": db.session.scalar(follow) is not None}


def _revision(row: Any, *, hidden: bool) -> Record:
    revision: Revision = row[0]
    blank = hidden and revision.redacted_at is not None
    return {
        "number": revision.number,
        "editor": people.of(row[1:], name=revision.editor_name),
        "at": revision.at,
        "title": None if blank else revision.title,
        "body": "" if blank else revision.body,
        "tags": revision.tags.split() if revision.tags else [],
        "note": revision.note,
        "redacted": revision.redacted_at is not None,
    }
