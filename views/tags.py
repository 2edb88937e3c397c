"""Tags: all of them, the questions of one, following one."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from community.actions import follows, taxonomy
from community.queries import feeds, versions
from community.queries import taxonomy as queries
from models.member import Member
from reputation.privileges import Privilege, allowed, require
from views import forms, page_cache
from views.session import current, required

bp = Blueprint("tags", __name__)


@bp.get("/tags")
def index() -> str:
    begins, after = request.args.get("begins", "")[:35], request.args.get("after", "")
    page = queries.tags(after=after, begins=begins)
    return render_template("tags/index.html", page=page, begins=begins, after=after, canonical="/tags")


@bp.get("/tags/<name>")
def show(name: str) -> Response:
    member = current()
    if member is None:
        return page_cache.for_guests(versions.of_everything(), lambda: _show(None, name), listens_to=("after",))
    return make_response(_show(member, name))


def _show(by: Member | None, name: str) -> str:
    tag = queries.tag(name, by)
    after = request.args.get("after", "")
    page = feeds.tagged(tag.id, after=after)
    here = f"/tags/{quote(tag.name)}"
    return render_template(
        "tags/show.html",
        tag=tag,
        page=page,
        here=here,
        older=f"{here}?after={page.next}" if page.next else "",
        newest=here if after else "",
        follows=queries.follows(by, "tag", tag.id) if by else False,
        describes=allowed(by, Privilege.EDIT_TAGS),
        canonical=here,
        feed=f"/feeds/tags/{quote(tag.name)}.atom",
    )


@bp.post("/tags/<name>/follow")
def follow(name: str) -> Response:
    member = required()
    on = follows.set(member, "tag", queries.tag(name, member).id, on=forms.on())
    return forms.done(f"/tags/{quote(name)}", mine=int(on))


@bp.post("/categories/<slug>/follow")
def follow_category(slug: str) -> Response:
    member = required()
    on = follows.set(member, "category", queries.category(slug).id, on=forms.on())
    return forms.done(f"/categories/{slug}", mine=int(on))


@bp.get("/tags/<name>/edit")
def edit_form(name: str) -> str:
    member = required()
    require(member, Privilege.EDIT_TAGS)
    return render_template("tags/edit.html", tag=queries.tag(name, member))


@bp.post("/tags/<name>/edit")
def edit(name: str) -> Response:
    member = required()
    tag = taxonomy.describe_tag(member, queries.tag(name, member).name, forms.text("description"))
    return forms.done(f"/tags/{quote(tag.name)}", gettext("Changes saved."))
