"""docs/api.md: every example in it is run, in order."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from community.search_feed import reindex
from models.base import db
from tests import factories

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("curl ")
]


def request(example):
    """(method, address, headers, body) of a curl command."""
    words, method, body, headers = shlex.split(example)[1:], "", None, {}
    address = next(word for word in words if word.startswith("$URL"))
    for option, value in pairwise(words):
        if option == "-X":
            method = value
        elif option == "-d":
            body = value
        elif option == "-H":
            name, _, words_of_it = value.partition(": ")
            headers[name] = words_of_it
    return method or ("POST" if body else "GET"), address, headers, body


@pytest.fixture
def values(asker, staff, make_program):
    question = factories.thread(asker.member)
    answer, other = factories.answer(question, asker.member), factories.answer(question)
    db.session.commit()
    reindex()
    asker.get(f"/questions/{question.id}")
    return {
        "URL": "/api/v1",
        "QUESTION": str(question.id),
        "WAITING": str(factories.thread().id),
        "ANSWER": str(answer.id),
        "OTHERS_ANSWER": str(other.id),
        "ETAG": asker.answer.headers["ETag"],
        "TOKEN": asker.headers["Authorization"].removeprefix("Bearer "),
        "STAFF_TOKEN": staff.headers["Authorization"].removeprefix("Bearer "),
    }


def fill(text, values):
    """`text` with its shell variables."""
    return re.sub(r"\$(\w+)", lambda name: values[name[1]], text)


def test_there_are_examples():
    assert len(EXAMPLES) >= 10


def test_each_works(app, values):
    for example in EXAMPLES:
        method, address, headers, body = request(example)
        filled = {name: fill(value, values) for name, value in headers.items()}
        answer = app.test_client().open(fill(address, values), method=method, data=body, headers=filled)
        if "/questions/" in address and method == "POST":
            assert answer.status_code == 201, example
        assert answer.status_code in (200, 201), (example, answer.get_data(as_text=True))
        db.session.rollback()
