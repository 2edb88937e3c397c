"""Commenting on a question or an answer."""

from community import access, limits, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import Conflict, Invalid
from models.events import CommentPosted, InformationGiven
from models.member import Member
from models.post import Post
from reputation import privileges
from reputation.privileges import Privilege

LONGEST = 2_000  # characters: what needs more is an answer


@transactional
def add(by: Member, post_id: int, *, body: str) -> Post:
    thread, parent = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.COMMENT, thread)
    limits.posting(by)
    if parent.kind == "comment":
        raise Conflict("Comments have one level. Comment on the answer instead.")
    if parent.deleted_at or thread.deleted_at or thread.locked_at:
        raise Conflict("This takes no more comments.")
    if len(body) > LONGEST:
        raise Invalid(body=f"Use {LONGEST:,} characters or fewer in a comment, or write an answer.")
    text = writing.body(by, body)
    comment = writing.write(
        Post(
            thread_id=thread.id, kind="comment", parent_id=parent.id, author_id=by.id, author_role=by.role,
            created_at=now(),
        ),
        text,
    )  # fmt: skip
    comment.revision_count = 1
    db.session.add(comment)
    db.session.flush()
    writing.revise(comment, by, text.source)
    thread.touch()
    by_asker = by.id == thread.author_id
    record(
        CommentPosted(
            thread_id=thread.id, post_id=comment.id, parent_id=parent.id, author_id=by.id, role=by.role,
            by_asker=by_asker, mentioned_ids=writing.mentioned(by, text),
        )
    )  # fmt: skip
    if by_asker and thread.needs_info_at:
        thread.needs_info_at = None
        record(InformationGiven(thread_id=thread.id))
    return comment
