import pytest

from community.markup import excerpt, plain, slugify, storable


class TestPlain:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  a \t\n b ", "a b"),
            ("e\u0301", "é"),
            ("a\x00b\x1b[31m\x7f", "ab[31m"),
            ("safe\u202egpj.exe\u2066", "safegpj.exe"),
            ("\ud800x", "x"),
            ("👩‍👧 日本", "👩‍👧 日本"),
        ],
    )
    def test_is_one_safe_line(self, typed, kept):
        assert plain(typed) == kept


class TestStorable:
    def test_keeps_what_was_typed_but_what_no_database_holds(self):
        assert storable("a\r\nb\rc\0\ud800 \u202ed\t") == "a\nb\nc \u202ed\t"


class TestSlugify:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Hub 3 drops Wi-Fi, every evening?", "hub-3-drops-wi-fi-every-evening"),
            ("L'été à Ærø: Straße, Łódź", "l-ete-a-aero-strasse-lodz"),
            ("Мой роутер", "мой-роутер"),
            ("日本語 ガイド", "日本語-ガイド"),
            ("snake_case", "snake-case"),
            ("???", "question"),
            ("word " * 40, "-".join(["word"] * 16)),
            ("x" * 100, "x" * 80),
        ],
    )
    def test_addresses(self, title, slug):
        assert slugify(title) == slug


class TestExcerpt:
    @pytest.mark.parametrize(
        ("text", "short"),
        [("one two", "one two"), ("one\ntwo  three", "one two…"), ("one, two", "one…"), ("x" * 20, "x" * 8 + "…")],
    )
    def test_is_cut_between_words(self, text, short):
        assert excerpt(text, 7 if "," in text else 8) == short

    def test_of_a_long_text_looks_at_its_start_alone(self):
        assert excerpt("a " * 100_000, 5) == "a a a…"
