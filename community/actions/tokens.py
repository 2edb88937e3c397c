"""Bearer tokens for programs: shown once, known afterwards by their hash alone."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update

from community import access
from community.queries.tokens import SCOPES, hashed
from community.transaction import transactional
from models.base import db
from models.clock import now
from models.credential import ApiToken
from models.errors import Forbidden, Invalid
from models.member import Member

LASTS = timedelta(days=365)


@transactional
def create(by: Member | None, member_id: int, scopes: list[str], name: str = "") -> str:
    """The token, this once. Raises Invalid for an unknown scope, Forbidden for one beyond the member's role."""
    member = access.member(member_id)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid(scope=f"Use one or more of {', '.join(SCOPES)}.")
    if ("staff" in scopes and not member.is_staff) or ("admin" in scopes and member.role != "admin"):
        raise Forbidden("The member's role does not reach that far.")
    token = "cairn_" + secrets.token_urlsafe(32)
    db.session.add(
        ApiToken(
            member_id=member.id, hash=hashed(token), name=name[:60],
            scopes=",".join(sorted(set(scopes), key=SCOPES.index)), created_at=now(), expires_at=now() + LASTS,
        )
    )  # fmt: skip
    return token


@transactional
def revoke(by: Member, token_id: int) -> None:
    mine = select(ApiToken).where(ApiToken.id == token_id, ApiToken.member_id == by.id)
    if token := db.session.scalars(mine).one_or_none():
        token.revoked_at = token.revoked_at or now()


@transactional
def seen(by: None, uses: Mapping[int, datetime]) -> None:
    """Notes when each of these tokens was last used."""
    for token_id, at in uses.items():
        db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=at))
