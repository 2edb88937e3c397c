"""Requests made up from the description: whatever is sent, the answer is one that the description allows."""

from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from community.actions import tokens
from models.base import db
from tests import factories

EXAMPLES = 5
NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@pytest.fixture
def token(app):
    admin = factories.member("admin")
    question = factories.thread()
    factories.comment(factories.answer(question))
    made = tokens.create(None, admin.id, ["read", "write", "staff", "admin"])
    db.session.commit()
    return made


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_every_operation_answers_as_described(app, token, mode):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    checks = [check for check in CHECKS.get_all() if check.__name__ in NAMES]
    assert len(checks) == len(NAMES)
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) >= 30
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def answers(case):
            response = case.call(headers={"Authorization": f"Bearer {token}"})
            db.session.rollback()
            if response.status_code != 503:  # no search index in this test: said plainly
                case.validate_response(response, checks=checks)

        with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
            answers()
