"""Tokens in links: made from a row and the secret key, so nothing that is stored is worth stealing."""

import base64
import hmac
from hashlib import sha256

from sqlalchemy import select

from community import settings
from models.base import db
from models.clock import now
from models.credential import Proof
from models.errors import NotFound


def token(proof: Proof) -> str:
    """What goes into the mail: the row's id and its signature."""
    return f"{proof.id}.{sign(f'{proof.purpose}:{proof.id}:{proof.nonce}')}"


def find(text: str, purpose: str) -> Proof:
    """The proof that this token stands for, locked for use. NotFound: wrong, used, too old, or a newer one exists."""
    number, _, _ = text.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        raise NotFound
    statement = select(Proof).where(Proof.id == int(number), Proof.purpose == purpose).with_for_update()
    proof = db.session.scalars(statement).one_or_none()
    if proof is None or not hmac.compare_digest(token(proof).encode(), text.encode()):
        raise NotFound
    newest = select(Proof.id).where(Proof.member_id == proof.member_id, Proof.purpose == purpose)
    if proof.used_at or proof.expires_at <= now() or proof.id != db.session.scalar(newest.order_by(Proof.id.desc())):
        raise NotFound
    return proof


def sign(message: str) -> str:
    """A signature of `message` by this installation, fit for an address."""
    digest = hmac.new(settings.current().secret().encode(), message.encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def unsubscribe_path(member_id: int, kind: str) -> str:
    """Where one press stops this kind of mail to this member. It needs no row: the link may be used often."""
    return f"/unsubscribe/{member_id}/{kind}/{sign(_unsubscribe(member_id, kind))}"


def require_unsubscribe(member_id: int, kind: str, signature: str) -> None:
    """Nothing, or NotFound for a link that we did not make."""
    if not hmac.compare_digest(sign(_unsubscribe(member_id, kind)).encode(), signature.encode()):
        raise NotFound


def _unsubscribe(member_id: int, kind: str) -> str:
    return f"unsubscribe:{member_id}:{kind}"
