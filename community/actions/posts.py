"""What is done to a single contribution: edit, delete, restore, redact a revision."""

from community import access, markup, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.events import Mentioned, PostDeleted, PostEdited, PostRestored
from models.member import Member
from models.post import DELETE_REASONS, Post, Revision
from models.thread import Thread
from reputation import privileges
from reputation.privileges import Privilege


@transactional
def edit(by: Member, post_id: int, *, body: str, note: str = "", expected_revision: int | None = None) -> Post:
    """The answer or comment with its new text. Raises Conflict when it was edited meanwhile."""
    thread, post = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.EDIT_ANY, post)
    if post.kind == "opening":
        raise Conflict("A question is edited as a whole.")
    if post.deleted_at:
        raise Conflict("A deleted post cannot be edited.")
    if expected_revision is not None and expected_revision != post.revision_count:
        raise Conflict("Somebody edited this meanwhile. Your text is below; look at both before you save.")
    if markup.storable(body) == post.source:
        return post
    named_before = markup.render(post.source).mentions if post.format == "markdown" else ()
    text = writing.body(by, body)
    writing.write(post, text)
    post.revision_count, post.edited_at = post.revision_count + 1, now()
    writing.revise(post, by, text.source, note=note)
    record(
        PostEdited(thread_id=thread.id, post_id=post.id, revision=post.revision_count, editor_id=by.id, kind=post.kind)
    )
    if named := writing.mentioned(by, text, named_before):
        record(Mentioned(thread_id=thread.id, post_id=post.id, member_ids=named))
    return post


@transactional
def delete(by: Member, post_id: int, *, reason: str = "author") -> Post:
    """The masked post. Its author may take back what nobody has built on; staff may delete anything, with a reason."""
    thread, post = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.DELETE_ANY if post.author_id != by.id else Privilege.DELETE_OWN, post)
    if reason not in DELETE_REASONS or (reason != "author" and not by.is_staff):
        raise Invalid(reason="Choose one of the list.")
    if reason == "author" and post.author_id != by.id:
        reason = "staff"
    if post.kind == "opening" and thread.answer_count and not by.is_staff:
        raise Forbidden("Others have answered, so the question stays. Report it if it must go.")
    post.delete(by, reason)
    _mask(thread, post)
    record(PostDeleted(thread_id=thread.id, post_id=post.id, kind=post.kind, author_id=post.author_id, reason=reason))
    return post


@transactional
def restore(by: Member, post_id: int) -> Post:
    """The post, visible again. An author may restore what the author deleted; staff anything."""
    thread, post = access.post(by, post_id, lock=True)
    if post.deleted_by_id != by.id:
        privileges.require(by, Privilege.DELETE_ANY, post)
    post.restore()
    _mask(thread, post)
    record(PostRestored(thread_id=thread.id, post_id=post.id, kind=post.kind, author_id=post.author_id))
    return post


def _mask(thread: Thread, post: Post) -> None:
    if post.kind == "opening":
        thread.deleted_at = post.deleted_at
    thread.settle()


@transactional
def redact(by: Member, post_id: int, number: int) -> Revision:
    """The revision whose text only staff can still see: somebody posted what must not be read."""
    _, post = access.post(by, post_id, lock=True)
    privileges.require(by, Privilege.DELETE_ANY, post)
    revision = db.session.get(Revision, (post.id, number))
    if revision is None:
        raise NotFound
    if number == post.revision_count:
        raise Conflict("This is what is shown now. Edit it first.")
    revision.redacted_at = now()
    return revision
