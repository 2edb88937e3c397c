"""Reading the inbox, and which mails a member wants."""

from collections.abc import Mapping

from sqlalchemy import select

from community.transaction import record, transactional
from models.base import db
from models.events import InboxRead
from models.member import Member
from models.notification import MailPreference, Notification


@transactional
def read(by: Member, up_to: int | None = None) -> None:
    """Marks the news of all events up to this one (default: the newest) as read."""
    if up_to is None:
        newest = select(Notification.event_id).where(Notification.member_id == by.id).order_by(Notification.id.desc())
        up_to = db.session.scalar(newest.limit(1))
    if up_to is not None:
        record(InboxRead(member_id=by.id, up_to=up_to))


@transactional
def prefer(by: Member, wanted: Mapping[str, bool]) -> None:
    """Sets which kinds of mail the member wants; kinds that are not named stay as they are."""
    for kind, value in wanted.items():
        row = db.session.get(MailPreference, (by.id, kind))
        if row is None:
            db.session.add(MailPreference(member_id=by.id, kind=kind, wanted=value))
        else:
            row.wanted = value
