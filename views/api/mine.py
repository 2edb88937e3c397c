"""What is the caller's own: who they are, and their inbox."""

from typing import Any

from flask import Response

from community.actions import inbox as actions
from community.queries import inbox, people
from models.member import Member
from views.api import inputs, outputs
from views.api.blueprint import blueprint
from views.api.callers import me, needs
from views.api.lists import page
from views.api.once import made

bp = blueprint("Me")

Body = dict[str, Any]


@bp.get("/me")
@needs("read")
@bp.output(outputs.Me)
def read_me() -> Body:
    """Read who you are"""
    return _about(me())


def _about(member: Member) -> Body:
    return people.of_member(member)._asdict() | {
        "role": member.role,
        "level": member.level,
        "reputation": member.shown_reputation,
        "email": member.email,
        "email_confirmed": member.is_confirmed,
        "unread": inbox.unread_count(member),
    }


@bp.get("/me/inbox")
@needs("read")
@bp.input(inputs.Page, location="query", unknown="raise")
@bp.output(outputs.listed(outputs.News))
def list_inbox(query_data: Body) -> Body:
    """List what you were told, newest first"""
    return page(inbox.news(me(), after=query_data["cursor"], size=query_data["limit"]))


@bp.post("/me/inbox/read")
@needs("write")
@bp.input(inputs.ReadInbox)
@bp.output(outputs.Me)
def read_inbox(json_data: Body) -> Response:
    """Mark the inbox as read"""

    def read() -> int:
        actions.read(me(), json_data["up_to"])
        return me().id

    return made(read, lambda _: _about(me()), outputs.Me, 200)
