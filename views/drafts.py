"""What our scripts ask for while somebody writes: a draft kept, a preview."""

from typing import Any

from flask import Blueprint, render_template, request

from community import markup, writing
from community.actions import drafts
from models.errors import Invalid
from views import forms
from views.security import limiter
from views.session import required

bp = Blueprint("drafts", __name__)

OURS = ("csrf_token", "place", "title", "body", "do", "revision")


@bp.post("/drafts")
@limiter.limit("30/minute")
def save() -> Any:
    """Nothing: the draft of this place is kept, or dropped when it is empty."""
    rest = {name: value for name, value in request.form.items() if name not in OURS}
    drafts.save(required(), forms.line("place"), title=forms.text("title"), body=forms.text("body"), data=rest)
    return "", 204


@bp.post("/preview")
@limiter.limit("60/minute")
def preview() -> str:
    """The text as it would be shown, or what is wrong with it."""
    required()
    try:
        html, wrong = markup.render(markup.storable(forms.text("body")), writing.called).html, ""
    except Invalid as error:
        html, wrong = "", error.fields.get("body", str(error))
    return render_template("posts/_rendered.html", html=html, wrong=wrong)
