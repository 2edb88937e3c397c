"""Where something that was imported is now."""

from dataclasses import dataclass

from sqlalchemy import select

from community import access
from models.base import db
from models.bookkeeping import ImportKey
from models.errors import NotFound
from models.member import Member
from models.taxonomy import Tag

# As people say, and as the keys are kept: a question is a thread, an answer a post.
KINDS = {
    "question": "thread",
    "thread": "thread",
    "answer": "post",
    "post": "post",
    "comment": "comment",
    "member": "member",
    "tag": "tag",
}


@dataclass(frozen=True)
class Place:
    """`kind` is question, post, member or tag; `name` what its address says beside the id."""

    kind: str
    id: int
    name: str = ""


def place(by: Member | None, source: str, kind: str, original_id: int) -> Place:
    """What the original became. Raises NotFound for what was not imported or what this member may not see."""
    key = (source, KINDS.get(kind, ""), original_id)
    found = db.session.get(ImportKey, key)
    if found is None:
        raise NotFound
    return PLACES[found.kind](by, found.object_id)


def _thread(by: Member | None, thread_id: int) -> Place:
    return Place("question", thread_id, access.thread(by, thread_id).slug)


def _post(by: Member | None, post_id: int) -> Place:
    thread, post = access.post(by, post_id)
    return Place("question", thread.id, thread.slug) if post.kind == "opening" else Place("post", post.id)


def _member(by: Member | None, member_id: int) -> Place:
    return Place("member", member_id, access.member(member_id).handle)


def _tag(by: Member | None, tag_id: int) -> Place:
    return Place("tag", tag_id, db.session.scalars(select(Tag.name).where(Tag.id == tag_id)).one())


PLACES = {"thread": _thread, "post": _post, "comment": _post, "member": _member, "tag": _tag}
