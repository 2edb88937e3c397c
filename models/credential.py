"""How a member proves who they are: sign-in sessions, mailed proofs, bearer tokens."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class Session(Base):
    """A signed-in device. `id` is the SHA-256 of what the cookie holds."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[int] = ref("member.id", index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")


class Proof(Base):
    """A single-use link sent by mail; its token comes from `nonce` and the secret key, so the table proves nothing."""

    __tablename__ = "proof"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id", index=True)
    purpose: Mapped[str]
    """confirm or reset"""
    email_key: Mapped[str]
    """The address it was sent to: dead when the member's address changes."""
    nonce: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A bearer token, known only by its SHA-256."""

    __tablename__ = "api_token"

    id: Mapped[pk]
    member_id: Mapped[int] = ref("member.id", index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    scopes: Mapped[str] = mapped_column(default="read")
    """Words of read, write, staff, admin, with commas."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
