import pytest

from community.search.marked import Piece, marked, passage, wanted


def text_of(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


class TestMarked:
    @pytest.mark.parametrize(
        ("words", "text", "shown"),
        [
            (["drops"], "Hub dropped it, drop", "Hub [dropped] it, [drop]"),
            (["wifi"], "the Wi-Fi is", "the [Wi-Fi] is"),
            (["ete"], "L'Été!", "L'[Été]!"),
            (["x"], "<b>y</b>", "<b>y</b>"),
            ([], "a", "a"),
        ],
    )
    def test_words(self, words, text, shown):
        assert text_of(marked(text, wanted(words))) == shown


class TestPassage:
    def test_is_where_most_words_are(self):
        text = "nothing here " * 30 + "the hub lost its channel again " + "and more of this " * 30
        shown = text_of(passage(text, wanted(["hub", "channel"]), 80))
        assert "[hub] lost its [channel]" in shown
        assert shown.startswith("…")
        assert shown.endswith("…")
        assert len(shown) < 90

    def test_of_a_short_text_is_all_of_it(self):
        assert passage("a  short\ntext", wanted(["hub"])) == [Piece("a short text")]

    def test_of_a_text_without_the_words_is_its_beginning(self):
        assert text_of(passage("word " * 100, wanted(["hub"]), 20)) == "word word word word…"
