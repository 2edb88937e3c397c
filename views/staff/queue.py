"""The staff queue: who waits, why, until when, and who holds it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from community.actions import escalations
from community.queries import queues
from escalation.in_force import current
from models.clock import now
from models.errors import NotFound
from views import forms
from views.staff import looks
from views.staff.access import staff
from views.urls import local_path

bp = Blueprint("staff_queue", __name__)


@bp.get("/staff")
def queue() -> str:
    member = staff()
    view = request.args.get("view", "all")
    if view not in queues.VIEWS:
        raise NotFound
    after = request.args.get("after", "")
    page = queues.queue(member, view, after=after)
    return render_template(
        "staff/queue.html",
        page=page,
        view=view,
        counts=queues.counts(member),
        counted=queues.COUNTED,
        rail=queues.rail(),
        timer=looks.timer,
        part=looks.part,
        tiers=looks.TIERS,
        me=member.id,
        longest=current().priority.maximum_wait,
        updated=now(),
        older=_address(view, page.next) if page.next else "",
        newest=_address(view, "") if after else "",
    )


def _address(view: str, after: str) -> str:
    words = [f"view={view}"] * (view != "all") + [f"after={after}"] * bool(after)
    return "/staff" + ("?" + "&".join(words) if words else "")


@bp.post("/staff/next")
def take_next() -> Any:
    try:
        held = escalations.take_next(staff())
    except NotFound:
        return forms.done("/staff", gettext("Nothing in the queue is free. Well done."))
    return forms.done(f"/staff/threads/{held.thread_id}", gettext("It is yours. Let go when you cannot finish."))


@bp.post("/staff/threads/<int:thread_id>/take")
def take(thread_id: int) -> Any:
    escalations.take(staff(), thread_id)
    return forms.done(f"/staff/threads/{thread_id}", gettext("It is yours. Let go when you cannot finish."))


@bp.post("/staff/threads/<int:thread_id>/let-go")
def let_go(thread_id: int) -> Any:
    escalations.let_go(staff(), thread_id)
    return forms.done(
        local_path(request.form.get("next"), f"/staff/threads/{thread_id}"), gettext("You let it go. It is free again.")
    )
