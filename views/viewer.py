"""Who reads a page, as templates see them: `viewer`. Guests are all the same, so that their pages can be kept."""

from dataclasses import dataclass
from typing import Any, cast

from apiflask import APIFlask
from flask import g, get_flashed_messages

from community.queries import inbox, people, queues
from community.settings import Settings
from models.member import Member
from reputation.privileges import Privilege, allowed
from views.session import current

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Viewer:
    """`kind` is guest, member, advocate, employee, staff or admin; it decides what the top bar offers."""

    kind: str = "guest"
    id: int | None = None
    handle: str = ""
    name: str = ""
    theme: str = "system"
    locale: str = "en"
    helps: bool = False
    staff: bool = False
    unread: int = 0
    overdue: int = 0

    @property
    def flashes(self) -> list[tuple[str, str]]:
        """What the last form did, once; guests' pages do not touch the cookie unless something waits there."""
        return cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))


GUEST = Viewer()


def viewer() -> Viewer:
    """Who reads this page; a member's costs one statement a request, a staff member's one more."""
    if "viewer" not in g:
        member = current()
        g.viewer = _of(member) if member else GUEST
    found: Viewer = g.viewer
    return found


def kind_of(member: Any) -> str:
    """How a member is shown: by role, and among customers by level."""
    return people.kind(member.role, member.level)


def _of(member: Member) -> Viewer:
    return Viewer(
        kind=kind_of(member),
        id=member.id,
        handle=member.handle,
        name=member.name,
        theme=member.theme,
        locale=member.locale,
        helps=allowed(member, Privilege.HELP_OUT),
        staff=member.is_staff,
        unread=inbox.unread_count(member),
        overdue=queues.overdue() if member.is_staff else 0,
    )


def install(app: APIFlask, settings: Settings) -> None:
    @app.context_processor
    def put_viewer() -> dict[str, Viewer]:
        return {"viewer": viewer()}
