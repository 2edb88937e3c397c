"""How people are shown beside what they wrote: a name, a way to their profile, and who is speaking."""

from typing import Any, NamedTuple

from models.member import Member
from reputation.levels import Level

COLUMNS = (Member.id, Member.handle, Member.display_name, Member.role, Member.level, Member.deleted_at)
"""What `of` needs, in its order; prefix aliased columns alike."""


class Person(NamedTuple):
    """`kind` is member, new, advocate, employee, staff, admin, bot or gone; `id` is None where nobody stands there."""

    id: int | None
    handle: str
    name: str
    kind: str


GONE = Person(None, "", "", "gone")


def of(row: Any, *, role: str = "", name: str = "") -> Person:
    """The person of six columns (`COLUMNS`); `role` is the one they wrote in, `name` an author's without account."""
    member_id, handle, display_name, present, level, deleted_at = row
    if member_id is None:
        return Person(None, "", name, "bot" if role == "bot" else "gone")
    if deleted_at is not None:
        return GONE
    return Person(member_id, handle, display_name or handle, kind(role or present, level))


def kind(role: str, level: int) -> str:
    """By role, and among customers by level."""
    if role != "customer":
        return role
    return "advocate" if level >= Level.ADVOCATE else "member"


def of_member(member: Member) -> Person:
    return Person(member.id, member.handle, member.name, kind(member.role, member.level))
