"""One thread as staff see it: the conversation with the notes in it, the clocks, and everything that can be done."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from community import replies
from community.actions import answers, escalations
from community.queries import explain, posts, queues, staff_view, threads
from models.errors import Conflict, Invalid, NotFound
from models.member import Member
from models.thread import RESOLVE_REASONS, SEVERITIES
from views import forms, rights
from views.staff import looks, told
from views.staff.access import staff

bp = Blueprint("staff_thread", __name__)


@bp.get("/staff/threads/<int:thread_id>")
def show(thread_id: int) -> str:
    return _page(staff(), thread_id)


def _page(member: Member, thread_id: int, errors: dict[str, str] | None = None, body: str = "") -> str:
    head = threads.head(member, thread_id)
    row = queues.one(thread_id)
    if row is None:
        raise NotFound
    page = posts.answers(member, thread_id, sort="oldest", after=_after())
    below = [head.opening_id, *(each.id for each in page.items)]
    return render_template(
        "staff/thread.html",
        thread=head,
        row=row,
        timer=looks.timer(row),
        stream=_stream(page.items, staff_view.notes(member, thread_id)),
        comments=posts.comments(member, below),
        older=f"/staff/threads/{thread_id}?after={page.next}" if page.next else "",
        disputes=staff_view.disputes(member, thread_id=thread_id).items,
        trace=explain.thread(thread_id),
        history=staff_view.history(member, thread_id),
        colleagues=staff_view.colleagues(),
        rail=queues.rail(),
        part=looks.part,
        tiers=looks.TIERS,
        tell=told.tell,
        rule=told.rule,
        causes=told.CAUSES,
        me=member.id,
        can=rights.of(member),
        composing=request.args.get("write", "answer"),
        errors=errors or {},
        body=body,
        reasons=RESOLVE_REASONS,
        severities=SEVERITIES,
    )


def _after() -> int:
    given = request.args.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0


def _stream(said: list[Any], notes: list[Any]) -> list[tuple[str, Any]]:
    """Answers and notes together, as they were written."""
    rows = [("answer", each, each.created_at) for each in said] + [("note", each, each.at) for each in notes]
    return [(kind, each) for kind, each, _ in sorted(rows, key=lambda row: row[2])]


def _again(member: Member, thread_id: int, error: Invalid | Conflict, body: str) -> Any:
    return _page(member, thread_id, {**getattr(error, "fields", {})} or {"body": str(error)}, body), 422


@bp.post("/staff/threads/<int:thread_id>/answer")
def answer(thread_id: int) -> Any:
    """The public answer; with `then` the thread goes on from there, back to the community."""
    member, body = staff(), forms.text("body")
    back = request.form.get("then") == "hand_back"
    try:
        if back:
            replies.answer_and_hand_back(member, thread_id, body=body, to_tier=forms.number("to_tier") or 1)
        else:
            answers.post(member, thread_id, body=body)
    except (Invalid, Conflict) as error:
        return _again(member, thread_id, error, body)
    if back:
        return forms.done(_path(thread_id), gettext("Your answer is posted and the question is with the community."))
    return forms.done(_path(thread_id), gettext("Your answer is posted."))


@bp.post("/staff/threads/<int:thread_id>/note")
def note(thread_id: int) -> Any:
    member, body = staff(), forms.text("body")
    try:
        escalations.note(member, thread_id, body=body)
    except Invalid as error:
        return _again(member, thread_id, error, body)
    return forms.done(_path(thread_id), gettext("The note is saved. Only staff can see it."))


@bp.post("/staff/threads/<int:thread_id>/ask-back")
def ask_back(thread_id: int) -> Any:
    """A public comment that asks for details, and the clocks stand still until the reply."""
    member, body = staff(), forms.text("question")
    try:
        replies.ask_back(member, thread_id, body=body)
    except Invalid as error:
        return _page(member, thread_id, {"question": str(error.fields.get("body", error))}), 422
    return forms.done(_path(thread_id), gettext("The asker is asked. The clock rests until they reply."))


@bp.post("/staff/threads/<int:thread_id>/resolve")
def resolve(thread_id: int) -> Any:
    escalations.resolve(staff(), thread_id, reason=forms.line("reason"))
    return forms.done(_path(thread_id), gettext("The question is settled."))


@bp.post("/staff/threads/<int:thread_id>/hand-back")
def hand_back(thread_id: int) -> Any:
    escalations.hand_back(staff(), thread_id, to_tier=forms.number("to_tier") or 0)
    return forms.done(_path(thread_id), gettext("The question is with the community again."))


@bp.post("/staff/threads/<int:thread_id>/hand-off")
def hand_off(thread_id: int) -> Any:
    """A private case at the help desk: comes later."""
    staff()
    abort(404)


@bp.post("/staff/threads/<int:thread_id>/assign")
def assign(thread_id: int) -> Any:
    escalations.assign(staff(), thread_id, forms.number("member") or 0)
    return forms.done(_path(thread_id), gettext("Your colleague holds it now and is told."))


@bp.post("/staff/threads/<int:thread_id>/severity")
def severity(thread_id: int) -> Any:
    escalations.set_severity(staff(), thread_id, forms.line("severity"))
    return forms.done(_path(thread_id), gettext("The severity is changed."))


def _path(thread_id: int) -> str:
    return f"/staff/threads/{thread_id}"
