"""The state machine on each database: a few stories every time, many under `acceptance`."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.machine import Community

FEW = settings(
    max_examples=6, stateful_step_count=30, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(FEW, max_examples=100, stateful_step_count=60)


def live(database, how_long: settings) -> None:
    made, app = database
    run_state_machine_as_test(type("Life", (Community,), {"database": made, "app": app}), settings=how_long)


def test_points_counters_and_states_agree_whatever_people_do(database):
    live(database, FEW)


@pytest.mark.acceptance
def test_points_counters_and_states_agree_through_many_stories(database):
    live(database, MANY)
