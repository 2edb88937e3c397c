"""A page of a list as the API answers it."""

from collections.abc import Sequence
from typing import Any

from community.queries.keyset import Page


def page(found: Page[Any]) -> dict[str, Any]:
    return {"items": found.items, "next": found.next or None}


def whole(items: Sequence[Any]) -> dict[str, Any]:
    """A list that is short enough to be given at once."""
    return {"items": list(items), "next": None}
