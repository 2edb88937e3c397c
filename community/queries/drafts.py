"""What a member has begun to write."""

from sqlalchemy import select

from models.base import db
from models.member import Member
from models.notification import Draft


def of(by: Member, place: str) -> Draft | None:
    """The draft for this place, if there is one."""
    return db.session.scalars(select(Draft).where(Draft.member_id == by.id, Draft.place == place)).one_or_none()
