"""Disputes: what waits for a decision, what was decided, and deciding."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from community.actions import disputes
from community.queries import queues, staff_view
from models.errors import Invalid
from models.member import Member
from reputation.privileges import Parties, Privilege, refusal
from views import forms
from views.staff.access import staff
from views.staff.told import CAUSES

bp = Blueprint("staff_disputes", __name__)


@bp.get("/staff/disputes")
def index() -> str:
    return _page(staff(), {})


def _page(member: Member, errors: dict[str, str], about: int = 0) -> str:
    decided, after = request.args.get("decided") == "1", request.args.get("after", "")
    page = staff_view.disputes(member, decided=decided, after=after)
    here = "/staff/disputes?decided=1" if decided else "/staff/disputes"
    return render_template(
        "staff/disputes.html",
        page=page,
        decided=decided,
        here=here,
        errors=errors,
        about=about,
        given=request.form,
        causes=CAUSES,
        rail=queues.rail(),
        why_not={one.id: _refusal(member, one) for one in page.items},
        older=f"{here}{'&' if decided else '?'}after={page.next}" if page.next else "",
        newest=here if after else "",
    )


def _refusal(member: Member, one: staff_view.Disputed) -> str:
    return refusal(member, Privilege.DECIDE_DISPUTE, Parties(one.author_id, one.asker_id))


@bp.post("/staff/disputes/<int:dispute_id>")
def decide(dispute_id: int) -> Any:
    member = staff()
    try:
        decided = disputes.decide(
            member, dispute_id, outcome=forms.line("outcome"), reason=forms.text("reason"), scope=forms.line("scope")
        )
    except Invalid as error:
        return _page(member, error.fields, dispute_id), 422
    return forms.done(
        f"/staff/threads/{decided.thread_id}", gettext("The dispute is settled. Everybody concerned is told.")
    )
