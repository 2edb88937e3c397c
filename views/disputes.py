"""A member asks staff to look at an answer again."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from community import access
from community.actions import disputes
from models.dispute import REASONS
from models.errors import Invalid
from views import forms
from views.session import required
from views.threads import path

bp = Blueprint("disputes", __name__)


@bp.get("/posts/<int:post_id>/dispute")
def dispute_form(post_id: int) -> str:
    thread, post = access.answer(required(), post_id)
    return render_template("posts/dispute.html", thread=thread, post=post, reasons=REASONS, errors={}, evidence="")


@bp.post("/posts/<int:post_id>/dispute")
def dispute(post_id: int) -> Any:
    member = required()
    thread, post = access.answer(member, post_id)
    reason, evidence = forms.line("reason"), forms.text("evidence")
    try:
        disputes.open(member, thread.id, reason=reason, evidence=evidence, post_id=post.id)
    except Invalid as error:
        page = render_template(
            "posts/dispute.html", thread=thread, post=post, reasons=REASONS, errors=error.fields, evidence=evidence
        )
        return page, 422
    return forms.done(path(thread, f"a{post_id}"), gettext("Thank you. Staff look at it and answer on this page."))
