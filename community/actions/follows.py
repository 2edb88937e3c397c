"""Following a question, a tag or a category."""

from community import access
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.errors import NotFound
from models.events import FollowSet
from models.member import Member
from models.taxonomy import Tag
from models.vote import Follow
from reputation import privileges
from reputation.privileges import Privilege


@transactional
def set(by: Member, kind: str, target_id: int, on: bool = True) -> bool:
    """Whether the member now follows it. Twice is once."""
    privileges.require(by, Privilege.FOLLOW)
    _exists(by, kind, target_id)
    row = db.session.get(Follow, (by.id, kind, target_id))
    if (row is not None) == on:
        return on
    if row is None:
        db.session.add(Follow(member_id=by.id, kind=kind, target_id=target_id, at=now()))
    else:
        db.session.delete(row)
    record(FollowSet(member_id=by.id, kind=kind, target_id=target_id, on=on))
    return on


def _exists(by: Member, kind: str, target_id: int) -> None:
    if kind == "thread":
        access.thread(by, target_id)
    elif kind == "category":
        access.category(target_id)
    elif kind != "tag" or db.session.get(Tag, target_id) is None:
        raise NotFound
