"""Programs that call the API: each with a token of its own."""

from typing import Any

import pytest
from apiflask import APIFlask

from community.actions import tokens
from models.base import db
from models.member import Member
from tests import factories

SCOPES = {"staff": ["read", "write", "staff"], "admin": ["read", "write", "staff", "admin"]}


class Program:
    """A client of the API that sends its member's token with each request and reads JSON."""

    def __init__(self, app: APIFlask, member: Member | None, scopes: list[str] | None = None) -> None:
        self.client = app.test_client()
        self.member = member
        self.headers: dict[str, str] = {}
        if member is not None:
            scopes = scopes or SCOPES.get(member.role, ["read", "write"])
            self.headers["Authorization"] = f"Bearer {tokens.create(None, member.id, scopes)}"

    def call(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The decoded answer, which must have `status`."""
        answer = self.client.open(
            f"/api/v1{path}",
            method=method,
            json=body,
            headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True))
        self.answer = answer
        db.session.rollback()
        return answer.get_json() if answer.data else None

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        return self.call("GET", path, None, status, **headers)

    def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        return self.call("POST", path, body, status, **headers)

    def put(self, path: str, body: Any = None, status: int = 200) -> Any:
        return self.call("PUT", path, body, status)

    def patch(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        return self.call("PATCH", path, body, status, **headers)

    def delete(self, path: str, body: Any = None, status: int = 200) -> Any:
        return self.call("DELETE", path, body, status)


@pytest.fixture
def guest(app: APIFlask) -> Program:
    return Program(app, None)


@pytest.fixture
def asker(app: APIFlask) -> Program:
    return Program(app, factories.member(handle="asker"))


@pytest.fixture
def helper(app: APIFlask) -> Program:
    return Program(app, factories.member(handle="helper"))


@pytest.fixture
def staff(app: APIFlask) -> Program:
    return Program(app, factories.member("staff", handle="olga"))


@pytest.fixture
def make_program(app: APIFlask) -> Any:
    return lambda member, *scopes: Program(app, member, list(scopes) or None)
