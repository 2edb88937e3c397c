import pytest

from community.search.words import stem, telling, words


class TestWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Wi-Fi drops", ["wi", "fi", "wifi", "drops"]),
            ("Wi‑Fi", ["wi", "fi", "wifi"]),
            ("l'été, qu’on", ["ete", "on"]),
            ("the hub's light", ["the", "hub", "light"]),
            ("a-b-c", ["a", "b", "c"]),
            ("Straße 5GHz", ["strasse", "5ghz"]),
            ("日本 роутер", ["日本", "роутер"]),
            ("?!", []),
            ("x" * 100, ["x" * 40]),
        ],
    )
    def test_are_folded(self, text, found):
        assert list(words(text)) == found


class TestStem:
    @pytest.mark.parametrize(
        "forms",
        [
            ("update", "updates", "updated", "updating"),
            ("connect", "connects", "connected", "connecting", "connection", "connections"),
            ("battery", "batteries"),
            ("stop", "stopped", "stopping", "stops"),
            ("install", "installing", "installation", "installed", "installs"),
            ("box", "boxes"),
            ("mise", "mises"),
        ],
    )
    def test_is_one_for_all_forms(self, forms):
        assert len({stem(form) for form in forms}) == 1

    @pytest.mark.parametrize("word", ["wifi", "5ghz", "bus", "is", "été", "red"])
    def test_leaves_what_has_no_ending(self, word):
        assert stem(word) == word


class TestTelling:
    def test_leaves_fillers_out(self):
        assert telling("How do I reset the hub and the hub light?") == ["how", "reset", "hub", "light"]

    def test_keeps_them_when_there_is_nothing_else(self):
        assert telling("to be or") == ["to", "be", "or"]
