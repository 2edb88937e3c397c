"""Asking: the form, similar questions while typing (or on a page between), and editing a question as a whole."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from community import access, markup, writing
from community.actions import drafts, threads
from community.queries import drafts as draft_queries
from community.queries import suggestions, taxonomy
from models.errors import Conflict, Invalid
from models.member import Member
from models.taxonomy import Category
from models.thread import KINDS
from reputation.privileges import Privilege, require
from views import forms
from views.session import required
from views.threads import path

bp = Blueprint("ask", __name__)

PLACE = "ask"
SIMILAR = 3  # more are not read by somebody who wants to ask
FIELD = "field"
"""What a category asks for is sent as "field:3:version": 3 is the category, so that two may ask for the same."""


@bp.get("/questions/ask")
def form() -> str:
    """The empty form, or what was begun before; `?title=` comes from a search that found nothing."""
    member = required()
    draft = draft_queries.of(member, PLACE)
    values = {"title": request.args.get("title", "")[:150], "category": request.args.get("category", "")}
    if draft and not values["title"]:
        values = {**draft.data, "title": draft.title, "body": draft.body}
    return _page(values, saved=draft.saved_at if draft else None)


@bp.post("/questions/ask")
def ask() -> Any:
    """The new question; before it is posted without scripts, a page shows what looks like it."""
    member = required()
    values = _values()
    button = forms.line("do")
    if button == "draft":
        _keep(member, values)
        return forms.done("/questions/ask", gettext("Draft saved"))
    if button == "preview":
        return _page(values, html=markup.render(values["body"], writing.called).html)
    if button == "check" and (similar := suggestions.suggest(values["title"], values["body"], size=SIMILAR)):
        _keep(member, values)
        return _page(values, similar=similar, between=True)
    return _post(member, values)


def _post(member: Member, values: dict[str, str]) -> Any:
    category = _category(values)
    try:
        thread = threads.ask(
            member,
            title=values["title"],
            body=values["body"],
            kind=values["kind"],
            tags=values["tags"].replace(",", " ").split(),
            category_id=category.id if category else None,
            fields=_answers(values, category),
        )
    except Invalid as error:
        return _page(values, errors=error.fields), 422
    drafts.drop(member, PLACE)
    return forms.done(f"{path(thread)}?posted=1")


@bp.get("/questions/similar")
def similar() -> str:
    """A piece of the ask page for our script: what looks like the title that is being typed."""
    required()
    found = suggestions.suggest(request.args.get("title", "")[:150], size=SIMILAR)
    return render_template("ask/_similar.html", similar=found)


@bp.get("/questions/<int:thread_id>/edit")
def edit_form(thread_id: int) -> str:
    member = required()
    thread = access.thread(member, thread_id)
    require(member, Privilege.EDIT_ANY, thread)
    opening = access.opening(thread)
    values = {
        "kind": thread.kind,
        "title": thread.title,
        "body": opening.source,
        "tags": " ".join(thread.tag_names),
        "category": str(thread.category_id or ""),
        **{f"{FIELD}:{thread.category_id}:{name}": str(value) for name, value in thread.fields.items()},
    }
    return _page(values, thread=thread, revision=opening.revision_count)


@bp.post("/questions/<int:thread_id>/edit")
def edit(thread_id: int) -> Any:
    member = required()
    thread, values = access.thread(member, thread_id), _values()
    more = {"thread": thread, "revision": forms.number("revision"), "note": forms.line("note")}
    if forms.line("do") == "preview":
        return _page(values, html=markup.render(values["body"], writing.called).html, **more)
    category = _category(values)
    try:
        changed = threads.edit(
            member,
            thread_id,
            title=values["title"],
            body=values["body"],
            tags=values["tags"].replace(",", " ").split(),
            category_id=category.id if category else None,
            fields=_answers(values, category),
            note=forms.line("note"),
            expected_revision=forms.number("revision"),
        )
    except Invalid as error:
        return _page(values, errors=error.fields, **more), 422
    except Conflict as error:
        opening = access.opening(access.thread(member, thread_id))
        return _page(values, **{**more, "revision": opening.revision_count}, clash=str(error), html=opening.html), 409
    drafts.drop(member, f"edit:{thread_id}")
    return forms.done(path(changed), gettext("Changes saved."))


def _values() -> dict[str, str]:
    """What the form holds, as typed."""
    own = {name: forms.text(name) for name in ("kind", "title", "body", "tags", "category")}
    fields = {name: forms.text(name) for name in request.form if name.startswith(f"{FIELD}:")}
    return {**own, **fields, "kind": own["kind"] or KINDS[0]}


def _answers(values: dict[str, str], category: Category | None) -> dict[str, str]:
    """What was filled in for the chosen category; what stands in the fields of others is dropped."""
    prefix = f"{FIELD}:{category.id if category else 0}:"
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _category(values: dict[str, str]) -> Category | None:
    given = values["category"]
    return access.category(int(given)) if given.isascii() and given.isdigit() and len(given) < 16 else None


def _keep(member: Member, values: dict[str, str]) -> None:
    rest = {name: value for name, value in values.items() if name not in ("title", "body")}
    drafts.save(member, PLACE, title=values["title"], body=values["body"], data=rest)


def _page(values: dict[str, Any], **more: Any) -> str:
    """The form with what was typed; what `more` does not say is empty."""
    empty = {"kind": KINDS[0], "title": "", "body": "", "tags": "", "category": ""}
    nothing: dict[str, Any] = {
        "errors": {}, "html": "", "similar": [], "between": False, "thread": None, "saved": None, "revision": 0,
        "note": "", "clash": "",
    }  # fmt: skip
    return render_template(
        "ask/ask.html", values={**empty, **values}, categories=taxonomy.categories(), field=FIELD, **{**nothing, **more}
    )
