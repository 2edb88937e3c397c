"""Disputes: opened by a member with evidence, decided by staff who are no party to them."""

from typing import Any

from flask import Response

from community.actions import disputes
from community.queries import records
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs, open_to_guests, viewer
from views.api.once import made

bp = blueprint("Disputes")

Body = dict[str, Any]


@bp.post("/questions/<int:question_id>/disputes")
@needs("write")
@bp.input(inputs.OpenDispute)
@bp.output(outputs.Dispute, status_code=201)
def open_dispute(question_id: int, json_data: Body) -> Response:
    """Dispute an answer that stands as the solution"""
    return made(lambda: disputes.open(me(), question_id, **json_data).id, _shown, outputs.Dispute)


@bp.get("/disputes/<int:dispute_id>")
@open_to_guests
@bp.output(outputs.Dispute)
def read_dispute(dispute_id: int) -> Body:
    """Read a dispute"""
    return _shown(dispute_id)


@bp.post("/disputes/<int:dispute_id>/decision")
@needs("staff")
@bp.input(inputs.Decide)
@bp.output(outputs.Dispute)
def decide_dispute(dispute_id: int, json_data: Body) -> Response:
    """Decide a dispute (staff)

    `upheld` ends the acceptance, `narrowed` lets it stand for `scope` alone, `corrected` says that the answer was put
    right, `dismissed` that it was right.
    """
    return made(lambda: disputes.decide(me(), dispute_id, **json_data).id, _shown, outputs.Dispute, 200)


@bp.delete("/disputes/<int:dispute_id>")
@needs("write")
@bp.output(outputs.Dispute)
def withdraw_dispute(dispute_id: int) -> Body:
    """Take back a dispute that you opened"""
    disputes.withdraw(me(), dispute_id)
    return _shown(dispute_id)


def _shown(dispute_id: int) -> Body:
    return records.dispute(viewer(), dispute_id)
