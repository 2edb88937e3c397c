import pytest

from community.search.grammar import MOST_TERMS, Query, parse


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("hub resets", Query(words=("hub", "resets"))),
        ('"green light" hub', Query(words=("green", "light", "hub"), phrases=("green light",))),
        ('"green light', Query(words=("green", "light"), phrases=("green light",))),
        ("tag:Wi-Fi hub", Query(words=("hub",), tags=("wi-fi",))),
        ("state:solved", Query(states=("resolved",))),
        ("state:unknown", Query(words=("state", "unknown"))),
        ("rest* hub*", Query(words=("hub",), prefixes=("rest",))),
        # what other languages of search know is plain text here
        ("hub~2 [a TO b] title:x *", Query(words=("hub", "2", "b", "title", "x"))),
        ("the", Query(words=("the",))),
        ("", Query()),
        ('"" tag: : *', Query(words=("tag",))),
    ],
)
def test_what_is_asked(text, query):
    assert parse(text) == query


def test_only_so_much_is_read():
    assert len(parse(" ".join(f"word{i}" for i in range(100))).words) == MOST_TERMS
    assert parse("x" * 10_000).words == ("x" * 40,)


def test_asks_for_nothing():
    assert not parse('""').asks
    assert parse("tag:hub").asks
