"""Reports of posts: what waits for a decision, and deciding."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from community.actions import flags
from community.queries import queues, staff_view
from reputation.privileges import Parties, Privilege, refusal
from views import forms
from views.staff.access import staff

bp = Blueprint("staff_review", __name__)


@bp.get("/staff/review")
def index() -> str:
    member = staff()
    page = staff_view.reports(member, after=request.args.get("after", ""))
    return render_template(
        "staff/review.html",
        page=page,
        rail=queues.rail(),
        why_not={one.id: refusal(member, Privilege.DECIDE_FLAG, Parties(one.author_id)) for one in page.items},
        older=f"/staff/review?after={page.next}" if page.next else "",
        newest="/staff/review" if request.args.get("after") else "",
    )


@bp.post("/staff/review/<int:flag_id>")
def decide(flag_id: int) -> Any:
    decision = forms.line("decision")
    flags.decide(staff(), flag_id, upheld=decision != "dismiss", remove=decision == "remove")
    return forms.done("/staff/review", gettext("Decided. Whoever reported it is told."))
