"""What a member has begun to write."""

from typing import Any

from sqlalchemy import bindparam, select

from models.base import fetch
from models.member import Member
from models.notification import Draft

_DRAFT = select(Draft.title, Draft.body, Draft.data, Draft.saved_at).where(
    Draft.member_id == bindparam("member_id"), Draft.place == bindparam("place")
)


def of(by: Member, place: str) -> Any:
    """The draft for this place (title, body, data, saved_at), or None."""
    return fetch(_DRAFT, {"member_id": by.id, "place": place}).one_or_none()
