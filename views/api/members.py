"""Members as others see them, and the ledger of their points."""

from typing import Any

from community.queries import ledger, profiles
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs, open_to_guests
from views.api.lists import page

bp = blueprint("Members")

Body = dict[str, Any]


@bp.get("/members")
@open_to_guests
@bp.input(inputs.Page, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.Member))
def list_members(query_data: Body) -> Body:
    """List members, those with the most points first"""
    found = profiles.members(after=query_data["cursor"], size=query_data["limit"])
    return {"items": [_member(person, row) for person, row in found.items], "next": found.next or None}


@bp.get("/members/<int:member_id>")
@open_to_guests
@bp.output(outputs.Profile)
def read_member(member_id: int) -> Body:
    """Read a member's profile"""
    found = profiles.profile(member_id)
    figures = found.figures
    return found.person._asdict() | {
        "level": found.level,
        "level_name": found.level.title,
        "reputation": figures.points,
        "joined_at": found.joined_at,
        "about": found.about,
        "website": found.website,
        "location": found.location,
        "answers": figures.answers,
        "solved": figures.solved,
        "helped": figures.helped,
        "guides": figures.guides,
        "topics": found.topics,
        "badges": [{"name": name, "times": times} for name, times in found.badges],
    }


@bp.get("/members/<int:member_id>/reputation")
@needs("read")
@bp.input(inputs.Page, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.LedgerEntry))
def list_ledger(member_id: int, query_data: Body) -> Body:
    """List why a member has these points, newest first

    Only they and staff may.
    """
    return page(ledger.entries(me(), member_id, after=query_data["cursor"], size=query_data["limit"]))


def _member(person: Any, row: Any) -> Body:
    return person._asdict() | {
        "level": row.level,
        "reputation": row.shown_reputation,
        "joined_at": row.joined_at,
        "answers": row.answer_count,
        "solved": row.solved_count,
        "helped": row.helped_count,
    }
