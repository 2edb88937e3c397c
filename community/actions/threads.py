"""What is done to a question as a whole: ask, edit, close, reopen, link."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from community import access, limits, markup, writing
from community.transaction import record, transactional
from community.writing import Text
from models.acceptance import Acceptance
from models.base import db
from models.clock import now
from models.dispute import ThreadLink
from models.errors import Conflict, Invalid, Problems
from models.events import (
    AcceptanceEnded,
    Mentioned,
    PostEdited,
    QuestionAsked,
    QuestionEdited,
    ThreadClosed,
    ThreadLinked,
    ThreadReopened,
)
from models.member import Member
from models.post import Post
from models.thread import CLOSE_REASONS, KINDS, Thread
from reputation import privileges
from reputation.privileges import Privilege


@transactional
def ask(
    by: Member,
    *,
    title: str,
    body: str,
    kind: str = "question",
    tags: Iterable[str] = (),
    category_id: int | None = None,
    fields: Mapping[str, str] | None = None,
) -> Thread:
    privileges.require(by, Privilege.ASK)
    limits.posting(by)
    if kind not in KINDS:
        raise Invalid(kind="Choose one of the list.")
    category = access.category(category_id) if category_id else None
    problems = Problems()
    with problems:
        title = writing.title(title)
    with problems:
        text = writing.body(by, body)
    with problems:
        names = writing.tag_names(tags)
    with problems:
        answers = writing.fields(category, fields or {})
    problems.report()
    thread = Thread(
        kind=kind, title=title, slug=markup.slugify(title), author_id=by.id, category_id=category_id, fields=answers,
        created_at=now(), active_at=now(), excerpt=markup.excerpt(text.text, writing.EXCERPT),
    )  # fmt: skip
    db.session.add(thread)
    db.session.flush()
    tag_ids = writing.set_tags(thread, names)
    opening = writing.write(Post(thread_id=thread.id, kind="opening", author_id=by.id, created_at=now()), text)
    opening.author_role, opening.revision_count = by.role, 1
    db.session.add(opening)
    db.session.flush()
    thread.opening_id = opening.id
    writing.revise(opening, by, text.source, title=title, tags=" ".join(names))
    record(
        QuestionAsked(
            thread_id=thread.id, post_id=opening.id, author_id=by.id, kind=kind, category_id=category_id,
            tag_ids=tag_ids, severity=thread.severity, mentioned_ids=writing.mentioned(by, text),
        )
    )  # fmt: skip
    return thread


@transactional
def edit(
    by: Member,
    thread_id: int,
    *,
    title: str | None = None,
    body: str | None = None,
    tags: Iterable[str] | None = None,
    category_id: int | None = None,
    fields: Mapping[str, str] | None = None,
    note: str = "",
    expected_revision: int | None = None,
) -> Thread:
    """The question with what was given changed, as one revision. Raises Conflict when it was edited meanwhile."""
    thread = access.thread(by, thread_id, lock=True)
    opening = access.opening(thread, lock=True)
    privileges.require(by, Privilege.EDIT_ANY, thread)
    if expected_revision is not None and expected_revision != opening.revision_count:
        raise Conflict("Somebody edited this meanwhile. Your text is below; look at both before you save.")
    before = (thread.title, opening.source, list(thread.tag_names), thread.category_id, dict(thread.fields))
    old_tags, old_category = writing.tag_ids(thread), thread.category_id
    named_before = markup.render(opening.source).mentions if opening.format == "markdown" else ()
    tag_ids, text = _rewrite(by, thread, opening, title, body, tags, category_id, fields, note)
    if before == (thread.title, opening.source, list(thread.tag_names), thread.category_id, dict(thread.fields)):
        return thread
    opening.revision_count, opening.edited_at = opening.revision_count + 1, now()
    writing.revise(opening, by, opening.source, title=thread.title, tags=" ".join(thread.tag_names), note=note)
    record(
        QuestionEdited(
            thread_id=thread.id, post_id=opening.id, tag_ids=tag_ids, category_id=thread.category_id,
            old_tag_ids=old_tags, old_category_id=old_category,
        )
    )  # fmt: skip
    record(
        PostEdited(
            thread_id=thread.id, post_id=opening.id, revision=opening.revision_count, editor_id=by.id, kind="opening"
        )
    )
    if text and (named := writing.mentioned(by, text, named_before)):
        record(Mentioned(thread_id=thread.id, post_id=opening.id, member_ids=named))
    return thread


def _rewrite(
    by: Member,
    thread: Thread,
    opening: Post,
    title: str | None,
    body: str | None,
    tags: Iterable[str] | None,
    category_id: int | None,
    fields: Mapping[str, str] | None,
    note: str,
) -> tuple[tuple[int, ...], Text | None]:
    """The tags that it has now, and its new text. Raises Invalid with all that is wrong."""
    problems, tag_ids, text = Problems(), writing.tag_ids(thread), None
    with problems:
        if title is not None:
            thread.title = writing.title(title)
            thread.slug = markup.slugify(thread.title)
    with problems:
        if body is not None and markup.storable(body) != opening.source:
            text = writing.body(by, body)
            writing.write(opening, text)
            thread.excerpt = markup.excerpt(text.text, writing.EXCERPT)
    with problems:
        if tags is not None:
            tag_ids = writing.set_tags(thread, writing.tag_names(tags))
    with problems:
        if category_id is not None:
            thread.category_id = access.category(category_id).id
        if fields is not None:
            category = access.category(thread.category_id) if thread.category_id else None
            thread.fields = writing.fields(category, fields)
    with problems:
        writing.line(note, "note", writing.LONGEST_NOTE)
    problems.report()
    return tag_ids, text


@transactional
def close(by: Member, thread_id: int, *, reason: str, same_as_id: int | None = None) -> Thread:
    """The closed question; "same answer" names the thread that has it, and links the two."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.CLOSE, thread)
    if reason not in CLOSE_REASONS:
        raise Invalid(reason="Choose one of the list.")
    if (reason == "same answer") != (same_as_id is not None):
        raise Invalid(same_as="Say which question has the same answer.")
    if same_as_id is not None:
        _link(by, thread, access.thread(by, same_as_id), "same answer")
    thread.close(reason, same_as_id=same_as_id)
    record(ThreadClosed(thread_id=thread.id, reason=reason, same_as=same_as_id))
    return thread


def _link(by: Member, thread: Thread, target: Thread, kind: str) -> None:
    if target.id == thread.id:
        raise Invalid(same_as="A question cannot have the same answer as itself.")
    if target.same_as_id == thread.id:
        raise Invalid(same_as="That question points here.")
    if db.session.get(ThreadLink, (thread.id, target.id, kind)) is None:
        db.session.add(ThreadLink(thread_id=thread.id, to_id=target.id, kind=kind, at=now(), by_id=by.id))
        record(ThreadLinked(thread_id=thread.id, to_id=target.id, kind=kind))


@transactional
def reopen(by: Member, thread_id: int) -> Thread:
    """Back to open or answered, in a new round: acceptances that stand end as withdrawn."""
    thread = access.thread(by, thread_id, lock=True)
    privileges.require(by, Privilege.REOPEN, thread)
    standing = select(Acceptance).where(Acceptance.thread_id == thread.id, Acceptance.ended_at.is_(None))
    reason = "withdrawn" if by.id == thread.author_id else "staff"
    ended = list(db.session.scalars(standing.order_by(Acceptance.id).with_for_update()))
    for acceptance in ended:
        acceptance.end(by, reason)
    if not ended or thread.closed_at or thread.resolved_at:
        thread.reopen()
    else:
        thread.settle()
    thread.touch()
    for acceptance in ended:
        record(
            AcceptanceEnded(
                thread_id=thread.id, acceptance_id=acceptance.id, post_id=acceptance.post_id,
                author_id=db.session.scalar(select(Post.author_id).where(Post.id == acceptance.post_id)),
                accepter_id=acceptance.by_id, reason=reason,
            )
        )  # fmt: skip
    record(ThreadReopened(thread_id=thread.id))
    return thread
