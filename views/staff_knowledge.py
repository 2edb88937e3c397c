"""Guide review: what may become a guide, its draft beside the answer, and the decision."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from community import access, markup
from community.actions import articles, candidates
from community.queries import candidates as queries
from community.queries import queues
from community.queries.candidates import Review
from models.errors import Conflict, Invalid
from models.member import Member
from reputation.privileges import Parties, Privilege, refusal, require
from views import forms, knowledge
from views.session import required

bp = Blueprint("staff_knowledge", __name__, url_prefix="/staff/knowledge")


@bp.get("")
@bp.get("/<int:candidate_id>")
def show(candidate_id: int | None = None) -> str:
    """The candidates that wait, and one of them: the first, or the one of the address."""
    member = _reviewer()
    after = request.args.get("after", "")
    page = queries.waiting(after=after)
    chosen = candidate_id or (page.items[0].id if page.items else None)
    review = queries.review(chosen) if chosen else None
    return render_template(
        "staff_knowledge/review.html",
        page=page,
        review=review,
        changes=_changes(review),
        refused=_refusal(member, review),
        older=f"/staff/knowledge?after={page.next}" if page.next else "",
        newest="/staff/knowledge" if after else "",
        rail=queues.rail() if member.is_staff else {},
    )


def _reviewer() -> Member:
    member = required()
    require(member, Privilege.DRAFT_ARTICLE)
    return member


def _changes(review: Review | None) -> list[markup.Segment]:
    """What the draft says differently from the answer."""
    if review is None or review.draft is None:
        return []
    return markup.changes(markup.lines(review.html), markup.lines(review.draft.html))


def _refusal(by: Member, review: Review | None) -> str:
    """Why this member may not publish it; empty when they may."""
    if review is None or review.draft is None:
        return ""
    parties = Parties(author_id=review.draft.author_id, asker_id=review.author.id)
    return refusal(by, Privilege.PUBLISH_ARTICLE, parties)


@bp.post("/<int:candidate_id>/draft")
def draft(candidate_id: int) -> Response:
    article = articles.draft(_reviewer(), candidate_id)
    return forms.done(f"/staff/knowledge/articles/{article.id}/edit", gettext("Here is a first draft. Make it yours."))


@bp.post("/<int:candidate_id>/publish")
def publish(candidate_id: int) -> Response:
    member = _reviewer()
    review = queries.review(candidate_id)
    if review.draft is None:
        raise Conflict(gettext("There is no draft yet."))
    article = articles.publish(member, review.draft.id)
    return forms.done(knowledge.path(article), gettext("Published. The helpers are credited."))


@bp.post("/<int:candidate_id>/dismiss")
def dismiss(candidate_id: int) -> Response:
    candidates.dismiss(_reviewer(), candidate_id)
    return forms.done("/staff/knowledge", gettext("Dismissed. It will not be suggested again."))


@bp.get("/articles/<int:article_id>/edit")
def edit_form(article_id: int) -> str:
    article = access.article(_reviewer(), article_id)
    require(required(), Privilege.REVIEW_ARTICLE if article.state == "published" else Privilege.DRAFT_ARTICLE)
    values = {"title": article.title, "scope": article.scope, "body": article.source, "note": ""}
    return _form(article, values)


@bp.post("/articles/<int:article_id>/edit")
def edit(article_id: int) -> Any:
    member = _reviewer()
    values = {name: forms.text(name) for name in ("title", "scope", "body", "note")}
    if forms.line("do") == "preview":
        return _form(access.article(member, article_id), values, html=markup.render(values["body"]).html)
    try:
        article = articles.edit(member, article_id, **values, expected_revision=forms.number("revision"))
    except Invalid as error:
        return _form(access.article(member, article_id), values, errors=error.fields), 422
    except Conflict as error:
        return _form(access.article(member, article_id), values, clash=str(error)), 409
    candidate_id = queries.of_article(article.id)
    published = article.state == "published" or candidate_id is None
    return forms.done(
        knowledge.path(article) if published else f"/staff/knowledge/{candidate_id}", gettext("Changes saved.")
    )


def _form(article: Any, values: dict[str, str], **more: Any) -> str:
    empty: dict[str, Any] = {"errors": {}, "html": "", "clash": ""}
    candidate_id = queries.of_article(article.id)
    back = knowledge.path(article) if article.state == "published" else f"/staff/knowledge/{candidate_id or ''}"
    return render_template("staff_knowledge/edit.html", article=article, values=values, back=back, **{**empty, **more})
