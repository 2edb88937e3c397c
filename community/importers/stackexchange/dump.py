"""A whole dump, read: typed rows by file, what is missing, what is odd.

It is held in memory, since every thread is written as one whole with its votes, comments and history, which lie in
different files: about as many bytes as the XML files have.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, Self, TypeVar

from community.importers.stackexchange import rows
from community.importers.stackexchange.reader import Broken, attributes
from community.importers.stackexchange.rows import OddRow, Row


class Kind(Protocol):
    """What the classes of `rows` have in common."""

    FILE: ClassVar[str]

    @property
    def id(self) -> int: ...

    @classmethod
    def of(cls, row: Row) -> Self: ...


K = TypeVar("K", bound=Kind)


@dataclass
class Dump:
    """Everything that could be read. A file's list is empty when the file is missing; `missing` tells which are."""

    site: str
    users: list[rows.User] = field(default_factory=list)
    posts: dict[int, rows.Post] = field(default_factory=dict)
    comments: list[rows.Comment] = field(default_factory=list)
    votes: list[rows.Vote] = field(default_factory=list)
    history: list[rows.History] = field(default_factory=list)
    links: list[rows.Link] = field(default_factory=list)
    tags: list[rows.Tag] = field(default_factory=list)
    badges: list[rows.Badge] = field(default_factory=list)

    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    """How many rows each file has, odd ones included."""
    odd: Counter[str] = field(default_factory=Counter)
    """How many rows of each odd kind were met: none is fatal, all are counted."""

    def has(self, kind: type[Kind]) -> bool:
        return kind.FILE not in self.missing


def load(folder: Path, site: str) -> Dump:
    """The dump whose files lie in `folder`."""
    dump = Dump(site)
    dump.posts = {post.id: post for post in _read(dump, folder, rows.Post)}
    dump.users = list(_read(dump, folder, rows.User))
    dump.comments = list(_read(dump, folder, rows.Comment))
    dump.votes = list(_read(dump, folder, rows.Vote))
    dump.history = list(_read(dump, folder, rows.History))
    dump.links = list(_read(dump, folder, rows.Link))
    dump.tags = list(_read(dump, folder, rows.Tag))
    dump.badges = list(_read(dump, folder, rows.Badge))
    return dump


def _read(dump: Dump, folder: Path, kind: type[K]) -> Iterator[K]:
    """The readable rows of one file; what cannot be read is counted in the dump."""
    path = folder / kind.FILE
    if not path.is_file():
        dump.missing.append(kind.FILE)
        return
    seen: set[int] = set()
    try:
        for values in attributes(path):
            dump.rows[path.stem] += 1
            try:
                row = kind.of(Row(values))
                _refuse_twin(row, seen)
            except OddRow as odd:
                dump.odd[f"{path.stem}: {odd}"] += 1
            else:
                yield row
    except Broken as broken:
        dump.broken.append(str(broken))


def _refuse_twin(row: Kind, seen: set[int]) -> None:
    if row.id in seen:
        raise OddRow("Id twice")
    seen.add(row.id)
