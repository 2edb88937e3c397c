"""Files are read as far as they can be, and what cannot be read is counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from community.importers.stackexchange import dump as dumps
from community.importers.stackexchange.reader import Broken, attributes
from community.importers.stackexchange.rows import OddRow, Post, Row, split_tags

ROWS = '<?xml version="1.0" encoding="utf-8"?>\r\n<tags>\r\n  <row Id="1" TagName="é" />\r\n<row Id="2" />\r\n</tags>'


def _file(folder: Path, content: str | bytes, name: str = "Tags.xml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


class TestAttributes:
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_with_and_without_a_byte_order_mark(self, tmp_path: Path, mark: bytes) -> None:
        found = list(attributes(_file(tmp_path, mark + ROWS.encode())))
        assert found == [{"Id": "1", "TagName": "é"}, {"Id": "2"}]

    def test_line_ends_inside_a_value_are_kept(self, tmp_path: Path) -> None:
        (row,) = attributes(_file(tmp_path, '<posts><row Body="one&#xD;&#xA;two&#xA;" /></posts>'))
        assert row == {"Body": "one\r\ntwo\n"}

    def test_what_came_before_a_break_is_read(self, tmp_path: Path) -> None:
        rows = attributes(_file(tmp_path, '<tags><row Id="1" /><row Id="2" /><row Id='))
        assert [next(rows)["Id"], next(rows)["Id"]] == ["1", "2"]
        with pytest.raises(Broken, match=r"Tags.xml: .*line 1"):
            next(rows)

    @pytest.mark.parametrize(
        "declared",
        [
            '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
            '<!ENTITY a SYSTEM "file:///etc/hostname">',
            '<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;',
            "",
        ],
    )
    def test_a_document_type_is_refused(self, tmp_path: Path, declared: str) -> None:
        text = f'<?xml version="1.0"?><!DOCTYPE tags [{declared}]><tags><row Id="1" TagName="&a;" /></tags>'
        with pytest.raises(Broken, match="document type"):
            list(attributes(_file(tmp_path, text)))

    @pytest.mark.parametrize("content", [b"", b"\0\0\0", b"<tags>\xff\xfe</tags>", b"not xml"])
    def test_what_is_no_xml(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(Broken):
            list(attributes(_file(tmp_path, content)))

    def test_a_file_of_many_chunks(self, tmp_path: Path) -> None:
        rows = "".join(f'<row Id="{number}" Body="{"x" * 5000}" />' for number in range(200))
        assert [row["Id"] for row in attributes(_file(tmp_path, f"<a>{rows}</a>"))] == [str(n) for n in range(200)]


class TestValues:
    @pytest.mark.parametrize(
        ("text", "instant"),
        [
            ("2014-01-21T20:26:05.383", datetime(2014, 1, 21, 20, 26, 5, 383000, tzinfo=UTC)),
            ("2014-01-21T20:26:05", datetime(2014, 1, 21, 20, 26, 5, tzinfo=UTC)),
            ("2014-01-21", datetime(2014, 1, 21, tzinfo=UTC)),
            ("2014-01-21T20:26:05Z", datetime(2014, 1, 21, 20, 26, 5, tzinfo=UTC)),
            ("2014-01-21T20:26:05+02:00", datetime(2014, 1, 21, 18, 26, 5, tzinfo=UTC)),
        ],
    )
    def test_instants(self, text: str, instant: datetime) -> None:
        assert Row({"At": text}).instant("At") == instant

    @pytest.mark.parametrize(
        "text", ["yesterday", "2014-13-01", "0001-01-01T00:00:00+23:00", "9999-12-31", "1969-12-31", "", "٢٠١٤-01-01"]
    )
    def test_no_instants(self, text: str) -> None:
        with pytest.raises(OddRow):
            Row({"At": text}).instant("At")

    @pytest.mark.parametrize("text", ["1.5", "one", "9" * 5000, str(2**63), "", "1e3"])
    def test_no_numbers(self, text: str) -> None:
        with pytest.raises(OddRow):
            Row({"Id": text}).number("Id")

    @pytest.mark.parametrize("text", ["<beer><hops>", "|beer|hops|", "<beer>|<hops>"])
    def test_tags_as_dumps_of_all_years_write_them(self, text: str) -> None:
        assert split_tags(text) == ("beer", "hops")

    def test_no_tags(self) -> None:
        assert split_tags("") == ()

    def test_a_post_without_a_date_is_odd(self) -> None:
        with pytest.raises(OddRow, match="no CreationDate"):
            Post.of(Row({"Id": "1", "PostTypeId": "1"}))


class TestADump:
    def test_missing_and_broken_files_are_told(self, tmp_path: Path) -> None:
        _file(tmp_path, ROWS)
        _file(tmp_path, "<users><row", "Users.xml")
        dump = dumps.load(tmp_path, "site")
        assert "Posts.xml" in dump.missing
        assert "Tags.xml" not in dump.missing
        assert [broken.partition(":")[0] for broken in dump.broken] == ["Users.xml"]
        assert [tag.name for tag in dump.tags] == ["é"]
        assert dump.odd == {"Tags: no TagName": 1}

    def test_an_id_counts_once(self, tmp_path: Path) -> None:
        _file(tmp_path, '<tags><row Id="1" TagName="a" /><row Id="1" TagName="b" /></tags>')
        dump = dumps.load(tmp_path, "site")
        assert [tag.name for tag in dump.tags] == ["a"]
        assert dump.rows["Tags"] == 2
        assert dump.odd == {"Tags: Id twice": 1}
