"""A dump as a folder of plain files, whatever it came in: folder, tar (xz, gz, bz2), zip or 7z.

An archive is somebody else's file. Only regular members whose names are asked for are unpacked, each under its own
plain name into a folder of ours, so no path inside the archive is ever followed; an archive that holds a link, or a
path that climbs out of it, was made to harm and is refused whole.
"""

import shutil
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from tempfile import TemporaryDirectory
from typing import IO

import py7zr

from models.errors import Invalid

MOST_MEMBERS = 1_000  # a dump has 8 files; a thousand leaves room for notes and signatures
MOST_BYTES = 40 * 1024**3  # unpacked, in all: more than any site but the largest, less than a bomb
_CHUNK = 1024 * 1024


@contextmanager
def opened(source: Path, wanted: Collection[str], *, most_bytes: int = MOST_BYTES) -> Iterator[Path]:
    """A folder with those of the `wanted` files that `source` holds; what was unpacked is removed at the end."""
    if source.is_dir():
        yield _folder_with(source, wanted)
        return
    if not source.is_file():
        raise Invalid(f"There is no file or folder {source}.")
    with TemporaryDirectory(prefix="import-") as name:
        into = Path(name)
        _unpack(source, _Unpacking(into, wanted, most_bytes))
        yield _folder_with(into, wanted, of=source)


def site_name(source: Path, wanted: Collection[str]) -> str:
    """The name of the site that a dump is of: that of its folder, or of the archive without its endings."""
    if source.is_dir():
        return _folder_with(source.resolve(), wanted).name
    name = source.name
    for ending in (".7z", ".zip", ".tgz", ".txz", ".xz", ".gz", ".bz2", ".tar"):
        name = name.removesuffix(ending)
    return name


def _folder_with(folder: Path, wanted: Collection[str], *, of: Path | None = None) -> Path:
    """`folder`, or the one folder inside it that holds the files: archives are often unpacked one level too deep.

    Raises Invalid, about `of` (default: the folder), where there is none or more than one.
    """
    inside = [folder, *sorted(child for child in folder.iterdir() if child.is_dir())]
    holding = [place for place in inside if any((place / name).is_file() for name in wanted)]
    if not holding:
        raise Invalid(f"{of or folder} holds none of {', '.join(sorted(wanted))}.")
    if len(holding) > 1 and holding[0] != folder:
        raise Invalid(f"{folder} holds several dumps ({', '.join(p.name for p in holding)}): import one at a time.")
    return holding[0]


class _Unpacking:
    """The target folder, what may go into it, and how much room is left."""

    def __init__(self, into: Path, wanted: Collection[str], most_bytes: int) -> None:
        self.into = into
        self.room = most_bytes
        self.members = 0
        self._plain_names = {name.lower(): name for name in wanted}
        self._taken: set[str] = set()

    def target(self, member: str, *, link: bool) -> Path | None:
        """Where a member goes, or None when nobody asked for it. Raises Invalid on a hostile or ambiguous one."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise Invalid(f"The archive holds more than {MOST_MEMBERS:,} members.")
        path = PurePosixPath(member.replace("\\", "/"))
        if link or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise Invalid(f"The archive holds a link or a path that leads out of it: {member!r}.")
        name = self._plain_names.get(path.name.lower())
        if name is None:
            return None
        if name in self._taken:
            raise Invalid(f"The archive holds {name} twice: import one site at a time.")
        self._taken.add(name)
        return self.into / name

    def copy(self, stream: IO[bytes], target: Path) -> None:
        """The stream as a file; what a member says of its own size is not believed."""
        with target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                self.reserve(len(chunk))
                out.write(chunk)

    def reserve(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise Invalid("The archive unpacks to more than is allowed.")


def _unpack(source: Path, unpacking: _Unpacking) -> None:
    try:
        if tarfile.is_tarfile(source):
            _unpack_tar(source, unpacking)
        elif zipfile.is_zipfile(source):
            _unpack_zip(source, unpacking)
        elif py7zr.is_7zfile(source):
            _unpack_7z(source, unpacking)
        else:
            raise Invalid(f"{source.name} is neither a folder nor a tar, zip or 7z archive.")
    except (tarfile.TarError, zipfile.BadZipFile, py7zr.exceptions.ArchiveError, EOFError, OSError) as error:
        raise Invalid(f"{source.name} is damaged: {error}") from error


def _unpack_tar(source: Path, unpacking: _Unpacking) -> None:
    with tarfile.open(source) as archive:
        for member in archive:
            odd = not (member.isreg() or member.isdir())
            target = unpacking.target(member.name, link=odd)
            stream = archive.extractfile(member) if target and member.isreg() else None
            if target and stream:
                unpacking.copy(stream, target)


def _unpack_zip(source: Path, unpacking: _Unpacking) -> None:
    with zipfile.ZipFile(source) as archive:
        for member in archive.infolist():
            target = unpacking.target(member.filename, link=S_ISLNK(member.external_attr >> 16))
            if target and not member.is_dir():
                with archive.open(member) as stream:
                    unpacking.copy(stream, target)


def _unpack_7z(source: Path, unpacking: _Unpacking) -> None:
    with py7zr.SevenZipFile(source, max_extract_size=unpacking.room) as archive:
        targets = {}
        for member in archive.list():
            target = unpacking.target(member.filename, link=member.is_symlink)
            if target and member.is_file:
                unpacking.reserve(member.uncompressed)
                targets[member.filename] = target
        with TemporaryDirectory(dir=unpacking.into) as apart:
            archive.extract(apart, targets=list(targets))
            for name, target in targets.items():
                shutil.move(Path(apart, name), target)
