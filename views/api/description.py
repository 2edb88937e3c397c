"""The description of the API: OpenAPI 3.1 made from the code, and a page for people made from that."""

import json
import re
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

from apiflask import APIFlask
from flask import Blueprint, current_app, render_template

from models.errors import Invalid
from views.api import reading
from views.api.callers import SCHEME

bp = Blueprint("api_docs", __name__)

ABOUT = """Everything that the pages can do. Send `Authorization: Bearer TOKEN`; guests may read what is public.

Instants are ISO 8601 in UTC. Lists are pages: send `next` as `cursor`. A POST with an `Idempotency-Key` that is sent
again within a day happens once and is answered the same. What can be edited has an `ETag`; send it as `If-Match` and
an edit that would overwrite another is refused with 412. Errors are `application/problem+json` (RFC 9457)."""

KINDS = ("get", "post", "put", "patch", "delete")
PROBLEM = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


HEADERS = {
    "Idempotency-Key": "Makes a request that is sent again happen once and be answered the same",
    "If-Match": "The ETag of what you read: refused with 412 when it was edited since",
}
VERSION = {"description": "Its version, for If-Match", "schema": {"type": "string"}}


def install(app: APIFlask) -> None:
    app.config["SECURITY_SCHEMES"] = SCHEME
    app.config["DESCRIPTION"] = ABOUT
    app.config["VALIDATION_ERROR_DESCRIPTION"] = str(Invalid())
    app.config["AUTO_VALIDATION_ERROR_RESPONSE"] = False
    app.config["AUTO_404_RESPONSE"] = False
    app.config["AUTO_AUTH_ERROR_RESPONSE"] = False
    app.config["AUTO_200_RESPONSE"] = False
    app.config["AUTO_SERVERS"] = False
    app.config["SPEC_DECORATORS"] = [_quietly]
    app.spec_processor(_complete)


def _quietly(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view` without the warning that a schema is named twice, which `_without_twins` puts right."""

    @wraps(view)
    def quiet(*args: Any, **kwargs: Any) -> Any:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "(?s).*already been added to the spec")
            return view(*args, **kwargs)

    return quiet


def _complete(spec: Any) -> Any:
    """Every operation may answer with a problem; each schema stands there once."""
    spec["components"]["schemas"]["Problem"] = _problem()
    for path in spec["paths"].values():
        for kind in KINDS:
            if operation := path.get(kind):
                operation["responses"]["default"] = PROBLEM
                _require_body(operation.get("requestBody"), spec["components"]["schemas"])
    spec = _without_twins(spec)
    for path in spec["paths"].values():
        _name_headers(path)
    return spec


def _name_headers(path: dict[str, Any]) -> None:
    """Every POST takes a key; what is edited or deleted takes, and answers, the version that it has."""
    if "post" in path:
        _take(path["post"], "Idempotency-Key")
    if "patch" in path:
        for kind in path.keys() & {"get", "patch"}:
            path[kind]["responses"]["200"]["headers"] = {"ETag": VERSION}
        for kind in path.keys() & {"patch", "delete"}:
            _take(path[kind], "If-Match")


def _take(operation: dict[str, Any], name: str) -> None:
    header = {"in": "header", "name": name, "description": HEADERS[name], "schema": {"type": "string"}}
    operation.setdefault("parameters", []).append(header)


def _require_body(body: dict[str, Any] | None, schemas: dict[str, Any]) -> None:
    """A body is needed where one of its fields is."""
    if body:
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        body["required"] = bool(schemas[name].get("required"))


def _without_twins(spec: dict[str, Any]) -> dict[str, Any]:
    """A schema that is nested in another and answers on its own is registered twice (Post, Post1): one is enough."""
    schemas = spec["components"]["schemas"]
    twins = {name: name.rstrip("0123456789") for name in schemas}
    twins = {name: first for name, first in twins.items() if name != first and schemas.get(first) == schemas[name]}
    for name in twins:
        del schemas[name]
    made: dict[str, Any] = json.loads(
        re.sub(r'(#/components/schemas/)(\w+)"', lambda ref: f'{ref[1]}{twins.get(ref[2], ref[2])}"', json.dumps(spec))
    )
    return made


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {
                "type": "object",
                "description": "What is wrong, by field",
                "additionalProperties": {"type": "array", "items": text},
            },
            "reference": {"type": "string", "description": "Quote it when you report a fault of ours"},
        },
    }


@bp.get("/api/v1/docs")
@_quietly
def docs() -> str:
    """The page for people."""
    spec = current_app.spec  # type: ignore[attr-defined]
    return render_template(
        "api/docs.html", about=ABOUT.split("\n\n"), chapters=reading.chapters(spec), things=reading.things(spec)
    )
