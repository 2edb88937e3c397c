"""The mails that the demo sent, for who sits at the machine: it has no mail server to read them from."""

from flask import Blueprint, abort, render_template

from community import mailer
from views.health import is_loopback
from views.urls import settings

bp = Blueprint("mails", __name__)


@bp.get("/demo/mails")
def sent() -> str:
    """The last mails, newest first. Their links sign in: so only if the settings say so, and for this machine."""
    if not settings().show_mails or not is_loopback():
        abort(404)
    return render_template("mails/sent.html", mails=mailer.sent())
