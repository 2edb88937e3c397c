"""Where you can help: the list of an advocate or an employee, and holding one question for a while."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from community.actions import escalations
from community.actions.escalations import held_until
from community.queries import help_out
from models.clock import now
from models.member import Member
from reputation.privileges import Privilege, require
from views import forms
from views.session import required

bp = Blueprint("help_out", __name__)


def _helper() -> Member:
    member = required()
    require(member, Privilege.HELP_OUT)
    return member


@bp.get("/help-out")
def index() -> str:
    member = _helper()
    chances = help_out.chances(member)
    return render_template(
        "help_out/index.html",
        held=[one for one in chances if _is_held(one) and one.holder_id == member.id],
        chances=[one for one in chances if one.holder_id != member.id or not _is_held(one)],
        is_held=_is_held,
        until=lambda one: held_until(one.held_at),
        topics=help_out.topics(member),
        resting=member.resting,
    )


def _is_held(one: help_out.Chance) -> bool:
    return one.held_at is not None and held_until(one.held_at) > now()


@bp.post("/help-out/<int:thread_id>/take")
def take(thread_id: int) -> Any:
    escalations.take(_helper(), thread_id)
    return forms.done(f"/questions/{thread_id}", gettext("It is yours for a while. Others see that you’re on it."))


@bp.post("/help-out/<int:thread_id>/let-go")
def let_go(thread_id: int) -> Any:
    escalations.let_go(_helper(), thread_id)
    return forms.done("/help-out", gettext("You let it go. It costs nothing."))
