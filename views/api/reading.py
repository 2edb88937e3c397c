"""The description of the API in the shape in which the page for people shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
Spec = dict[str, Any]


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    about: str
    required: bool


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    about: str
    scope: str
    fields: list[Field]
    """Of the address and of the body."""
    status: str
    answer: str

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}"


def chapters(spec: Spec) -> dict[str, list[Operation]]:
    """Every operation under the words that it stands under, in the order of the code."""
    found: dict[str, list[Operation]] = {}
    for path, operations in sorted(spec["paths"].items()):
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                shared = operations.get("parameters", []) + operation.get("parameters", [])
                found.setdefault(operation["tags"][0], []).append(_operation(spec, method, path, operation, shared))
    return found


def things(spec: Spec) -> dict[str, list[Field]]:
    """The fields of everything that is answered, by its name."""
    inputs = {_name(body) for body in _bodies(spec)}
    schemas = spec["components"]["schemas"]
    return {name: list(_fields(schema)) for name, schema in sorted(schemas.items()) if name not in inputs}


def _operation(spec: Spec, method: str, path: str, operation: Spec, parameters: list[Spec]) -> Operation:
    status, answer = next((code, each) for code, each in operation["responses"].items() if code != "default")
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method,
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        scope=" ".join(scope for need in operation["security"] for scopes in need.values() for scope in scopes),
        fields=[_parameter(each) for each in parameters] + list(_body(spec, operation)),
        status=status,
        answer=_name(content),
    )


def _parameter(given: Spec) -> Field:
    about = given.get("description") or given["schema"].get("description", "")
    return Field(given["name"], _type(given["schema"]), about, given.get("required", False))


def _body(spec: Spec, operation: Spec) -> Iterator[Field]:
    if body := operation.get("requestBody"):
        yield from _fields(spec["components"]["schemas"][_name(body["content"]["application/json"]["schema"])])


def _bodies(spec: Spec) -> Iterator[Spec]:
    for operations in spec["paths"].values():
        for method in METHODS:
            if body := operations.get(method, {}).get("requestBody"):
                yield body["content"]["application/json"]["schema"]


def _fields(schema: Spec) -> Iterator[Field]:
    for name, field in schema.get("properties", {}).items():
        yield Field(name, _type(field), field.get("description", ""), name in schema.get("required", ()))


def _type(schema: Spec) -> str:
    """A type as people say it: "integer", "list of Post", "open | closed"."""
    if "$ref" in schema:
        return _name(schema)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value != "")
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(_type(each) for each in schema.get("anyOf", []) + schema.get("oneOf", []))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kinds = schema.get("type", "value")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def _name(schema: Spec) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
