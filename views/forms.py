"""What forms send, read safely; and the answer that suits who sent it: a page to go to, or JSON for our own scripts."""

import hmac
from typing import Any

from flask import Response, flash, jsonify, redirect, request
from flask_babel import gettext

from community import proofs
from models.clock import now
from models.errors import Invalid, TooMany
from views.urls import local_path

LONGEST = 40_000
"""Characters read of one field: a little over the longest text, so that "too long" can be said."""
FASTEST_FILL = 3
"""Seconds that a person needs at least for the sign-up form."""
OLDEST_FORM = 24 * 3600


def text(name: str, default: str = "") -> str:
    """A field as typed."""
    return request.form.get(name, default)[:LONGEST]


def line(name: str) -> str:
    return text(name).strip()


def number(name: str) -> int | None:
    """A field that holds an id; None when it is absent or none."""
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def words(name: str) -> list[str]:
    """The parts of a field that are set apart by spaces or commas."""
    return text(name).replace(",", " ").split()


def on(name: str = "on") -> bool:
    return request.form.get(name) == "1"


def wants_json() -> bool:
    """Whether one of our scripts asks."""
    return request.accept_mimetypes.best == "application/json"


def done(path: str, message: str = "", kind: str = "ok", **data: Any) -> Response:
    """Back to a page with a notice, or `data` as JSON for a script."""
    if wants_json():
        return jsonify(data)
    if message:
        flash(message, kind)
    return redirect(path, code=303)  # type: ignore[return-value]


def back(default: str = "/") -> str:
    """Where the form says it came from, within this site."""
    return local_path(request.form.get("next") or request.args.get("next"), default)


def seal() -> str:
    """The instant at which a form was shown, signed: what fills it in at once is a machine."""
    shown = str(int(now().timestamp()))
    return f"{shown}.{proofs.sign('form:' + shown)}"


def require_person() -> None:
    """Nothing, or Invalid when the form was filled in by a machine: too fast, or where nobody sees a field."""
    shown, _, signature = request.form.get("shown", "").partition(".")
    genuine = hmac.compare_digest(proofs.sign("form:" + shown).encode(), signature.encode())
    age = now().timestamp() - int(shown) if genuine else OLDEST_FORM + 1
    if age > OLDEST_FORM:
        raise Invalid(gettext("This form was open for too long. Please send it again."))
    if age < FASTEST_FILL:
        raise TooMany(gettext("That was quick. Please wait a few seconds and send it again."), FASTEST_FILL)
    if request.form.get("website_url"):
        raise Invalid(gettext("Please leave the hidden field empty."))
