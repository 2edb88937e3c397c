"""Whom a bearer token speaks for, and which tokens a member has."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from models.base import db
from models.clock import now
from models.credential import ApiToken
from models.member import Member

SCOPES = ("read", "write", "staff", "admin")


@dataclass(frozen=True)
class Bearer:
    """A token that stands: whose it is and what it may be used for."""

    token_id: int
    member: Member
    scopes: frozenset[str]


def hashed(token: str) -> str:
    """What the table knows of a token, so that a stolen table opens no door."""
    return sha256(token.encode()).hexdigest()


def bearer(token: str) -> Bearer | None:
    """Whom the token speaks for, or None when it is unknown, expired or revoked, or its member may not sign in."""
    row = db.session.execute(
        select(ApiToken, Member).join(Member, Member.id == ApiToken.member_id).where(ApiToken.hash == hashed(token))
    ).one_or_none()
    if row is None or not _stands(*row):
        return None
    return Bearer(row[0].id, row[1], frozenset(row[0].scopes.split(",")))


def _stands(token: ApiToken, member: Member) -> bool:
    at = now()
    if token.revoked_at or (token.expires_at and token.expires_at <= at):
        return False
    return not member.deleted_at and not (member.suspended_until and member.suspended_until > at)


def of(member: Member) -> list[ApiToken]:
    """The member's tokens that were not revoked, the newest first."""
    mine = select(ApiToken).where(ApiToken.member_id == member.id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(mine.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())))
