"""Accounts: sign up, sign in, sign out, confirm an address, set a new password.

No answer here tells a stranger whether an address has an account: a taken one and a new one lead to the same page.
"""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template
from flask_babel import gettext

from community.actions import members
from models.errors import Invalid, NotFound, TooMany
from views import forms, session
from views.security import limiter

bp = Blueprint("account", __name__)


def _address() -> str:
    return forms.line("name").casefold() or "nobody"


@bp.get("/sign-in")
def sign_in_form() -> Any:
    if session.current():
        return redirect(forms.back())
    return _sign_in_page()


@bp.post("/sign-in")
@limiter.limit("6/minute;30/hour")
@limiter.limit("10 per 15 minutes", key_func=_address, deduct_when=lambda answer: answer.status_code != 303)
@limiter.limit("300/minute", key_func=lambda: "everybody")
def sign_in() -> Any:
    """To where the guest came from; one answer for an unknown name, a wrong password and a suspended account."""
    member = members.sign_in(None, forms.line("name"), forms.text("password"))
    if member is None:
        return _sign_in_page(wrong=gettext("That name and password don’t go together.")), 422
    session.start(member)
    return redirect(forms.back(), code=303)


def _sign_in_page(**more: Any) -> str:
    values = {"name": forms.line("name"), "next": forms.back(""), "wrong": "", **more}
    return render_template("account/sign_in.html", **values)


@bp.post("/sign-out")
def sign_out() -> Response:
    session.end()
    flash(gettext("You’re signed out."), "ok")
    return redirect("/", code=303)  # type: ignore[return-value]


@bp.get("/sign-up")
def sign_up_form() -> Any:
    if session.current():
        return redirect("/")
    return _sign_up_page()


@bp.post("/sign-up")
@limiter.limit("10/hour")
@limiter.limit("3/day", deduct_when=lambda answer: answer.status_code == 303)
def sign_up() -> Any:
    """To the page that says a mail is on its way, whether the address is new or taken."""
    try:
        forms.require_person()
        if not forms.on("rules"):
            raise Invalid(rules=gettext("Please agree to the house rules."))
        members.join(None, handle=forms.line("handle"), email=forms.line("email"), password=forms.text("password"))
    except (Invalid, TooMany) as error:
        return _sign_up_page(errors=getattr(error, "fields", None) or {"form": str(error)}), 422
    return redirect("/sign-up/sent", code=303)


def _sign_up_page(**more: Any) -> str:
    values = {"handle": forms.line("handle"), "email": forms.line("email"), "rules": forms.on("rules"), "errors": {}}
    return render_template("account/sign_up.html", seal=forms.seal(), **{**values, **more})


@bp.get("/sign-up/sent")
def sent() -> str:
    return render_template("account/sent.html")


@bp.get("/confirm/<token>")
def confirm_form(token: str) -> str:
    """A button, not the deed: programs that look at links in mails must not confirm anything."""
    return render_template("account/confirm.html", token=token)


@bp.post("/confirm/<token>")
@limiter.limit("30/hour")
def confirm(token: str) -> Any:
    try:
        member = members.confirm(None, token)
    except NotFound:
        return _stale()
    if session.current() is None:
        session.start(member)
    return forms.done("/", gettext("Your address is confirmed. Welcome."))


@bp.post("/confirm")
@limiter.limit("5/hour")
def confirm_again() -> Response:
    members.send_confirmation(session.required())
    return forms.done("/settings/password", gettext("A new mail is on its way."))


@bp.get("/reset")
def reset_form() -> str:
    return render_template("account/reset.html", asked=False)


@bp.post("/reset")
@limiter.limit("5/hour")
def reset() -> str:
    members.request_reset(None, forms.line("email"))
    return render_template("account/reset.html", asked=True)


@bp.get("/reset/<token>")
def new_password_form(token: str) -> Response:
    return _new_password_page(token)


@bp.post("/reset/<token>")
@limiter.limit("30/hour")
def new_password(token: str) -> Any:
    try:
        member = members.reset(None, token, forms.text("password"))
    except Invalid as error:
        return _new_password_page(token, error.fields), 422
    except NotFound:
        return _stale()
    session.start(member)
    return forms.done("/", gettext("Your new password is set. Every other device is signed out."))


def _new_password_page(token: str, errors: dict[str, str] | None = None) -> Response:
    response = make_response(render_template("account/new_password.html", token=token, errors=errors or {}))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _stale() -> tuple[str, int]:
    return render_template("account/stale.html"), 404
