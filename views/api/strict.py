"""What a request may look like before any view sees it: plain JSON that means one thing.

Two readers of a body must not understand it differently (T32, T69), so a repeated name, NaN or a number beyond
64 bits is refused, and nesting is bounded; the size is bounded for all requests by the application.
"""

import json
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import BadRequest

from models.errors import Invalid

DEEPEST = 32
LARGEST = 2**63 - 1


def check() -> None:
    """Nothing, or BadRequest for a body that is not plain JSON and Invalid for a query that names something twice."""
    for name in request.args:
        if len(request.args.getlist(name)) > 1:
            raise Invalid(**{name: "Given more than once."})
    if data := request.get_data():
        _parse(data)


def _parse(data: bytes) -> None:
    try:
        value = json.loads(
            data, object_pairs_hook=_object, parse_constant=_refuse, parse_int=_integer, parse_float=_decimal
        )
    except RecursionError as error:
        raise BadRequest("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise BadRequest(f"The body is not plain JSON: {error}") from error
    if _depth(value) > DEEPEST:
        raise BadRequest("The JSON is nested too deeply.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("a name is given twice")
    return names


def _integer(digits: str) -> int:
    if len(digits) > 20 or abs(value := int(digits)) > LARGEST:
        raise ValueError("a number is too large")
    return value


def _decimal(digits: str) -> float:
    value = float(digits)
    if abs(value) > LARGEST:
        raise ValueError("a number is too large")
    return value


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level := [part for whole in level for part in _parts(whole)]:
        depth += 1
    return depth


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
