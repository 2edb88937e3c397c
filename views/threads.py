"""The question page, and what is done to a question as a whole."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext

from community.actions import follows, threads, votes
from community.queries import contested, posts, trail, versions
from community.queries import drafts as draft_queries
from community.queries import threads as queries
from community.queries.contested import Shown
from community.queries.posts import Contribution, Said
from community.queries.threads import Head
from models.clock import now
from models.errors import NotFound
from models.member import Member
from models.thread import CLOSE_REASONS
from views import forms, page_cache, rights, structured
from views.session import current, required

bp = Blueprint("threads", __name__)

SORTS = ("best", "oldest")
LISTENS_TO = ("sort", "after", "comments")


@bp.get("/questions/<int:thread_id>")
@bp.get("/questions/<int:thread_id>/<slug>")
def show(thread_id: int, slug: str = "") -> Any:
    """The page; an address with another slug leads to the canonical one."""
    member = current()
    if member is None:
        return page_cache.for_guests(
            versions.of_thread(thread_id), lambda: _page(None, thread_id, slug), listens_to=LISTENS_TO
        )
    return make_response(_page(member, thread_id, slug))


def path(thread: Any, anchor: str = "") -> str:
    """The canonical path of a question."""
    return f"/questions/{thread.id}/{quote(thread.slug)}{'#' + anchor if anchor else ''}"


def _page(by: Member | None, thread_id: int, slug: str) -> Any:
    thread = queries.head(by, thread_id)
    if slug != thread.slug:
        query = request.query_string.decode("ascii", "ignore")
        return redirect(path(thread) + (f"?{query}" if query else ""), code=301)
    sort = request.args.get("sort", "best")
    if sort not in SORTS:
        raise NotFound
    answers = posts.answers(by, thread.id, sort=sort, after=_number("after"))
    shown = [each.id for each in answers.items]
    dispute = contested.shown(thread)
    return render_template(
        "threads/waiting.html" if _waits(by, thread, shown) else "threads/show.html",
        thread=thread,
        answers=answers.items,
        comments=_comments(by, thread, answers.items),
        sort=sort,
        older=f"{path(thread)}?sort={sort}&after={answers.next}#answers" if answers.next else "",
        newest=path(thread) if request.args.get("after") else "",
        steps=trail.trail(thread),
        related=queries.related(thread),
        dispute=dispute,
        late=_is_late(dispute),
        said=posts.said(by, thread.id, shown) if by else Said(),
        draft=draft_queries.of(by, f"answer:{thread.id}") if by else None,
        can=rights.of(by),
        canonical=path(thread),
        ld=structured.question(thread, answers.items),
        robots="noindex" if thread.deleted_at else "",
        posted="posted" in request.args,
    )


def _waits(by: Member | None, thread: Head, shown: list[int]) -> bool:
    """Whether the asker looks at a question that nobody has answered: then what happens next stands first."""
    return by is not None and by.id == thread.author_id and not shown and thread.state == "open"


def _is_late(dispute: Shown | None) -> bool:
    """Whether staff promised to decide by an instant that has passed: then the page does not promise it again."""
    return dispute is not None and dispute.due_at is not None and dispute.due_at < now()


def _number(name: str) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0


def _comments(by: Member | None, thread: Head, answers: list[Contribution]) -> dict[int, list[Contribution]]:
    """The comments below what is shown; those of the post named by `?comments=` all of them."""
    parents = [each.id for each in answers if each.comments] + ([thread.opening_id] if thread.comments else [])
    if (whole := _number("comments")) in parents:
        return posts.comments(by, [whole], posts.ALL_COMMENTS)
    return posts.comments(by, parents) if parents else {}


@bp.post("/questions/<int:thread_id>/me-too")
def me_too(thread_id: int) -> Response:
    thread = votes.me_too(required(), thread_id, on=forms.on())
    words = gettext("Counted. You’ll hear when it’s solved.") if forms.on() else ""
    return forms.done(path(thread), words, counts={"me_too": thread.me_too_count}, mine=int(forms.on()))


@bp.post("/questions/<int:thread_id>/follow")
def follow(thread_id: int) -> Response:
    member = required()
    on = follows.set(member, "thread", thread_id, on=forms.on())
    return forms.done(path(queries.head(member, thread_id)), mine=int(on))


@bp.post("/questions/<int:thread_id>/close")
def close(thread_id: int) -> Response:
    member = required()
    reason = forms.line("reason")
    same_as = forms.number("same_as") if reason == "same answer" else None
    thread = threads.close(member, thread_id, reason=reason, same_as_id=same_as)
    return forms.done(path(thread), gettext("The question is closed."))


@bp.get("/questions/<int:thread_id>/close")
def close_form(thread_id: int) -> str:
    member = required()
    thread = queries.head(member, thread_id)
    return render_template("threads/close.html", thread=thread, reasons=CLOSE_REASONS, can=rights.of(member))


@bp.post("/questions/<int:thread_id>/reopen")
def reopen(thread_id: int) -> Response:
    thread = threads.reopen(required(), thread_id)
    return forms.done(path(thread), gettext("The question is open again."))
