"""A policy that changed between two starts holds for every clock, and is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import replay
from escalation import in_force
from models.base import db
from models.escalation import Clock, PolicyVersion
from models.thread import Thread
from tests.factories import thread
from views.cli.kept_policy import keep_policy


@pytest.fixture(autouse=True)
def default_afterwards():
    yield
    in_force.use(None)


@pytest.fixture
def start(settings, tmp_path):
    """Starts with this text as the policy's file."""

    def with_text(text):
        file = tmp_path / "policy.toml"
        file.write_text(text)
        keep_policy(replace(settings, policy=file))

    return with_text


def due_after_asking(question: Thread) -> timedelta:
    clock = db.session.get_one(Clock, question.id, populate_existing=True)
    assert clock.due_at is not None
    return clock.due_at - question.created_at


def test_the_first_text_is_kept_and_changes_nothing(app, clock, start):
    question = thread()
    start("")
    assert due_after_asking(question) == timedelta(minutes=30)
    assert db.session.scalars(select(PolicyVersion.number)).all() == [1]


def test_the_same_text_is_no_new_version(app, clock, start):
    start("")
    start("")
    assert db.session.scalars(select(PolicyVersion.number)).all() == [1]


def test_another_holds_for_all_clocks(app, clock, start):
    question = thread()
    start("")
    start('[tiers]\nadvocates = "45 minutes"')
    assert due_after_asking(question) == timedelta(minutes=45)
    assert in_force.current().number == 2
    assert list(replay.check()) == []
