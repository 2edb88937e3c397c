"""What readers do with a single post: vote, accept, confirm, comment, answer."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template
from flask_babel import gettext

from community import access, markup, writing
from community.actions import acceptances, answers, comments, drafts, votes
from models.errors import Invalid
from views import forms
from views.session import current, required
from views.threads import path

bp = Blueprint("posts", __name__)


@bp.get("/a/<int:post_id>")
def permanent(post_id: int) -> Any:
    """To the post on its page, wherever that is now."""
    thread, post = access.post(current(), post_id)
    if post.kind == "comment":
        return redirect(f"{path(thread)}?comments={post.parent_id}#c{post.id}", code=302)
    if post.kind == "opening":
        return redirect(path(thread), code=302)
    return redirect(path(thread, f"a{post.id}"), code=302)


@bp.post("/questions/<int:thread_id>/answers")
def answer(thread_id: int) -> Any:
    """The new answer on its page; "preview" and "draft" are the buttons of those without scripts."""
    member = required()
    body, place = forms.text("body"), f"answer:{thread_id}"
    thread = access.thread(member, thread_id)
    if forms.line("do") in ("preview", "draft"):
        drafts.save(member, place, body=body)
        if forms.line("do") == "draft":
            return forms.done(path(thread, "answer"), gettext("Draft saved"))
        return render_template(
            "posts/preview.html", thread=thread, body=body, html=markup.render(body, writing.called).html, errors={}
        )
    try:
        post = answers.post(member, thread_id, body=body)
    except Invalid as error:
        return render_template("posts/preview.html", thread=thread, body=body, html="", errors=error.fields), 422
    drafts.drop(member, place)
    return forms.done(path(thread, f"a{post.id}"), gettext("Your answer is posted. Thank you."))


@bp.post("/posts/<int:post_id>/comments")
def comment(post_id: int) -> Any:
    member = required()
    thread, parent = access.post(member, post_id)
    try:
        post = comments.add(member, post_id, body=forms.text("body"))
    except Invalid as error:
        page = render_template(
            "posts/comment.html", thread=thread, parent=parent, body=forms.text("body"), errors=error.fields
        )
        return page, 422
    return forms.done(f"{path(thread)}?comments={parent.id}#c{post.id}")


@bp.post("/posts/<int:post_id>/vote")
def vote(post_id: int) -> Response:
    value = forms.line("value")
    if value not in ("1", "0", "-1"):
        raise Invalid(value=gettext("Use 1, 0 or -1."))
    member = required()
    reason = forms.line("reason")
    post = votes.cast(member, post_id, int(value), reason=reason)
    counts = {"helpful": post.helpful, "didnt_work": post.didnt_work}
    if value == "-1" and not reason:
        return forms.done(f"/posts/{post_id}/why", counts=counts, mine=-1, why=f"/posts/{post_id}/why")
    thanks = gettext("Thank you. It helps whoever reads this next.") if reason else ""
    return forms.done(f"/a/{post_id}", thanks, counts=counts, mine=int(value))


@bp.get("/posts/<int:post_id>/why")
def why(post_id: int) -> str:
    """What happened, asked of somebody for whom an answer didn't work; they may skip it."""
    thread, post = access.answer(required(), post_id)
    return render_template("posts/why.html", thread=thread, post=post)


@bp.get("/questions/<int:thread_id>/news")
def news(thread_id: int) -> Response:
    """How many answers there are now, for pages that stay open."""
    return jsonify(answers=access.thread(current(), thread_id).answer_count)


@bp.post("/posts/<int:post_id>/accept")
def accept(post_id: int) -> Response:
    thread = acceptances.accept(required(), post_id, scope=forms.line("scope"))
    return forms.done(path(thread, f"a{post_id}"), gettext("Marked as the answer that solved it."))


@bp.post("/posts/<int:post_id>/unaccept")
def unaccept(post_id: int) -> Response:
    thread = acceptances.end(required(), post_id)
    return forms.done(path(thread, f"a{post_id}"), gettext("The question is open again."))


@bp.post("/posts/<int:post_id>/verify")
def verify(post_id: int) -> Response:
    acceptances.verify(required(), post_id)
    return forms.done(f"/a/{post_id}", gettext("Confirmed. Readers see that staff checked it."))


@bp.post("/posts/<int:post_id>/unverify")
def unverify(post_id: int) -> Response:
    acceptances.end_verification(required(), post_id)
    return forms.done(f"/a/{post_id}", gettext("Taken back."))
