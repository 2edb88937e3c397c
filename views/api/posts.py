"""Posts, that is openings, answers and comments: read, edit, delete; and what readers and staff say about them."""

from typing import Any

from flask import Response

from community.actions import acceptances, comments, flags, posts, votes
from community.queries import records
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs, open_to_guests, viewer
from views.api.lists import whole
from views.api.once import made
from views.api.versions import expected, tagged

bp = blueprint("Posts")

Body = dict[str, Any]
Tagged = tuple[Body, int, dict[str, str]]


@bp.get("/posts/<int:post_id>")
@open_to_guests
@bp.output(outputs.Post)
def read_post(post_id: int) -> Tagged:
    """Read a post with its comments"""
    return tagged(_shown(post_id))


@bp.patch("/posts/<int:post_id>")
@needs("write")
@bp.input(inputs.EditPost)
@bp.output(outputs.Post)
def edit_post(post_id: int, json_data: Body) -> Tagged:
    """Edit an answer or a comment"""
    seen = expected(_shown(post_id))
    posts.edit(me(), post_id, body=json_data["body"], note=json_data["note"], expected_revision=seen)
    return tagged(_shown(post_id))


@bp.delete("/posts/<int:post_id>")
@needs("write")
@bp.input(inputs.Delete)
@bp.output({}, status_code=204)
def delete_post(post_id: int, json_data: Body) -> str:
    """Delete a post

    It is masked, not destroyed: its author and staff can restore it. Deleting an opening deletes the question.
    """
    expected(_shown(post_id))
    posts.delete(me(), post_id, reason=json_data["reason"])
    return ""


@bp.put("/posts/<int:post_id>/restore")
@needs("write")
@bp.output(outputs.Post)
def restore_post(post_id: int) -> Tagged:
    """Restore a deleted post"""
    posts.restore(me(), post_id)
    return tagged(_shown(post_id))


@bp.post("/posts/<int:post_id>/comments")
@needs("write")
@bp.input(inputs.WriteComment)
@bp.output(outputs.Post, status_code=201)
def comment_on_post(post_id: int, json_data: Body) -> Response:
    """Comment on a question or an answer"""
    return made(lambda: comments.add(me(), post_id, body=json_data["body"]).id, _shown, outputs.Post)


@bp.get("/posts/<int:post_id>/revisions")
@open_to_guests
@bp.output(outputs.listed(outputs.Revision))
def list_revisions(post_id: int) -> Body:
    """List the texts that a post has had"""
    return whole(records.revisions(viewer(), post_id))


@bp.put("/posts/<int:post_id>/vote")
@needs("write")
@bp.input(inputs.Vote)
@bp.output(outputs.Votes)
def vote_on_post(post_id: int, json_data: Body) -> Body:
    """Say whether an answer helped"""
    votes.cast(me(), post_id, json_data["value"], reason=json_data["reason"], fields=json_data["fields_"])
    return _shown(post_id)


@bp.put("/posts/<int:post_id>/acceptance")
@needs("write")
@bp.input(inputs.Accept)
@bp.output(outputs.Question)
def accept_answer(post_id: int, json_data: Body) -> Body:
    """Accept an answer

    Several may stand, each for its scope; another that stood for the same scope ends.
    """
    thread = acceptances.accept(me(), post_id, scope=json_data["scope"])
    return records.question(me(), thread.id)


@bp.delete("/posts/<int:post_id>/acceptance")
@needs("write")
@bp.output(outputs.Question)
def end_acceptance(post_id: int) -> Body:
    """End an acceptance"""
    return records.question(me(), acceptances.end(me(), post_id).id)


@bp.put("/posts/<int:post_id>/verification")
@needs("staff")
@bp.output(outputs.Post)
def verify_answer(post_id: int) -> Body:
    """Verify an answer (staff)"""
    acceptances.verify(me(), post_id)
    return _shown(post_id)


@bp.delete("/posts/<int:post_id>/verification")
@needs("staff")
@bp.output(outputs.Post)
def end_verification(post_id: int) -> Body:
    """Take back a verification (staff)"""
    acceptances.end_verification(me(), post_id)
    return _shown(post_id)


@bp.post("/posts/<int:post_id>/flags")
@needs("write")
@bp.input(inputs.Report)
@bp.output(outputs.Flag, status_code=201)
def report_post(post_id: int, json_data: Body) -> Response:
    """Report a post to staff"""
    return made(
        lambda: flags.report(me(), post_id, reason=json_data["reason"], note=json_data["note"]).id,
        lambda flag_id: records.report(me(), flag_id),
        outputs.Flag,
    )


def _shown(post_id: int) -> Body:
    return records.post(viewer(), post_id)
