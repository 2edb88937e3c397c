"""Signing in and out, as rows. No events: a sign-in moves nobody's points and is nobody else's news."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, select, update

from community.queries.sessions import hashed
from community.transaction import transactional
from models.base import db
from models.clock import now
from models.credential import Session
from models.member import Member

LONGEST_AGENT = 200


@transactional
def start(by: Member, key: str, *, agent: str = "", address: str = "") -> Session:
    """The row of a new sign-in, known by `key`."""
    at = now()
    session = Session(
        id=hashed(key), member_id=by.id, created_at=at, seen_at=at, agent=agent[:LONGEST_AGENT], address=address
    )
    db.session.add(session)
    return session


@transactional
def end(by: Member | None, key: str) -> None:
    """Ends the sign-in of `key`; one that is gone already is fine."""
    _delete(delete(Session).where(Session.id == hashed(key)))


@transactional
def end_by_id(by: Member, session_id: str) -> int:
    """How many of the member's own sign-ins had this id: 1, or 0 when it is gone or somebody else's."""
    return _delete(delete(Session).where(Session.id == session_id, Session.member_id == by.id))


@transactional
def end_others(by: Member, key: str | None = None) -> int:
    """How many of the member's sign-ins were ended: all, or all but that of `key`."""
    doomed = delete(Session).where(Session.member_id == by.id)
    return _delete(doomed if key is None else doomed.where(Session.id != hashed(key)))


@transactional
def seen(by: None, uses: Mapping[str, datetime]) -> None:
    """Notes when each of these keys was last used, and so when its member was last here."""
    for key, at in uses.items():
        is_it = Session.id == hashed(key)
        db.session.execute(update(Session).where(is_it).values(seen_at=at))
        owner = select(Session.member_id).where(is_it).scalar_subquery()
        db.session.execute(update(Member).where(Member.id == owner).values(seen_at=at))


def _delete(statement: Delete) -> int:
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount
