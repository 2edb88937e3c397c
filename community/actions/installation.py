"""What every installation has from its first moment."""

from sqlalchemy import select

from community.transaction import transactional
from models.base import db
from models.clock import now
from models.member import Member

SYSTEM = "community"


@transactional
def prepare(by: None) -> Member:
    """The system member, in whose name the worker acts; made if it is not there yet."""
    found = db.session.scalars(select(Member).where(Member.role == "system").limit(1)).one_or_none()
    if found is None:
        found = Member(handle=SYSTEM, handle_key=SYSTEM, role="system", joined_at=now())
        db.session.add(found)
    return found
