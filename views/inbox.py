"""The inbox: what changed for me, newest first."""

from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from community.actions import inbox as actions
from community.queries import inbox
from models.clock import now
from models.errors import NotFound
from views import forms
from views.display import local
from views.session import required

bp = Blueprint("inbox", __name__)


@bp.get("/inbox")
def show() -> str:
    member = required()
    show, after = request.args.get("show", "everything"), request.args.get("after", "")
    if show not in inbox.SHOWS:
        raise NotFound
    page = inbox.news(member, show=show, after=after)
    here = "/inbox" if show == "everything" else f"/inbox?show={show}"
    today = local(now()).date()
    return render_template(
        "inbox/inbox.html",
        days=[(name, list(rows)) for name, rows in groupby(page.items, lambda row: local(row.at).date() == today)],
        up_to=max((row.event_id for row in page.items), default=0),
        unread=inbox.unread_count(member.id),
        here=here,
        tabs=_tabs(),
        older=f"{here}{'&' if '?' in here else '?'}after={page.next}" if page.next else "",
        newest=here if after else "",
    )


def _tabs() -> list[tuple[str, str, None]]:
    return [
        ("/inbox", gettext("Everything"), None),
        ("/inbox?show=questions", gettext("My questions"), None),
        ("/inbox?show=mentions", gettext("Mentions"), None),
        ("/inbox?show=helping", gettext("My answers"), None),
    ]


@bp.post("/inbox/read")
def read() -> Response:
    """Marks what was shown as read, not what arrived meanwhile."""
    actions.read(required(), forms.number("up_to"))
    return forms.done("/inbox")
