"""Requests made up from the description: whatever is sent, the answer is one that the description allows."""

from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from community.actions import acceptances, disputes, tokens
from models.base import db
from tests import factories

RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
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
    made = tokens.create(None, admin.id, ["read", "write", "staff", "admin"])
    db.session.commit()
    return made


@pytest.fixture
def ids(app):
    """Something for each name in a path, so that what is made up meets what is there."""
    question = factories.thread(asker := factories.member())
    answer = factories.answer(question)
    factories.comment(answer)
    acceptances.accept(asker, answer.id)
    dispute = disputes.open(factories.member(), question.id, reason="wrong", evidence="It is the other way round.")
    db.session.commit()
    return {
        "question_id": question.id,
        "post_id": answer.id,
        "dispute_id": dispute.id,
        "member_id": asker.id,
        "article_id": 1,
    }


@pytest.mark.parametrize("examples", [2, pytest.param(15, marks=pytest.mark.acceptance)])
@pytest.mark.parametrize("mode", [RIGHT, WRONG], ids=["right", "wrong"])
def test_every_operation_answers_as_described(app, token, ids, mode, examples):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    checks = [check for check in CHECKS.get_all() if check.__name__ in NAMES]
    assert len(checks) == len(NAMES)
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) >= 50
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def answers(case):
            if mode is RIGHT:
                case.path_parameters = {name: ids[name] for name in case.path_parameters or {}}
            response = case.call(headers={"Authorization": f"Bearer {token}"})
            db.session.rollback()
            if response.status_code != 503:  # no search index in this test: said plainly
                case.validate_response(response, checks=checks)

        with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
            answers()
