"""Questions: list, ask, read, edit, close, reopen, answer; me too and follow."""

from typing import Any

from flask import Response

from community import access
from community.actions import answers, follows, threads, votes
from community.queries import catalogue, records, taxonomy
from community.queries.catalogue import Wanted
from community.queries.search import question_ids
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs, open_to_guests, viewer
from views.api.lists import page
from views.api.once import made
from views.api.versions import expected, tagged

bp = blueprint("Questions")

Body = dict[str, Any]
Tagged = tuple[Body, int, dict[str, str]]


@bp.get("/questions")
@open_to_guests
@bp.input(inputs.Questions, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.QuestionSummary))
def list_questions(query_data: Body) -> Body:
    """List questions

    `sort=due` lists those that move next, the soonest first.
    """
    wanted = Wanted(
        states=[state for state in query_data["state"].split(",") if state],
        unanswered=query_data["unanswered"],
        tag=query_data["tag"],
        author_id=query_data["author"],
        ids=question_ids(query_data["q"]) if query_data["q"] else None,
    )
    found = catalogue.questions(wanted, sort=query_data["sort"], after=query_data["cursor"], size=query_data["limit"])
    return page(found)


@bp.post("/questions")
@needs("write")
@bp.input(inputs.Ask)
@bp.output(outputs.Question, status_code=201)
def ask_question(json_data: Body) -> Response:
    """Ask a question"""
    return made(lambda: _ask(json_data).id, _shown, outputs.Question)


def _ask(given: Body) -> Any:
    category = given.pop("category")
    return threads.ask(
        me(),
        category_id=taxonomy.category_id(category) if category else None,
        fields=given.pop("fields_"),
        **given,
    )


@bp.get("/questions/<int:question_id>")
@open_to_guests
@bp.output(outputs.Question)
def read_question(question_id: int) -> Tagged:
    """Read a question with its answers and comments"""
    return tagged(_shown(question_id))


@bp.patch("/questions/<int:question_id>")
@needs("write")
@bp.input(inputs.EditQuestion)
@bp.output(outputs.Question)
def edit_question(question_id: int, json_data: Body) -> Tagged:
    """Edit a question"""
    seen = expected(_shown(question_id))
    category = json_data.pop("category", None)
    threads.edit(
        me(),
        question_id,
        category_id=taxonomy.category_id(category) if category else None,
        fields=json_data.pop("fields_", None),
        expected_revision=seen,
        **json_data,
    )
    return tagged(_shown(question_id))


@bp.post("/questions/<int:question_id>/close")
@needs("write")
@bp.input(inputs.Close)
@bp.output(outputs.Question)
def close_question(question_id: int, json_data: Body) -> Response:
    """Close a question

    With the reason “same answer”, `same_as` is the question that has it.
    """
    reason, same_as = json_data["reason"], json_data["same_as"]
    return made(
        lambda: threads.close(me(), question_id, reason=reason, same_as_id=same_as).id, _shown, outputs.Question, 200
    )


@bp.post("/questions/<int:question_id>/reopen")
@needs("write")
@bp.output(outputs.Question)
def reopen_question(question_id: int) -> Response:
    """Reopen a question"""
    return made(lambda: threads.reopen(me(), question_id).id, _shown, outputs.Question, 200)


@bp.post("/questions/<int:question_id>/answers")
@needs("write")
@bp.input(inputs.Write)
@bp.output(outputs.Post, status_code=201)
def answer_question(question_id: int, json_data: Body) -> Response:
    """Answer a question"""
    return made(
        lambda: answers.post(me(), question_id, body=json_data["body"]).id,
        lambda post_id: records.post(me(), post_id),
        outputs.Post,
    )


@bp.put("/questions/<int:question_id>/me-too")
@needs("write")
@bp.output(outputs.Counts)
def say_me_too(question_id: int) -> Body:
    """Say that you have the same problem"""
    votes.me_too(me(), question_id)
    return _shown(question_id)


@bp.delete("/questions/<int:question_id>/me-too")
@needs("write")
@bp.output(outputs.Counts)
def take_back_me_too(question_id: int) -> Body:
    """Take back that you have the same problem"""
    votes.me_too(me(), question_id, on=False)
    return _shown(question_id)


@bp.put("/questions/<int:question_id>/follow")
@needs("write")
@bp.output(outputs.Counts)
def follow_question(question_id: int) -> Body:
    """Follow a question"""
    follows.set(me(), "thread", access.thread(me(), question_id).id)
    return _shown(question_id)


@bp.delete("/questions/<int:question_id>/follow")
@needs("write")
@bp.output(outputs.Counts)
def unfollow_question(question_id: int) -> Body:
    """Stop following a question"""
    follows.set(me(), "thread", access.thread(me(), question_id).id, on=False)
    return _shown(question_id)


def _shown(question_id: int) -> Body:
    return records.question(viewer(), question_id)
