"""Reading a policy file, so that whatever is wrong in it is named with its line and its reason."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

TABLE = re.compile(r"^\s*\[\[?([^\[\]]+)\]")
KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.|$)""")

Path = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: the line in the file (0: in no line), the key and the reason."""

    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key + ': ' if self.key else ''}{self.reason}"


class PolicyError(ValueError):
    """A policy that cannot be used; `problems` has all that was found, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("; ".join(map(str, self.problems)))


def read(file: FilePath) -> str:
    """The file's text. Raises PolicyError where it is none."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PolicyError([Problem(line, "", "this is not UTF-8 text")]) from None


class PolicyFile:
    """The values of a policy's text by their path, the line of each, and the problems found so far."""

    def __init__(self, text: str) -> None:
        self.lines = dict(_lines(text))
        self.problems: list[Problem] = []
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r" \(at line (\d+).*\)$", str(error))
            line = int(found[1]) if found else text.count("\n") + 1
            raise PolicyError([Problem(line, "", str(error).partition(" (at ")[0])]) from None

    def wrong(self, path: Path, reason: str) -> None:
        self.problems.append(Problem(self.line(path), ".".join(path), reason))

    def line(self, path: Path) -> int:
        """The line of the key, else of the nearest table around it."""
        return next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 0)

    def finish(self) -> None:
        """Nothing, or PolicyError with all that is wrong."""
        if self.problems:
            raise PolicyError(self.problems)


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """`below` with what `above` says otherwise, table by table and key by key."""
    result = dict(below)
    for key, value in above.items():
        old = below.get(key)
        result[key] = merged(old, value) if isinstance(value, dict) and isinstance(old, dict) else value
    return result


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    """Each key's path and line. (tomllib keeps no lines; a policy is plain tables of keys, one to a line.)"""
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := TABLE.match(line):
            table = _path(found[1])
            yield table, number
        elif found := KEY.match(line):
            yield table + _path(found[1]), number


def _path(dotted: str) -> Path:
    return tuple(next(filter(None, part), "") for part in PART.findall(dotted))
