"""Where the index lies: a folder for each rebuild, a pointer to the one in use, and what its files should be.

index/CURRENT       the name of the folder in use; replaced in one step
index/<name>/       the files of one index
index/<name>/FILES  each file's size and time, written after each commit
index/DAMAGED       put there by a reader that failed; whoever writes sees it and rebuilds
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from models.errors import Unavailable

FILES = "FILES"


class Busy(Unavailable):
    """Another process is rebuilding."""


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "CURRENT"
        self._damaged = root / "DAMAGED"

    def current(self) -> Path | None:
        """The folder in use; None when there is none, or it is gone."""
        try:
            folder = self.root / self._pointer.read_text()
        except FileNotFoundError:
            return None
        return folder if folder.is_dir() else None

    def make(self) -> Path:
        """A new, empty folder that nobody uses yet."""
        folder = self.root / uuid4().hex
        folder.mkdir(parents=True)
        return folder

    def use(self, folder: Path) -> None:
        """From now on `folder` is the one in use; those that nobody needs any more are removed."""
        before = self.current()
        fresh = self._pointer.with_suffix(".new")
        fresh.write_text(folder.name)
        fresh.replace(self._pointer)
        self._damaged.unlink(missing_ok=True)
        # A reader may still have the one before open, and opens some of its files late.
        for each in self.root.iterdir():
            if each.is_dir() and each not in (folder, before):
                shutil.rmtree(each, ignore_errors=True)

    def note_files(self, folder: Path) -> None:
        """Remember what the files are, so that `sound` can tell later."""
        (folder / FILES).write_text(json.dumps(_files(folder)))

    def note_damage(self) -> None:
        if self.root.is_dir():
            self._damaged.touch()

    def sound(self) -> bool:
        """Whether the index in use is there and its files are those that were written."""
        folder = self.current()
        if folder is None or self._damaged.exists():
            return False
        try:
            noted = json.loads((folder / FILES).read_text())
        except (FileNotFoundError, ValueError):
            return False
        files = _files(folder)
        return all(files.get(name) == was for name, was in noted.items())

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Inside the block no other process rebuilds. Raises Busy. A lock that a killed process left holds nobody."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "REBUILD").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy("The search index is being built already.", 60) from error
            yield


def _files(folder: Path) -> dict[str, list[int]]:
    """Size and time of each file of the index; the lock and our own note change by themselves."""
    found = {each.name: each.stat() for each in folder.iterdir() if each.is_file()}
    return {
        name: [stat.st_size, stat.st_mtime_ns]
        for name, stat in found.items()
        if name != FILES and not name.endswith("LOCK")
    }
