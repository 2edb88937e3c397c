"""A member's settings: profile, look, mail, password and devices; and leaving a mailing with one press."""

from hmac import compare_digest
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, redirect, render_template
from flask_babel import gettext

from community import access, proofs
from community.actions import inbox, members, sessions
from community.queries import inbox as inbox_queries
from community.queries import sessions as session_queries
from models.errors import Invalid, NotFound
from models.member import Member
from views import forms, session
from views.security import open_to_programs
from views.session import required

bp = Blueprint("settings", __name__)

PROFILE = ("display_name", "about", "location", "website", "signature")
MAILS = ("answer", "followed", "comment", "mention", "accepted", "climbed", "asked", "guide")
"""Kinds of news that a member may also get by mail, in the order of the page."""


@bp.get("/settings")
@bp.get("/settings/")
def index() -> Any:
    return redirect("/settings/profile")


@bp.get("/settings/profile")
def profile_form() -> str:
    member = required()
    return _page("profile", values={name: getattr(member, name) for name in (*PROFILE, "theme", "zone")})


@bp.post("/settings/profile")
def profile() -> Any:
    member = required()
    values = {name: forms.text(name) for name in (*PROFILE, "theme", "zone")}
    try:
        members.edit_profile(member, **values)
    except Invalid as error:
        return _page("profile", values=values, errors=error.fields), 422
    return forms.done("/settings/profile", gettext("Changes saved."))


@bp.get("/settings/mail")
def mail_form() -> str:
    member = required()
    return _page("mail", kinds=MAILS, wanted=inbox_queries.preferences(member), confirmed=member.is_confirmed)


@bp.post("/settings/mail")
def mail() -> Response:
    inbox.prefer(required(), {kind: forms.on(kind) for kind in MAILS})
    return forms.done("/settings/mail", gettext("Changes saved."))


@bp.get("/settings/account")
def account_form() -> str:
    return _account(required())


@bp.post("/settings/account/password")
def password() -> Any:
    member = required()
    try:
        members.change_password(member, forms.text("old_password"), forms.text("password"))
    except Invalid as error:
        return _account(member, errors=error.fields), 422
    session.start(member)
    return forms.done("/settings/account", gettext("Your password is changed. Every other device is signed out."))


@bp.post("/settings/account/end")
def end_devices() -> Response:
    """One device by its id, or all but this one."""
    member = required()
    sessions.end_others(member, session.key())
    return forms.done("/settings/account", gettext("Every other device is signed out."))


def _account(member: Member, **more: Any) -> str:
    key = session.key()
    here = session_queries.hashed(key) if key else ""
    devices = [(row, row.id == here) for row in session_queries.of(member)]
    return _page("account", devices=devices, email=member.email, confirmed=member.is_confirmed, **more)


def _page(name: str, **values: Any) -> str:
    zones = sorted(available_timezones()) if name == "profile" else []
    return render_template(f"settings/{name}.html", section=name, zones=zones, **{"errors": {}, **values})


@bp.get("/unsubscribe/<int:member_id>/<kind>/<signature>")
def unsubscribe_form(member_id: int, kind: str, signature: str) -> str:
    """A page with one button: a link in a mail may be followed by programs and must change nothing."""
    _require_signed(member_id, kind, signature)
    return render_template("settings/unsubscribe.html", kind=kind, signature=signature, member_id=member_id, done=False)


@bp.post("/unsubscribe/<int:member_id>/<kind>/<signature>")
@open_to_programs
def unsubscribe(member_id: int, kind: str, signature: str) -> str:
    """This kind of mail stops, with one POST and without signing in (RFC 8058)."""
    _require_signed(member_id, kind, signature)
    inbox.prefer(access.member(member_id), {kind: False})
    return render_template("settings/unsubscribe.html", kind=kind, signature=signature, member_id=member_id, done=True)


def _require_signed(member_id: int, kind: str, signature: str) -> None:
    genuine = proofs.sign(f"unsubscribe:{member_id}:{kind}")
    if not compare_digest(genuine.encode(), signature.encode()):
        raise NotFound
