"""Archives are somebody else's files: what is in them is checked before it is believed."""

import io
import tarfile
import zipfile
from pathlib import Path
from stat import S_IFLNK

import py7zr
import pytest

from community.importers import archive
from models.errors import Invalid

WANTED = ("Posts.xml", "Users.xml")


def _tar(path: Path, *members: tarfile.TarInfo, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as made:
        for member in members:
            member.size = 3 if member.isreg() else 0
            made.addfile(member, io.BytesIO(b"abc") if member.isreg() else None)
    return path


def _member(name: str, **attributes: object) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    for attribute, value in attributes.items():
        setattr(member, attribute, value)
    return member


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


class TestWhatItOpens:
    @pytest.mark.parametrize(
        ("ending", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tar.xz", "w:xz"), ("tgz", "w:gz")]
    )
    def test_a_tar_however_packed(self, tmp_path: Path, ending: str, mode: str) -> None:
        made = _tar(tmp_path / f"beer.example.{ending}", _member("beer.example/Posts.xml"), mode=mode)
        with archive.opened(made, WANTED) as folder:
            assert [path.name for path in folder.iterdir()] == ["Posts.xml"]
            assert (folder / "Posts.xml").read_bytes() == b"abc"
        assert archive.site_name(made, WANTED) == "beer.example"

    def test_a_zip(self, tmp_path: Path) -> None:
        made = _zip(tmp_path / "site.zip", **{"site/Posts.xml": b"abc", "readme.txt": b"hello"})
        with archive.opened(made, WANTED) as folder:
            assert [path.name for path in folder.iterdir()] == ["Posts.xml"]

    def test_a_7z(self, tmp_path: Path) -> None:
        with py7zr.SevenZipFile(tmp_path / "site.example.7z", "w") as made:
            made.writestr("abc", "Posts.xml")
            made.writestr("def", "inside/users.XML")
            made.writestr("hello", "readme.txt")
        with archive.opened(tmp_path / "site.example.7z", WANTED) as folder:
            assert {path.name: path.read_text() for path in folder.iterdir()} == {
                "Posts.xml": "abc",
                "Users.xml": "def",
            }
        assert archive.site_name(tmp_path / "site.example.7z", WANTED) == "site.example"

    def test_a_folder_or_the_one_inside_it(self, tmp_path: Path) -> None:
        inside = tmp_path / "beer.example"
        inside.mkdir()
        (inside / "Posts.xml").write_text("abc")
        for given in (tmp_path, inside):
            with archive.opened(given, WANTED) as folder:
                assert folder == inside
            assert archive.site_name(given, WANTED) == "beer.example"

    def test_nothing_is_left_behind(self, tmp_path: Path) -> None:
        with archive.opened(_zip(tmp_path / "site.zip", **{"Posts.xml": b"abc"}), WANTED) as folder:
            assert folder.is_dir()
        assert not folder.exists()


class TestWhatItRefuses:
    @pytest.mark.parametrize(
        "member",
        [
            _member("../Posts.xml"),
            _member("a/../../Posts.xml"),
            _member("/etc/Posts.xml"),
            _member("..\\Posts.xml"),
            _member("C:\\Posts.xml"),
            _member("Posts.xml", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
            _member("Posts.xml", type=tarfile.LNKTYPE, linkname="Users.xml"),
            _member("harmless", type=tarfile.SYMTYPE, linkname="/etc"),
            _member("Posts.xml", type=tarfile.CHRTYPE),
            _member("Posts.xml", type=tarfile.FIFOTYPE),
        ],
    )
    def test_links_and_paths_that_lead_out(self, tmp_path: Path, member: tarfile.TarInfo) -> None:
        with (
            pytest.raises(Invalid, match="leads out of it"),
            archive.opened(_tar(tmp_path / "x.tar", _member("Users.xml"), member), WANTED),
        ):
            pass

    @pytest.mark.parametrize("name", ["../Posts.xml", "/Posts.xml"])
    def test_such_paths_in_a_zip(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(Invalid), archive.opened(_zip(tmp_path / "x.zip", **{name: b"abc"}), WANTED):
            pass

    def test_a_link_in_a_zip(self, tmp_path: Path) -> None:
        link = zipfile.ZipInfo("Posts.xml")
        link.external_attr = (S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
            made.writestr(link, "/etc/passwd")
        with pytest.raises(Invalid), archive.opened(tmp_path / "x.zip", WANTED):
            pass

    def test_a_link_in_a_7z(self, tmp_path: Path) -> None:
        (tmp_path / "Posts.xml").symlink_to("/etc/hostname")
        with py7zr.SevenZipFile(tmp_path / "x.7z", "w") as made:
            made.write(tmp_path / "Posts.xml", "Posts.xml")
        with pytest.raises(Invalid), archive.opened(tmp_path / "x.7z", WANTED):
            pass

    def test_two_sites_in_one(self, tmp_path: Path) -> None:
        made = _zip(tmp_path / "x.zip", **{"a/Posts.xml": b"abc", "b/Posts.xml": b"abc"})
        with pytest.raises(Invalid, match="twice"), archive.opened(made, WANTED):
            pass

    @pytest.mark.parametrize("ending", ["zip", "7z", "tar"])
    def test_more_than_fits(self, tmp_path: Path, ending: str) -> None:
        path, large = tmp_path / f"x.{ending}", b"\0" * 100_000
        if ending == "7z":
            with py7zr.SevenZipFile(path, "w") as made:
                made.writestr(large, "Posts.xml")
        elif ending == "zip":
            _zip(path, **{"Posts.xml": large})
        else:
            with tarfile.open(path, "w") as tar:
                member = _member("Posts.xml", size=len(large))
                tar.addfile(member, io.BytesIO(large))
        with pytest.raises(Invalid), archive.opened(path, WANTED, most_bytes=99_999):
            pass

    def test_more_members_than_a_dump_has(self, tmp_path: Path) -> None:
        made = _zip(tmp_path / "x.zip", **{f"{number}.txt": b"" for number in range(archive.MOST_MEMBERS + 1)})
        with pytest.raises(Invalid, match="members"), archive.opened(made, WANTED):
            pass

    @pytest.mark.parametrize("name", ["x.zip", "x.7z", "x.tar.xz", "x"])
    def test_what_is_no_archive(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"PK\x03\x04 nothing of the kind")
        with pytest.raises(Invalid), archive.opened(tmp_path / name, WANTED):
            pass

    def test_a_damaged_one(self, tmp_path: Path) -> None:
        whole = _tar(tmp_path / "x.tar.xz", _member("Posts.xml"), mode="w:xz").read_bytes()
        (tmp_path / "half.tar.xz").write_bytes(whole[: len(whole) // 2])
        with pytest.raises(Invalid), archive.opened(tmp_path / "half.tar.xz", WANTED):
            pass

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(Invalid, match="no file or folder"), archive.opened(tmp_path / "gone", WANTED):
            pass
        with pytest.raises(Invalid, match="holds none"), archive.opened(tmp_path, WANTED):
            pass

    @pytest.mark.parametrize("name", ["x.zip", "x.7z", "x.tar"])
    def test_an_archive_without_a_dump(self, tmp_path: Path, name: str) -> None:
        if name.endswith("7z"):
            with py7zr.SevenZipFile(tmp_path / name, "w") as made:
                made.writestr("abc", "readme.txt")
        elif name.endswith("zip"):
            _zip(tmp_path / name, **{"readme.txt": b"abc"})
        else:
            _tar(tmp_path / name, _member("readme.txt"))
        with pytest.raises(Invalid, match="holds none"), archive.opened(tmp_path / name, WANTED):
            pass

    def test_several_dumps_in_one_folder(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "Posts.xml").touch()
        with pytest.raises(Invalid, match="one at a time"), archive.opened(tmp_path, WANTED):
            pass
