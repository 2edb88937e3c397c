"""The inbox: what changed for me, newest first, a heading a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from community.actions import inbox as actions
from community.queries import inbox
from community.queries.inbox import News
from models.clock import now
from models.errors import NotFound
from views import forms
from views.display import day, local
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
    return render_template(
        "inbox/inbox.html",
        days=_by_day(page.items),
        up_to=page.items[0].event_id if page.items and here == "/inbox" and not after else None,
        unread=inbox.unread_count(member),
        here=here,
        tabs=_tabs(),
        older=f"{here}{'&' if '?' in here else '?'}after={page.next}" if page.next else "",
        newest=here if after else "",
    )


def _by_day(rows: Sequence[News]) -> list[tuple[str, bool, list[News]]]:
    """The rows under the name of their day, and whether that is today."""
    today = local(now()).date()
    days = groupby(rows, lambda row: local(row.at).date())
    return [(_name(on, today, news := list(group)), on == today, news) for on, group in days]


def _name(on: date, today: date, news: list[News]) -> str:
    if on == today:
        return gettext("Today")
    return gettext("Yesterday") if on == today - timedelta(days=1) else day(news[0].at)


def _tabs() -> list[tuple[str, str, None]]:
    return [
        ("/inbox", gettext("Everything"), None),
        ("/inbox?show=questions", gettext("My questions"), None),
        ("/inbox?show=mentions", gettext("Mentions"), None),
        ("/inbox?show=helping", gettext("My answers"), None),
    ]


@bp.post("/inbox/read")
def read() -> Response:
    """Marks as read what was shown and all before it, not what arrived meanwhile."""
    member, up_to = required(), forms.number("up_to")
    if up_to is not None:
        actions.read(member, up_to)
    return forms.done("/inbox", gettext("All read."))
