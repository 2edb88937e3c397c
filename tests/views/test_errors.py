"""Each of our errors is one status: a page for people, problem+json for programs, and nothing of our insides."""

import pytest
from flask import Blueprint
from sqlalchemy.exc import OperationalError

from models.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany, Unavailable

CASES = [
    (NotFound(), 404),
    (Forbidden("You need 50 points for that."), 403),
    (Invalid(title="Use 3 letters."), 422),
    (Conflict("Somebody was faster."), 409),
    (TooMany("Please wait.", retry_after=60), 429),
    (Unavailable("Busy.", retry_after=7), 503),
    (DomainError("No."), 400),
]


failing: list[Exception] = []


@pytest.fixture(scope="module", autouse=True)
def probe(database):
    """A page and a call that raise what `failing` holds."""
    _, app = database
    bp = Blueprint("failing", __name__)

    @bp.get("/_fails")
    @bp.get("/api/_fails")
    def fail():
        raise failing[-1]

    app._got_first_request = False
    app.register_blueprint(bp)


@pytest.fixture
def fails(client):
    """`fails(error)` is the answer when a page raises, `fails(error, "/api")` when a call does."""

    def ask(error: Exception, prefix: str = ""):
        failing.append(error)
        return client.get(f"{prefix}/_fails")

    return ask


class TestTable:
    @pytest.mark.parametrize("error, status", CASES, ids=lambda case: type(case).__name__)
    def test_a_page(self, fails, error, status):
        answer = fails(error)
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        assert "<h1>" in answer.text

    @pytest.mark.parametrize("error, status", CASES, ids=lambda case: type(case).__name__)
    def test_a_problem(self, fails, error, status):
        answer = fails(error, "/api")
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.json["status"] == status
        assert answer.json["detail"] == str(error)
        assert {"type", "title"} <= set(answer.json)

    def test_fields_are_named(self, fails):
        assert fails(Invalid(title="Use 3 letters."), "/api").json["errors"] == {"title": ["Use 3 letters."]}

    @pytest.mark.parametrize("error, wait", [(TooMany("Wait.", 60), "60"), (Unavailable("Busy.", 7), "7")])
    def test_when_to_come_back(self, fails, error, wait):
        assert fails(error).headers["Retry-After"] == wait


class TestUnexpected:
    def test_has_a_reference_and_tells_nothing(self, app, fails, monkeypatch):
        monkeypatch.setattr(app, "testing", False)
        answer = fails(RuntimeError("password=hunter2"))
        assert answer.status_code == 500
        assert "hunter2" not in answer.text
        assert "RuntimeError" not in answer.text

    def test_a_busy_database_is_said_to_be_busy(self, fails):
        answer = fails(OperationalError("SELECT 1", {}, Exception("database is locked")))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "SELECT" not in answer.text

    def test_the_page_needs_no_database(self, fails, statements):
        with statements:
            assert fails(Unavailable("Busy.")).status_code == 503
        assert not statements.statements


def test_a_wrong_method_says_which_are_right(client):
    answer = client.post("/health/live")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_title_is_escaped_in_an_error(fails):
    assert "<script>" not in fails(Forbidden("<script>alert(1)</script>")).text.partition("<h1>")[2]
