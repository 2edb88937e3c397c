"""What is done to a post's text: edit, look at its history, delete, restore; and reporting it."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext

from community import access, markup, writing
from community.actions import drafts, flags, posts
from community.queries import revisions
from models.errors import Conflict, Invalid
from models.post import Post
from models.vote import FLAG_REASONS
from reputation.privileges import Privilege, allowed, require
from views import forms
from views.session import current, required
from views.threads import path

bp = Blueprint("post_edits", __name__)


@bp.get("/posts/<int:post_id>/edit")
def edit_form(post_id: int) -> Any:
    member = required()
    thread, post = access.post(member, post_id)
    require(member, Privilege.EDIT_ANY, post)
    if post.kind == "opening":
        return forms.done(f"/questions/{thread.id}/edit")
    return _edit_page(thread, post, body=post.source)


@bp.post("/posts/<int:post_id>/edit")
def edit(post_id: int) -> Any:
    """Back to the post with its new text; whatever goes wrong gives the text back."""
    member = required()
    thread, post = access.post(member, post_id)
    body, note = forms.text("body"), forms.line("note")
    if forms.line("do") == "preview":
        return _edit_page(thread, post, body=body, note=note, html=markup.render(body, writing.called).html)
    try:
        posts.edit(member, post_id, body=body, note=note, expected_revision=forms.number("revision"))
    except Invalid as error:
        return _edit_page(thread, post, body=body, note=note, errors=error.fields), 422
    except Conflict as error:
        return _edit_page(*access.post(member, post_id), body=body, note=note, clash=str(error)), 409
    drafts.drop(member, f"edit:{post_id}")
    return forms.done(f"/a/{post_id}", gettext("Changes saved."))


def _edit_page(thread: Any, post: Post, *, body: str, note: str = "", html: str = "", **more: Any) -> str:
    more = {"errors": {}, "clash": "", **more}
    return render_template("posts/edit.html", thread=thread, post=post, body=body, note=note, html=html, **more)


@bp.get("/posts/<int:post_id>/history")
def history(post_id: int) -> str:
    """What changed with each revision, the newest first."""
    member = current()
    thread, post, found = revisions.of(member, post_id)
    steps = [(change, _differences(older, change)) for change, older in zip(found, [*found[1:], None], strict=True)]
    redacts = allowed(member, Privilege.DELETE_ANY, post)
    return render_template("posts/history.html", thread=thread, post=post, steps=steps, redacts=redacts)


def _differences(older: Any, change: Any) -> dict[str, Any]:
    """By field, what changed from the revision before; a first one, or one beside a hidden text, is shown whole."""
    found = {}
    for name in ("title", "tags", "body"):
        new, old = getattr(change, name), getattr(older, name) if older else None
        if new is not None and new != old:
            found[name] = markup.changes(old if old is not None else new, new)
    return found


@bp.post("/posts/<int:post_id>/history/<int:number>/redact")
def redact(post_id: int, number: int) -> Response:
    posts.redact(required(), post_id, number)
    return forms.done(f"/posts/{post_id}/history", gettext("The text of that revision is hidden."))


@bp.get("/posts/<int:post_id>/delete")
def delete_form(post_id: int) -> str:
    member = required()
    thread, post = access.post(member, post_id)
    if post.author_id != member.id:
        require(member, Privilege.DELETE_ANY, post)
    return render_template("posts/delete.html", thread=thread, post=post)


@bp.post("/posts/<int:post_id>/delete")
def delete(post_id: int) -> Response:
    member = required()
    thread, _ = access.post(member, post_id)
    post = posts.delete(member, post_id, reason=forms.line("reason") or "author")
    home = path(thread) if post.kind != "opening" else "/"
    return forms.done(home, gettext("Deleted. Its author and staff can restore it."))


@bp.post("/posts/<int:post_id>/restore")
def restore(post_id: int) -> Response:
    posts.restore(required(), post_id)
    return forms.done(f"/a/{post_id}", gettext("Restored."))


@bp.get("/posts/<int:post_id>/flag")
def flag_form(post_id: int) -> str:
    member = required()
    thread, post = access.post(member, post_id)
    require(member, Privilege.FLAG, post)
    return render_template("posts/flag.html", thread=thread, post=post, reasons=FLAG_REASONS, errors={}, note="")


@bp.post("/posts/<int:post_id>/flag")
def flag(post_id: int) -> Any:
    member = required()
    thread, post = access.post(member, post_id)
    note = forms.text("note")
    try:
        flags.report(member, post_id, reason=forms.line("reason"), note=note)
    except Invalid as error:
        page = render_template(
            "posts/flag.html", thread=thread, post=post, reasons=FLAG_REASONS, errors=error.fields, note=note
        )
        return page, 422
    return forms.done(f"/a/{post_id}", gettext("Thank you. Staff look at every report."))
