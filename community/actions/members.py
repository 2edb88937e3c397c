"""Accounts: joining, proving an address, passwords, profile, roles.

Nothing here tells a stranger whether an address has an account: joining with a taken one and asking for a reset of an
unknown one look like success, and the mail goes to whoever owns the address.
"""

import re
import secrets
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sqlalchemy import delete, func, select

from community import access, markup, passwords, proofs, writing
from community.transaction import record, transactional
from models.base import db
from models.clock import now
from models.credential import Proof, Session
from models.errors import Invalid, NotFound, Problems
from models.events import MailConfirmed, MailRequested, MemberJoined, PasswordChanged, ProfileChanged, RoleChanged
from models.member import ROLES, Member, key_of
from reputation import privileges
from reputation.privileges import Privilege

HANDLE = re.compile(r"[^\W_](?:[\w.-]{1,28})[^\W_.-]?")
ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]{1,190}\.[^@\s.<>,;:\"()\[\]\\]{2,63}")
RESERVED = {
    "admin",
    "administrator",
    "staff",
    "support",
    "moderator",
    "system",
    "community",
    "cairn",
    "root",
    "help",
    "team",
}
CONFIRM_LASTS, RESET_LASTS = timedelta(days=3), timedelta(minutes=60)
MAILS_AN_HOUR = 5  # of this kind to one address: nobody can make us fill a stranger's mailbox
LONGEST = {"display_name": 60, "location": 60, "website": 200, "signature": 120}
LONGEST_ABOUT = 2_000
THEMES = ("system", "light", "dark")


def join(by: Member | None, *, handle: str, email: str, password: str) -> Member | None:
    """The new member, or None when the address has an account already: then its owner gets a mail instead."""
    problems = Problems()
    with problems:
        handle = check_handle(handle)
        _require_free(handle)
    with problems:
        email = check_address(email)
    with problems:
        passwords.check(password, handle, email, email.partition("@")[0])
    problems.report()
    return _join(by, handle, email, passwords.hashed(password))


@transactional
def _join(by: Member | None, handle: str, address: str, hashed: str) -> Member | None:
    """(Hashing takes long enough to be noticed by everybody else who writes, so it is done before.)"""
    _require_free(handle)
    if owner := db.session.scalar(select(Member).where(Member.email_key == key_of(address))):
        _mail(owner, "welcome_back", RESET_LASTS)
        return None
    member = _create(handle, address, "customer")
    member.password_hash = hashed
    _mail(member, "confirm", CONFIRM_LASTS)
    return member


@transactional
def add(by: Member | None, *, handle: str, email: str, role: str = "customer", password: str | None = None) -> Member:
    """A member made by an administrator (or the command line: None), whose address counts as confirmed."""
    if by is not None:
        privileges.require(by, Privilege.MANAGE_MEMBERS)
    handle, address = check_handle(handle, official=True), check_address(email)
    _require_free(handle)
    if role not in ROLES or role == "system":
        raise Invalid(role="Use customer, employee, staff or admin.")
    if db.session.scalar(select(Member.id).where(Member.email_key == key_of(address))):
        raise Invalid(email="Somebody has this address already.")
    member = _create(handle, address, role)
    member.email_confirmed_at = now()
    if password is not None:
        passwords.check(password, handle, address)
        member.password_hash = passwords.hashed(password)
    return member


def _create(handle: str, address: str, role: str) -> Member:
    member = Member(
        handle=handle, handle_key=key_of(handle), role=role, email=address, email_key=key_of(address), joined_at=now()
    )
    db.session.add(member)
    db.session.flush()
    record(MemberJoined(member_id=member.id, role=role))
    return member


def check_handle(given: str, *, official: bool = False) -> str:
    """The handle. Raises Invalid when it is malformed or sounds like staff."""
    handle = markup.plain(given)
    if not 3 <= len(handle) <= 30 or not HANDLE.fullmatch(handle):
        raise Invalid(handle="Use 3 to 30 letters, digits, dots, hyphens or underscores, with a letter or digit first.")
    if not official and key_of(handle).strip("._-0123456789") in RESERVED:
        raise Invalid(handle="This name is reserved.")
    return handle


def check_address(given: str) -> str:
    address = markup.plain(given)
    if len(address) > 254 or not ADDRESS.fullmatch(address):
        raise Invalid(email="This does not look like a mail address.")
    return address


def _require_free(handle: str) -> None:
    if db.session.scalar(select(Member.id).where(Member.handle_key == key_of(handle))):
        raise Invalid(handle="Somebody has this name already.")


def _mail(member: Member, purpose: str, lasts: timedelta) -> None:
    """Asks for a mail with a fresh link, unless this member was sent enough of them lately."""
    at = now()
    recent = select(func.count()).where(Proof.member_id == member.id, Proof.created_at > at - timedelta(hours=1))
    if (db.session.scalar(recent) or 0) >= MAILS_AN_HOUR or member.email_key is None:
        return
    proof = Proof(
        member_id=member.id, purpose="reset" if purpose == "welcome_back" else purpose, email_key=member.email_key,
        nonce=secrets.token_hex(16), created_at=at, expires_at=at + lasts,
    )  # fmt: skip
    db.session.add(proof)
    db.session.flush()
    record(MailRequested(member_id=member.id, proof_id=proof.id, purpose=purpose))


@transactional
def confirm(by: Member | None, token: str) -> Member:
    """The member whose address is now confirmed. Raises NotFound for a link that is not valid (any more)."""
    member = _prove(token, "confirm")
    member.email_confirmed_at = now()
    record(MailConfirmed(member_id=member.id))
    return member


@transactional
def send_confirmation(by: Member) -> None:
    if not by.is_confirmed:
        _mail(by, "confirm", CONFIRM_LASTS)


@transactional
def request_reset(by: Member | None, email: str) -> None:
    """Sends a link if the address has an account; says nothing either way."""
    member = db.session.scalar(select(Member).where(Member.email_key == key_of(email), Member.deleted_at.is_(None)))
    if member is not None:
        _mail(member, "reset", RESET_LASTS)


def reset(by: Member | None, token: str, password: str) -> Member:
    """The member with the new password, signed out everywhere. Raises NotFound for a link that is not valid."""
    owner = access.member(proofs.find(token, "reset").member_id)
    passwords.check(password, owner.handle, owner.email or "")
    return _reset(by, token, passwords.hashed(password))


@transactional
def _reset(by: Member | None, token: str, hashed: str) -> Member:
    member = _prove(token, "reset")
    _set_password(member, hashed)
    member.email_confirmed_at = member.email_confirmed_at or now()
    return member


def change_password(by: Member, old: str, new: str) -> None:
    """Sets a new password and ends every session; the view starts a new one."""
    if not passwords.matches(by.password_hash, old):
        raise Invalid(old_password="This is not your password.")  # noqa: S106 (a message)
    passwords.check(new, by.handle, by.email or "")
    _change_password(by, passwords.hashed(new))


@transactional
def _change_password(by: Member, hashed: str) -> None:
    _set_password(access.member(by.id, lock=True), hashed)


def _set_password(member: Member, hashed: str) -> None:
    member.password_hash = hashed
    db.session.execute(delete(Session).where(Session.member_id == member.id))
    for proof in db.session.scalars(select(Proof).where(Proof.member_id == member.id, Proof.used_at.is_(None))):
        proof.used_at = now()
    record(PasswordChanged(member_id=member.id))


def _prove(token: str, purpose: str) -> Member:
    proof = proofs.find(token, purpose)
    member = access.member(proof.member_id, lock=True)
    if member.email_key != proof.email_key:
        raise NotFound
    proof.used_at = now()
    return member


def sign_in(by: Member | None, email_or_handle: str, password: str) -> Member | None:
    """The member, or None: one answer, at one price, for an unknown name, no password and a wrong one."""
    key = key_of(email_or_handle)
    column = Member.email_key if "@" in key else Member.handle_key
    member = db.session.scalar(select(Member).where(column == key, Member.deleted_at.is_(None)))
    if not passwords.matches(member.password_hash if member else None, password) or member is None:
        return None
    if member.password_hash and passwords.outdated(member.password_hash):
        _rehash(member, passwords.hashed(password))
    return member


@transactional
def _rehash(by: Member, hashed: str) -> None:
    access.member(by.id, lock=True).password_hash = hashed


@transactional
def edit_profile(by: Member, **given: str) -> Member:
    """The member with these of display_name, about, location, website, signature, theme, zone changed."""
    member = access.member(by.id, lock=True)
    for name, longest in LONGEST.items():
        if name in given:
            setattr(member, name, writing.line(given[name], name, longest))
    if "about" in given:
        if len(given["about"]) > LONGEST_ABOUT:
            raise Invalid(about=f"Use {LONGEST_ABOUT:,} characters or fewer.")
        member.about = markup.storable(given["about"]).strip()
    if member.website and urlsplit(member.website).scheme not in ("http", "https"):
        raise Invalid(website="Use an address that begins with https://")
    if key_of(member.display_name) in RESERVED and not member.is_official:
        raise Invalid(display_name="This name is reserved.")
    if given.get("theme", "system") not in THEMES:
        raise Invalid(theme="Choose one of the list.")
    if given.get("zone", "UTC") not in available_timezones():
        raise Invalid(zone="Choose one of the list.")
    member.theme, member.zone = given.get("theme", member.theme), given.get("zone", member.zone)
    record(ProfileChanged(member_id=member.id))
    return member


@transactional
def set_role(by: Member | None, member_id: int, role: str) -> Member:
    """The member in the new role; open sessions end, so that nothing old lives on."""
    if by is not None:
        privileges.require(by, Privilege.MANAGE_MEMBERS)
    if role not in ROLES or role == "system":
        raise Invalid(role="Use customer, employee, staff or admin.")
    member = access.member(member_id, lock=True)
    if member.role != role:
        record(RoleChanged(member_id=member.id, old=member.role, new=role))
        member.role = role
        db.session.execute(delete(Session).where(Session.member_id == member.id))
    return member
