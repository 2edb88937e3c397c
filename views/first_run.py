"""The first page of the demo: whom to sign in as, and what to look at as each of them."""

from datetime import timedelta
from typing import Any

from apiflask import APIFlask
from flask import Blueprint, abort, render_template

from community.queries import catalogue
from community.queries.catalogue import Wanted
from community.sample import load
from community.settings import Settings
from models.clock import now
from views.health import is_loopback
from views.urls import settings

bp = Blueprint("first_run", __name__)

MOST = 4
SOON = timedelta(hours=1)
"""Of the questions that move next, so many, and so soon, that one can watch them."""


def install(app: APIFlask, settings: Settings) -> None:
    """Tells the home page whether there is a first page to lead to."""
    app.jinja_env.globals["is_demo"] = settings.show_mails


@bp.get("/welcome")
def welcome() -> str:
    """What to look at. Only in the demo, and only for this machine."""
    if not settings().show_mails or not is_loopback():
        abort(404)
    threads = load.ids("threads")
    return render_template(
        "first_run/welcome.html",
        people={each.person: each for each in load.sign_ins(settings().data_dir)} if threads else {},
        threads={name: f"/questions/{thread_id}/{name}" for name, thread_id in threads.items()},
        ids=threads,
        members={handle: f"/members/{member_id}/{handle}" for handle, member_id in load.ids("members").items()},
        climbing=climbing(),
    )


def climbing() -> list[dict[str, Any]]:
    """The questions that climb soon, the first one first."""
    waiting = catalogue.questions(Wanted(states=("open",)), sort="due", size=MOST).items
    return [each for each in waiting if now() < each["due_at"] < now() + SOON]
