"""What the reader may do, as templates ask it: it shows or hides a button."""

from collections.abc import Callable
from functools import cache
from typing import Any

from models.member import Member
from reputation.privileges import Parties, Privilege, allowed


def of(by: Member | None) -> Callable[..., bool]:
    """`can("EDIT_ANY", post)`, worked out once for what the reader wrote and once for the rest."""
    me = by.id if by else 0

    @cache
    def among(privilege: str, wrote: bool, asked: bool) -> bool:
        return allowed(by, Privilege[privilege], Parties(me if wrote else None, me if asked else None))

    def can(privilege: str, obj: Any = None) -> bool:
        return among(privilege, getattr(obj, "author_id", None) == me, getattr(obj, "asker_id", None) == me)

    return can
