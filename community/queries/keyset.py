"""Pages by key: each goes on after the last row of the one before, so the thousandth costs what the first does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, literal, tuple_

from models.base import Instant
from models.errors import Invalid

T = TypeVar("T")
SEPARATOR = "~"
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the cursor after which the next begin (empty: there are none)."""

    items: list[T]
    next: str = ""


def before(cursor: str, key: Any, id_column: Any) -> ColumnElement[bool]:
    """The condition of rows that come after `cursor` in an order of both columns descending."""
    return tuple_(key, id_column) < _place(cursor, key)


def after(cursor: str, key: Any, id_column: Any) -> ColumnElement[bool]:
    """The condition of rows that come after `cursor` in an order of both columns ascending."""
    return tuple_(key, id_column) > _place(cursor, key)


def _place(cursor: str, key: Any) -> Any:
    value, row_id = parse(cursor, datetime if isinstance(key.type, Instant) else int)
    return tuple_(literal(value, key.type), literal(row_id))


def cursor(value: Any, row_id: int) -> str:
    """What `before` reads: the key of the last row shown, and its id."""
    words = value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)
    return f"{words}{SEPARATOR}{row_id}"


def parse(cursor: str, kind: type) -> tuple[Any, int]:
    """The two keys of a cursor. Raises Invalid for what we did not make."""
    value, _, row_id = cursor.rpartition(SEPARATOR)
    try:
        made = datetime.fromisoformat(value).astimezone(UTC) if kind is datetime else int(value)
        number = int(row_id)
    except (ValueError, OverflowError) as error:
        raise Invalid(cursor="This link to a page of the list is broken.") from error
    if abs(number) > LARGEST or (isinstance(made, int) and abs(made) > LARGEST):
        raise Invalid(cursor="This link to a page of the list is broken.")
    return made, number


def page(rows: Sequence[Any], size: int, make: Callable[[Any], T], key: Callable[[Any], str]) -> Page[T]:
    """The page of `rows`, of which one more than `size` was asked for to know whether more follow."""
    return Page([make(row) for row in rows[:size]], key(rows[size - 1]) if len(rows) > size else "")
