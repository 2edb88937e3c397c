import pytest

from community.personal_data import holds_any, masked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail ann.lee+x@mail.example.org now", "mail [removed] now"),
        ("call +44 20 7946 0958.", "call [removed]."),
        ("call (020) 7946-0958", "call [removed]"),
        ("pay to DE89 3704 0044 0532 0130 00", "pay to [removed]"),
        ("card 4111 1111 1111 1111", "card [removed]"),
    ],
)
def test_details_are_masked(text, left):
    assert masked(text) == left
    assert holds_any(text)


@pytest.mark.parametrize(
    "text", ["version 3.14.2 of 2026-01-05", "port 8080, channel 36", "192.168.100.200", "@ann wrote", "E21 and 12 345"]
)
def test_other_numbers_stay(text):
    assert masked(text) == text
    assert not holds_any(text)


def test_hostile_text_is_quick():
    for text in ("1 " * 15_000, "a." * 15_000, "a@" * 15_000, "AB12" * 7_000, "+(" * 15_000):
        masked(text)
