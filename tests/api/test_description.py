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
    ("get", "/me"), ("get", "/me/inbox"), ("post", "/me/inbox/read"), ("get", "/articles"),
    ("get", "/articles/{article_id}"), ("put", "/articles/{article_id}/helpful"), ("get", "/members/{member_id}"),
    ("get", "/members/{member_id}/reputation"), ("get", "/escalations"),
    *[("post", f"/escalations/{{question_id}}/{verb}") for verb in (
        "claim", "assign", "release", "note", "reply", "resolve", "hand-off", "hand-back")],
    ("get", "/escalations/{question_id}/trace"),
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

    def test_every_field_of_an_answer_has_a_type(self, spec):
        untyped = [
            (name, field)
            for name, schema in spec["components"]["schemas"].items()
            for field, about in schema["properties"].items()
            if not {"type", "$ref", "anyOf", "enum"} & set(about)
        ]
        assert untyped == []

    def test_every_post_may_be_sent_again(self, spec):
        for path, operations in spec["paths"].items():
            if "post" in operations:
                names = [each["name"] for each in operations["post"].get("parameters", [])]
                assert "Idempotency-Key" in names, path

    @pytest.mark.parametrize("path", ["/questions/{question_id}", "/posts/{post_id}"])
    def test_what_can_be_edited_has_a_version(self, spec, path):
        operations = spec["paths"][f"/api/v1{path}"]
        assert "ETag" in operations["get"]["responses"]["200"]["headers"]
        assert "If-Match" in [each["name"] for each in operations["patch"]["parameters"]]

    def test_there_are_blueprints(self):
        assert len(BLUEPRINTS) > 5
