"""The staff queue in its order, what staff do with a question, and why it stands where it stands."""

from typing import Any

from flask import Response

from community import access
from community.actions import answers, escalations
from community.queries import explain, queues
from community.transaction import unit_of_work
from models.errors import NotFound
from reputation.privileges import Privilege, require
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs
from views.api.lists import page
from views.api.once import made

bp = blueprint("Escalations")

Body = dict[str, Any]
PATH = "/escalations/<int:question_id>"


@bp.get("/escalations")
@needs("staff")
@bp.input(inputs.Queue, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.Escalation))
def list_escalations(query_data: Body) -> Body:
    """List what waits for staff, in the order of the queue

    Each row says why it is there, when it is due, and how its place comes about.
    """
    require(me(), Privilege.SEE_QUEUE)
    found = queues.queue(
        me(),
        "overdue" if query_data["breached"] else "all",
        after=query_data["cursor"],
        size=query_data["limit"],
        tier=query_data["tier"],
        assignee=query_data["assignee"],
        state=query_data["state"] or None,
        tag=access.tag(query_data["tag"]).id if query_data["tag"] else None,
    )
    return page(found)


@bp.get(PATH)
@needs("staff")
@bp.output(outputs.Escalation)
def read_escalation(question_id: int) -> Any:
    """Read where a question stands"""
    return _shown(question_id)


@bp.get(f"{PATH}/trace")
@needs("staff")
@bp.output(outputs.Trace)
def read_trace(question_id: int) -> Body:
    """Read why a question is where it is, and when it moves next"""
    _shown(question_id)
    return explain.thread(question_id).as_json()


@bp.post(f"{PATH}/claim")
@needs("staff")
@bp.output(outputs.Escalation)
def claim(question_id: int) -> Response:
    """Take a question"""
    return _done(question_id, lambda: escalations.take(me(), question_id))


@bp.post(f"{PATH}/assign")
@needs("staff")
@bp.input(inputs.Assign)
@bp.output(outputs.Escalation)
def assign(question_id: int, json_data: Body) -> Response:
    """Give a question to a colleague"""
    return _done(question_id, lambda: escalations.assign(me(), question_id, json_data["member_id"]))


@bp.post(f"{PATH}/release")
@needs("staff")
@bp.output(outputs.Escalation)
def release(question_id: int) -> Response:
    """Let go of a question"""
    return _done(question_id, lambda: escalations.let_go(me(), question_id))


@bp.post(f"{PATH}/note")
@needs("staff")
@bp.input(inputs.Write)
@bp.output(outputs.Escalation)
def write_note(question_id: int, json_data: Body) -> Response:
    """Write a note that only staff can read"""
    return _done(question_id, lambda: escalations.note(me(), question_id, body=json_data["body"]))


@bp.post(f"{PATH}/reply")
@needs("staff")
@bp.input(inputs.Write)
@bp.output(outputs.Escalation)
def reply(question_id: int, json_data: Body) -> Response:
    """Answer in public"""
    return _done(question_id, lambda: answers.post(me(), question_id, body=json_data["body"]))


@bp.post(f"{PATH}/request-information")
@needs("staff")
@bp.output(outputs.Escalation)
def request_information(question_id: int) -> Response:
    """Wait for the asker: the clocks stand still until they reply"""
    return _done(question_id, lambda: escalations.request_information(me(), question_id))


@bp.post(f"{PATH}/severity")
@needs("staff")
@bp.input(inputs.Severity)
@bp.output(outputs.Escalation)
def set_severity(question_id: int, json_data: Body) -> Response:
    """Say how much it matters"""
    return _done(question_id, lambda: escalations.set_severity(me(), question_id, json_data["severity"]))


@bp.post(f"{PATH}/resolve")
@needs("staff")
@bp.input(inputs.Resolve)
@bp.output(outputs.Escalation)
def resolve(question_id: int, json_data: Body) -> Response:
    """Resolve a question without an accepted answer"""

    def act() -> None:
        with unit_of_work(me()):
            if json_data["note"]:
                escalations.note(me(), question_id, body=json_data["note"])
            escalations.resolve(me(), question_id, reason=json_data["reason"])

    return _done(question_id, act)


@bp.post(f"{PATH}/hand-back")
@needs("staff")
@bp.input(inputs.HandBack)
@bp.output(outputs.Escalation)
def hand_back(question_id: int, json_data: Body) -> Response:
    """Hand a question back to the community

    `post_id` is the public answer with what staff learned.
    """
    return _done(question_id, lambda: escalations.hand_back(me(), question_id, **json_data))


@bp.post(f"{PATH}/hand-off")
@needs("staff")
@bp.output(outputs.Escalation)
def hand_off(question_id: int) -> Any:
    """Make a private case of a question: not there yet"""
    raise NotFound("Private cases are not there yet.")


def _done(question_id: int, act: Any) -> Response:
    """The escalation after `act`; a request that is sent again does it once."""

    def do() -> int:
        act()
        return question_id

    return made(do, _shown, outputs.Escalation, 200)


def _shown(question_id: int) -> queues.Row:
    require(me(), Privilege.SEE_QUEUE)
    access.thread(me(), question_id)
    row = queues.one(question_id)
    if row is None:
        raise NotFound
    return row
