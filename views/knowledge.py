"""Guides: the list, one guide, and whether it worked."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext

from community.actions import articles
from community.queries import articles as queries
from community.queries import taxonomy, versions
from community.queries.articles import Guide
from models.errors import NotFound
from models.member import Member
from reputation.privileges import Privilege, allowed
from views import forms, page_cache
from views.session import current, required

bp = Blueprint("knowledge", __name__)

VOTES = {"yes": 1, "no": -1, "": 0}


@bp.get("/kb")
def index() -> Response:
    """All guides, the newest first; `?topic=` stays with one category."""
    if current() is None:
        return page_cache.for_guests(versions.of_everything(), _index, listens_to=("topic", "after"))
    return make_response(_index())


def _index() -> str:
    topic, after = request.args.get("topic", ""), request.args.get("after", "")
    categories = taxonomy.categories()
    category = next((each for each in categories if each.slug == topic), None)
    if topic and category is None:
        raise NotFound
    page = queries.published(category_id=category.id if category else None, after=after)
    here = f"/kb?topic={quote(topic)}" if topic else "/kb"
    return render_template(
        "knowledge/index.html",
        page=page,
        category=category,
        categories=categories,
        here=here,
        older=f"{here}{'&' if topic else '?'}after={page.next}" if page.next else "",
        newest=here if after else "",
        canonical=here,
    )


@bp.get("/kb/<int:article_id>")
@bp.get("/kb/<int:article_id>/<slug>")
def show(article_id: int, slug: str = "") -> Any:
    """The guide; an address with another slug leads to the canonical one."""
    member = current()
    if member is None:
        return page_cache.for_guests(versions.of_everything(), lambda: _page(None, article_id, slug))
    return make_response(_page(member, article_id, slug))


def path(guide: Any) -> str:
    """The canonical path of a guide."""
    return f"/kb/{guide.id}/{quote(guide.slug)}"


def _page(by: Member | None, article_id: int, slug: str) -> Any:
    guide = queries.guide(by, article_id)
    if slug != guide.slug:
        return redirect(path(guide), code=301)
    return render_template(
        "knowledge/show.html",
        guide=guide,
        can_vote=allowed(by, Privilege.VOTE, guide),
        can_edit=_may_edit(by, guide),
        canonical=path(guide),
        robots="" if guide.state == "published" else "noindex",
    )


def _may_edit(by: Member | None, guide: Guide) -> bool:
    return allowed(by, Privilege.REVIEW_ARTICLE if guide.state == "published" else Privilege.DRAFT_ARTICLE)


@bp.post("/kb/<int:article_id>/helpful")
def helpful(article_id: int) -> Response:
    """This reader's word: "yes" it worked, "no", or nothing: taken back."""
    said = forms.line("helpful")
    if said not in VOTES:
        raise NotFound
    guide = articles.vote(required(), article_id, VOTES[said])
    words = (
        gettext("Thank you. Your answer is taken back.")
        if not said
        else gettext("Thank you. That helps the next reader.")
    )
    return forms.done(f"{path(guide)}#helpful", words, helpful=guide.helpful, not_helpful=guide.not_helpful)
