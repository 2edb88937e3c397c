"""A member's settings, a tab each: profile, look, mail, password, devices.

A form with a mistake comes back as it was filled in, but for passwords.
"""

from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, redirect, render_template
from flask_babel import gettext

from community import texts
from community.actions import inbox, members, sessions
from community.queries import inbox as inbox_queries
from community.queries import sessions as session_queries
from models.errors import Invalid
from models.member import Member
from reputation.privileges import Privilege, allowed
from views import agents, forms, session
from views.security import limiter
from views.session import required

bp = Blueprint("settings", __name__)

PROFILE = ("display_name", "about", "location", "website", "signature")
LOOK = ("theme", "zone")

FOR_FEW = {"asked": Privilege.HELP_OUT, "assigned": Privilege.TAKE}
"""Kinds of mail that only those are asked about who may get them."""


@bp.get("/settings")
@bp.get("/settings/")
def index() -> Any:
    return redirect("/settings/profile")


@bp.get("/settings/profile")
def profile_form() -> str:
    return _values("profile", required(), PROFILE)


@bp.post("/settings/profile")
def profile() -> Any:
    return _save("profile", required(), PROFILE)


@bp.get("/settings/look")
def look_form() -> str:
    return _values("look", required(), LOOK, zones=sorted(available_timezones()))


@bp.post("/settings/look")
def look() -> Any:
    return _save("look", required(), LOOK, zones=sorted(available_timezones()))


def _values(section: str, member: Member, names: tuple[str, ...], **more: Any) -> str:
    return _page(section, values={name: getattr(member, name) for name in names}, **more)


def _save(section: str, member: Member, names: tuple[str, ...], **more: Any) -> Any:
    values = {name: forms.text(name) for name in names}
    try:
        members.edit_profile(member, **values)
    except Invalid as error:
        return _page(section, values=values, errors=error.fields, **more), 422
    return forms.done(f"/settings/{section}", gettext("Changes saved."))


@bp.get("/settings/mail")
def mail_form() -> str:
    member = required()
    wanted = dict.fromkeys(_kinds(member), True) | inbox_queries.preferences(member)
    return _page("mail", kinds=_kinds(member), wanted=wanted, confirmed=member.is_confirmed)


@bp.post("/settings/mail")
def mail() -> Response:
    """Saves what was on the page, a switch each; other kinds stay as they are."""
    member = required()
    inbox.prefer(member, {kind: forms.on(kind) for kind in _kinds(member)})
    return forms.done("/settings/mail", gettext("Changes saved."))


def _kinds(member: Member) -> list[str]:
    """The kinds of mail that this member may get, in the order of the page."""
    return [kind for kind in texts.NEWS if kind not in FOR_FEW or allowed(member, FOR_FEW[kind])]


@bp.get("/settings/password")
def password_form() -> str:
    return _password(required())


@bp.post("/settings/password")
@limiter.limit("6/minute;30/hour")
def password() -> Any:
    """Only with the present password, so that a device left open gives nobody the account."""
    member = required()
    try:
        members.change_password(member, forms.text("old_password"), forms.text("password"))
    except Invalid as error:
        return _password(member, errors=error.fields), 422
    session.start(member)
    return forms.done("/settings/password", gettext("Your password is changed. Every other device is signed out."))


def _password(member: Member, **more: Any) -> str:
    return _page("password", email=member.email, confirmed=member.is_confirmed, **more)


@bp.get("/settings/devices")
def devices() -> str:
    member, key = required(), session.key()
    here = session_queries.hashed(key) if key else ""
    rows = sorted(session_queries.of(member), key=lambda row: row.id != here)
    return _page("devices", devices=[(row, agents.device(row.agent), row.id == here) for row in rows])


@bp.post("/settings/devices/end")
def end_device() -> Response:
    """One device, by the id of its row; one that has ended meanwhile, or is somebody else's, is simply not there."""
    sessions.end_by_id(required(), forms.line("device"))
    return forms.done("/settings/devices", gettext("That device is signed out."))


@bp.post("/settings/devices/end-others")
def end_other_devices() -> Response:
    sessions.end_others(required(), session.key())
    return forms.done("/settings/devices", gettext("Every other device is signed out."))


def _page(section: str, **values: Any) -> str:
    return render_template(f"settings/{section}.html", section=section, **{"errors": {}, **values})
