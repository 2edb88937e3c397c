"""Accounts: sign up, sign in, sign out, confirm an address, set a new password.

No answer here tells a stranger whether an address has an account: a taken one and a new one lead to the same page.
"""

from time import time
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, render_template
from flask_babel import gettext, ngettext
from flask_limiter import RequestLimit

from community.actions import members
from models.errors import Invalid, NotFound, TooMany
from models.member import key_of
from views import forms, session
from views.evenly import takes_at_least
from views.security import limiter

bp = Blueprint("account", __name__)

EVEN = 0.4
"""Seconds that asking for a mail takes, whether the address is known or not: more than either way needs."""


def _account() -> str:
    """The account that is tried, in the form in which names are compared: other spellings win no further tries."""
    return key_of(forms.line("name"))


def _slowed(limit: RequestLimit) -> Response:
    """The form again, with a way in: whoever owns an account that others guess at is not shut out by them."""
    minutes = max(1, round((limit.reset_at - time()) / 60))
    wait = ngettext("Please wait %(num)s minute", "Please wait %(num)s minutes", minutes)
    response = make_response(_sign_in_page(wrong=gettext("Too many tries for now. %(wait)s.", wait=wait)), 429)
    response.headers["Retry-After"] = str(max(1, round(limit.reset_at - time())))
    return response


@bp.get("/sign-in")
def sign_in_form() -> Any:
    if session.current():
        return redirect(forms.back())
    return _sign_in_page()


@bp.post("/sign-in")
@limiter.limit("6/minute;30/hour", on_breach=_slowed)
@limiter.limit(
    "10 per 15 minutes", key_func=_account, deduct_when=lambda answer: answer.status_code == 422, on_breach=_slowed
)
@limiter.limit("300/minute", key_func=lambda: "everybody", on_breach=_slowed)
def sign_in() -> Any:
    """To where the guest came from; one answer for an unknown name, a wrong password and a suspended account."""
    member = members.sign_in(None, forms.line("name"), forms.text("password"))
    if member is None:
        return _sign_in_page(wrong=gettext("That name and password don’t go together.")), 422
    session.start(member)
    return redirect(forms.back(), code=303)


def _sign_in_page(**more: Any) -> str:
    values = {"name": forms.line("name"), "next": forms.back(""), "onward": _onward(), "wrong": "", **more}
    return render_template("account/sign_in.html", **values)


@bp.get("/sign-out")
def sign_out_form() -> Any:
    """A page with a button, for whoever types the address: following a link signs nobody out."""
    if session.current() is None:
        return redirect("/")
    return render_template("account/sign_out.html")


@bp.post("/sign-out")
def sign_out() -> Response:
    session.end()
    flash(gettext("You’re signed out."), "ok")
    return redirect("/", code=303)  # type: ignore[return-value]


@bp.get("/sign-up")
def sign_up_form() -> Any:
    if session.current():
        return redirect(forms.back())
    return _sign_up_page()


@bp.post("/sign-up")
@limiter.limit("10/hour")
@limiter.limit("3/day", deduct_when=lambda answer: answer.status_code == 303)
@takes_at_least(EVEN)
def sign_up() -> Any:
    """To the page that says a mail is on its way, whether the address is new or taken."""
    try:
        forms.require_person()
        if not forms.on("rules"):
            raise Invalid(rules=gettext("Please agree to the house rules."))
        members.join(None, handle=forms.line("handle"), email=forms.line("email"), password=forms.text("password"))
    except (Invalid, TooMany) as error:
        return _sign_up_page(errors=getattr(error, "fields", None) or {"form": str(error)}), 422
    return redirect("/sign-up/sent" + _onward(), code=303)


def _onward() -> str:
    """What hands on where the guest wanted to go, from page to page until they are signed in."""
    wanted = forms.back("")
    return f"?next={quote(wanted)}" if wanted else ""


def _sign_up_page(**more: Any) -> str:
    values = {"handle": forms.line("handle"), "email": forms.line("email"), "rules": forms.on("rules"), "errors": {}}
    onward = {"next": forms.back(""), "onward": _onward()}
    return render_template("account/sign_up.html", seal=forms.seal(), **{**values, **onward, **more})


@bp.get("/sign-up/sent")
def sent() -> str:
    return render_template("account/sent.html", onward=_onward())


@bp.get("/confirm/<token>")
def confirm_form(token: str) -> Response:
    """A button, not the deed: programs that look at links in mails must not confirm anything."""
    return _unsaid(render_template("account/confirm.html", token=token))


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
@limiter.limit("60/minute", key_func=lambda: "everybody")
@takes_at_least(EVEN)
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
    return _unsaid(render_template("account/new_password.html", token=token, errors=errors or {}))


def _stale() -> tuple[Response, int]:
    return _unsaid(render_template("account/stale.html")), 404


def _unsaid(page: str) -> Response:
    """The page, whose address is a secret: no request from it says more than the origin.

    Not `no-referrer`: with that, browsers send its own form with the origin "null", as a stranger's.
    """
    response = make_response(page)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
