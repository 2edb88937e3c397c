"""What a member has begun to write, kept on the server."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select

from community.transaction import transactional
from models.base import db
from models.clock import now
from models.errors import Invalid
from models.member import Member
from models.notification import Draft
from models.post import BODY_LIMIT

MOST = 50  # a member's drafts; the oldest makes room
LONGEST_PLACE = 40


@transactional
def save(
    by: Member, place: str, *, title: str = "", body: str = "", data: Mapping[str, Any] | None = None
) -> Draft | None:
    """The draft for this place; an empty one is dropped."""
    if len(place) > LONGEST_PLACE or len(body) > BODY_LIMIT or len(title) > 1_000 or len(str(data)) > 4_000:
        raise Invalid(body="This draft is too long to keep.")
    if not (title.strip() or body.strip()):
        _drop(by, place)
        return None
    draft = db.session.scalar(select(Draft).where(Draft.member_id == by.id, Draft.place == place))
    if draft is None:
        _make_room(by)
        draft = Draft(member_id=by.id, place=place)
        db.session.add(draft)
    draft.title, draft.body, draft.data, draft.saved_at = title, body, dict(data or {}), now()
    return draft


@transactional
def drop(by: Member, place: str) -> None:
    _drop(by, place)


def _drop(by: Member, place: str) -> None:
    db.session.execute(delete(Draft).where(Draft.member_id == by.id, Draft.place == place))


def _make_room(by: Member) -> None:
    mine = select(Draft.id).where(Draft.member_id == by.id).order_by(Draft.saved_at.desc()).offset(MOST - 1)
    if (db.session.scalar(select(func.count()).where(Draft.member_id == by.id)) or 0) >= MOST:
        db.session.execute(delete(Draft).where(Draft.id.in_(list(db.session.scalars(mine)))))
