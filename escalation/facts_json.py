"""The facts as the plain values that stand beside a clock, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from escalation.facts import Answer, Facts, OpenDispute, Turn


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as plain values; what has its default is left out."""
    plain = {name: _plain(getattr(facts, name)) for name in NAMES[Facts]}
    return {name: value for name, value in plain.items() if value not in (None, False, [], {}, "")}


def from_json(stored: Mapping[str, Any]) -> Facts:
    return Facts(**{name: READERS.get(name, _same)(value) for name, value in stored.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if type(value) in NAMES:
        return {name: _plain(getattr(value, name)) for name in NAMES[type(value)]}
    if isinstance(value, Mapping):
        if any(isinstance(key, tuple) for key in value):
            return sorted([*map(_plain, key), _plain(found)] for key, found in value.items())
        return {str(key): _plain(found) for key, found in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(list(one)) for one in value)
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind)) for kind in (Facts, Answer, OpenDispute, Turn)
}


def _same(value: Any) -> Any:
    return value


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _rows(kind: Any, *instants: str) -> Any:
    """A reader of one stored dataclass whose fields named in `instants` are instants."""
    return lambda stored: kind(**{**stored, **{name: _at(stored[name]) for name in instants}})


def _by_id(read: Any) -> Any:
    return lambda stored: {int(key): read(value) for key, value in stored.items()}


_turn = _rows(Turn, "first", "last")

READERS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "asked_at",
            "round_at",
            "severity_at",
            "clocks_from",
            "staff_due",
            "staff_replied_at",
            "contact_at",
            "paused_at",
            "decided_at",
        ),
        _at,
    ),
    "answers": _by_id(_rows(Answer, "at")),
    "pauses": lambda stored: tuple((_at(since), _at(until)) for since, until in stored),
    "disputes": _by_id(_rows(OpenDispute, "at")),
    "disputed": lambda stored: frozenset((cause, post_id) for cause, post_id in stored),
    "withdrawn": _by_id(_at),
    "turns": _by_id(lambda stored: tuple(map(_turn, stored))),
    "tripped": lambda stored: {(cause, post_id): _at(since) for cause, post_id, since in stored},
    "flags": _by_id(_same),
    "missed": lambda stored: frozenset((target, _at(instant)) for target, instant in stored),
}
