"""How instants, numbers and names look."""

from datetime import UTC, datetime, timedelta

import pytest

from views import display


@pytest.fixture(autouse=True)
def reading(app):
    """A guest reads a page."""
    with app.test_request_context("/"):
        yield


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-5), "just now"),  # a clock that runs ahead
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=2), "28 February"),
        (timedelta(days=400), "26 January 2025"),
    ],
)
def test_ago(clock, before, words):
    assert display.ago(NOON - before) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=4, minutes=30), "16:30 UTC"),
        (timedelta(days=1), "Tue 12:00 UTC"),
        (timedelta(days=6), "Sun 12:00 UTC"),
        (timedelta(days=7), "9 Mar 12:00 UTC"),
    ],
)
def test_clock(clock, ahead, words):
    assert display.clock(NOON + ahead) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kestrel42", "KE"),
        ("maple_jo", "MJ"),
        ("Asha Okafor", "AO"),
        ("...", "?"),
        ("", "?"),
        ("Ω", "Ω"),
        ("🦊 fox", "FO"),
    ],
)
def test_initials(name, letters):
    assert display.initials(name) == letters


@pytest.mark.parametrize(("minutes", "words"), [(9, "9 min"), (129, "2 h 09"), (2880, "2 days"), (60, "1 h 00")])
def test_span(minutes, words):
    assert display.span(minutes) == words


def test_units_stay_with_their_numbers():
    assert display.nowrap("Wi-Fi at 5 GHz, 11 kWh, 5 people") == "Wi‑Fi at 5\xa0GHz, 11\xa0kWh, 5 people"
