"""Many rows at once, and which of ours each original became."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select

from models.base import Base, db
from models.bookkeeping import ImportKey


def insert_rows(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts `rows`, which must all name the same columns."""
    if rows:
        db.session.execute(insert(table), rows)


def insert_for_ids(table: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """The ids that `rows`, which must all name the same columns, were given, in their order."""
    if not rows:
        return []
    column: Any = table.__table__.c.id
    return list(db.session.scalars(insert(table).returning(column, sort_by_parameter_order=True), rows))


class Keys:
    """The originals of one source that are here, by kind: their ids there and ours. Kinds are named as pages name them.

    What has a key is never brought again; that is all it takes to go on after a kill.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._kinds: dict[str, dict[int, int]] = {}
        rows = db.session.execute(
            select(ImportKey.kind, ImportKey.original_id, ImportKey.object_id).where(ImportKey.source == source)
        )
        for kind, original_id, object_id in rows:
            self[kind][original_id] = object_id

    def __getitem__(self, kind: str) -> dict[int, int]:
        """Our ids of this kind by the original ones."""
        return self._kinds.setdefault(kind, {})

    def add(self, kind: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Remembers (original id, our id); in the transaction that made them."""
        new = dict(pairs)
        insert_rows(
            ImportKey,
            [
                {"source": self.source, "kind": kind, "original_id": original, "object_id": ours}
                for original, ours in new.items()
            ],
        )
        self[kind].update(new)
