"""How a post came to read as it does: its revisions, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from community import access
from community.queries import people
from community.queries.people import Person
from models.base import db
from models.member import Member
from models.post import Post, Revision
from models.thread import Thread
from reputation.privileges import Privilege, allowed

MOST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A revision; its texts are None where they were redacted and the reader may not see them."""

    number: int
    editor: Person
    at: datetime
    note: str
    title: str | None
    tags: str | None
    body: str | None
    redacted: bool


def of(by: Member | None, post_id: int) -> tuple[Thread, Post, list[Change]]:
    """The post with its thread and its newest 100 revisions. Raises NotFound where the post is hidden."""
    thread, post = access.post(by, post_id)
    rows = db.session.execute(
        select(Revision, *people.COLUMNS)
        .outerjoin(Member, Member.id == Revision.editor_id)
        .where(Revision.post_id == post.id)
        .order_by(Revision.number.desc())
        .limit(MOST)
    )
    sees_all = allowed(by, Privilege.DELETE_ANY, post)
    return thread, post, [_change(row[0], people.of(row[1:], name=row[0].editor_name), sees_all) for row in rows]


def _change(revision: Revision, editor: Person, sees_all: bool) -> Change:
    hidden = revision.redacted_at is not None and not sees_all
    return Change(
        number=revision.number,
        editor=editor,
        at=revision.at,
        note="" if hidden else revision.note,
        title=None if hidden else revision.title,
        tags=None if hidden else revision.tags,
        body=None if hidden else revision.body,
        redacted=revision.redacted_at is not None,
    )
