"""Answering a question."""

from community import access, limits, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import Conflict
from models.events import AnswerPosted, InformationGiven
from models.member import Member
from models.post import Post
from reputation import privileges
from reputation.privileges import Privilege


@transactional
def post(by: Member, thread_id: int, *, body: str) -> Post:
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.ANSWER, thread)
    limits.posting(by)
    if thread.deleted_at or thread.closed_at or thread.locked_at:
        raise Conflict("This question is closed, so it takes no more answers.")
    text = writing.body(by, body)
    answer = writing.write(
        Post(thread_id=thread.id, kind="answer", author_id=by.id, author_role=by.role, created_at=now()), text
    )
    answer.revision_count = 1
    db.session.add(answer)
    db.session.flush()
    writing.revise(answer, by, text.source)
    thread.touch()
    thread.settle()
    by_asker = by.id == thread.author_id
    record(
        AnswerPosted(
            thread_id=thread.id, post_id=answer.id, author_id=by.id, role=by.role, by_asker=by_asker,
            mentioned_ids=writing.mentioned(by, text),
        )
    )  # fmt: skip
    if by_asker and thread.needs_info_at:
        thread.needs_info_at = None
        record(InformationGiven(thread_id=thread.id))
    return answer
