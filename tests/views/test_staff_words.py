"""Every event, cause and target that can happen has words on staff's pages."""

from pathlib import Path

import pytest

from community.queries import explain, queues, trail
from community.queries.staff_view import TOLD
from escalation.disputes import REASONS
from models.dispute import CAUSES
from models.escalation import TIERS
from models.events import Event
from models.vote import FLAG_REASONS
from views.staff import looks, told

CLIMBS = {"unanswered", "unconfirmed", "disputed", "urgent"}
TARGETS = {"first_reply", "next_reply", "confirm", "dispute", "resolution"}


def test_events():
    assert set(told.SENTENCES) == set(TOLD)
    assert set(TOLD) <= set(Event.kinds)


def test_causes():
    assert set(told.CAUSES) >= CLIMBS | set(CAUSES)
    assert set(queues.WHY) >= CLIMBS | set(CAUSES)
    assert set(explain.CAUSES) >= CLIMBS | set(REASONS)
    assert set(trail.CAUSES) == CLIMBS
    assert set(REASONS) == set(CAUSES) - {"member"}


def test_targets_and_tiers():
    assert set(looks.TARGETS) == TARGETS | {""}
    assert set(explain.TARGETS) == TARGETS | {"maximum_wait"}
    assert set(trail.OWED) == TARGETS
    assert set(looks.TIERS) == set(trail.NAMES) == set(TIERS)


@pytest.mark.parametrize("reason", FLAG_REASONS)
def test_reports(reason):
    template = Path(__file__).parents[2] / "templates/staff/review.html"
    assert f'"{reason}": _(' in template.read_text()
