"""The description of the API: valid, complete, and true to what the code does."""

import pytest
from openapi_spec_validator import validate

from views.api import BLUEPRINTS

CONTRACT = [
    ("post", "/questions"), ("get", "/questions"), ("get", "/questions/{question_id}"),
    ("patch", "/questions/{question_id}"), ("post", "/questions/{question_id}/answers"),
    ("post", "/posts/{post_id}/comments"), ("patch", "/posts/{post_id}"), ("delete", "/posts/{post_id}"),
    ("get", "/posts/{post_id}/revisions"), ("get", "/tags"), ("get", "/categories"), ("put", "/posts/{post_id}/vote"),
    ("put", "/posts/{post_id}/acceptance"), ("delete", "/posts/{post_id}/acceptance"),
    ("put", "/posts/{post_id}/verification"), ("delete", "/posts/{post_id}/verification"),
    ("post", "/posts/{post_id}/flags"), ("put", "/questions/{question_id}/me-too"),
    ("delete", "/questions/{question_id}/me-too"), ("put", "/questions/{question_id}/follow"),
    ("delete", "/questions/{question_id}/follow"), ("post", "/questions/{question_id}/disputes"),
    ("post", "/disputes/{dispute_id}/decision"), ("get", "/suggestions"), ("get", "/search"),
    ("get", "/me"), ("get", "/me/inbox"), ("post", "/me/inbox/read"),
]  # fmt: skip


@pytest.fixture
def spec(client):
    return client.get("/api/v1/openapi.json").get_json()


class TestDescription:
    def test_it_is_openapi_3_1(self, spec):
        assert spec["openapi"].startswith("3.1")
        validate(spec)

    @pytest.mark.parametrize(("method", "path"), CONTRACT)
    def test_everything_that_is_promised_is_there(self, spec, method, path):
        assert method in spec["paths"][f"/api/v1{path}"]

    def test_nothing_else_of_the_site_is_in_it(self, spec):
        assert [path for path in spec["paths"] if not path.startswith("/api/v1/")] == []

    def test_every_operation_says_who_may_call_it(self, spec):
        for path, operations in spec["paths"].items():
            for method, operation in operations.items():
                if method != "parameters":
                    assert operation["security"], (method, path)
                    assert operation["summary"], (method, path)

    def test_whatever_changes_something_needs_a_token(self, spec):
        for path, operations in spec["paths"].items():
            for method in set(operations) - {"parameters", "get"}:
                assert {} not in operations[method]["security"], (method, path)

    def test_there_are_blueprints(self):
        assert len(BLUEPRINTS) > 5
