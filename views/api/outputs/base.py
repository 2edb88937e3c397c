"""What all answers share: instants, people, pages of lists."""

from datetime import UTC, datetime
from typing import Any

from apiflask import Schema, fields

from community.queries.people import Person as PersonTuple


class Instant(fields.DateTime):
    """An instant in UTC, as 2026-03-02T12:00:00Z."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Person(Schema):
    id = fields.Integer(allow_none=True, metadata={"description": "null where the account is gone"})
    handle = fields.String()
    name = fields.String()
    kind = fields.String(metadata={"description": "member, advocate, employee, staff, admin, bot or gone"})

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return getattr(obj, attr) if isinstance(obj, PersonTuple) else super().get_attribute(obj, attr, default)


def listed(item: type[Schema]) -> type[Schema]:
    """The schema of a page of a list."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(allow_none=True, metadata={"description": "Send it as cursor; null: that was all"}),
        },
        name=f"{item.__name__}List",
    )  # type: ignore[return-value]
