"""The state machine on each database: a few stories every time, many under `acceptance`."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.machine import Community

MANY = settings(
    max_examples=30, stateful_step_count=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
FEW = settings(MANY, max_examples=8, stateful_step_count=40, phases=[Phase.generate])
"""A failure is told as it was found: making it short takes minutes, which is for the long run."""


def live(database, how_long: settings) -> None:
    made, app = database
    run_state_machine_as_test(type("Life", (Community,), {"database": made, "app": app}), settings=how_long)


def test_points_counters_and_states_agree_whatever_people_do(database):
    live(database, FEW)


@pytest.mark.acceptance
def test_points_counters_and_states_agree_through_many_stories(database):
    live(database, MANY)
