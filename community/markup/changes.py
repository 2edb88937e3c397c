"""What changed between two revisions, word by word, as plain segments that a template prints.

Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986) on words. Its cost grows with the number of differences,
so it gives up beyond `MOST` of them and shows the old text and the new one whole: so much change is a rewrite anyway.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "removed", "added"]
Step = tuple[Kind, str]
MOST = 600


@dataclass(frozen=True)
class Segment:
    kind: Kind
    text: str


def changes(old: str, new: str) -> list[Segment]:
    """The segments that lead from `old` to `new`; those "same" or "removed" make the old text, the others the new."""
    a, b = _words(old), _words(new)
    head = _common(a, b)
    a, b = a[head:], b[head:]
    tail = _common(a[::-1], b[::-1])
    end = len(a) - tail
    steps: list[Step] = [("same", word) for word in _words(old)[:head]]
    steps += _steps(a[:end], b[: len(b) - tail])
    steps += [("same", word) for word in a[end:]]
    return [Segment(kind, "".join(word for _, word in run)) for kind, run in groupby(steps, key=lambda step: step[0])]


def _words(text: str) -> list[str]:
    """Words, single signs and runs of space, so that joining them gives the text back."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _steps(a: Sequence[str], b: Sequence[str]) -> list[Step]:
    trace = _furthest(a, b)
    if trace is None:
        return [("removed", word) for word in a] + [("added", word) for word in b]
    return list(_walk_back(a, b, trace))[::-1]


def _furthest(a: Sequence[str], b: Sequence[str]) -> list[dict[int, int]] | None:
    """For each number of differences, how far along `a` each diagonal reaches; None beyond `MOST`."""
    reach, trace = {1: 0}, []
    for differences in range(MOST + 1):
        trace.append(dict(reach))
        for k in range(-differences, differences + 1, 2):
            x = _start(reach, k, differences)
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            reach[k] = x
            if x >= len(a) and x - k >= len(b):
                return trace
    return None


def _start(reach: dict[int, int], k: int, differences: int) -> int:
    """Where diagonal `k` begins: one word down from the diagonal above, or one to the right of that below."""
    if k == -differences or (k != differences and reach[k - 1] < reach[k + 1]):
        return reach[k + 1]
    return reach[k - 1] + 1


def _walk_back(a: Sequence[str], b: Sequence[str], trace: list[dict[int, int]]) -> Iterator[Step]:
    x, y = len(a), len(b)
    for differences in range(len(trace) - 1, -1, -1):
        reach, k = trace[differences], x - y
        down = k == -differences or (k != differences and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        start = reach[before]
        while x > (start if down else start + 1) and y > 0 and x > 0 and a[x - 1] == b[y - 1]:
            x, y = x - 1, y - 1
            yield "same", a[x]
        if differences:
            if down:
                y -= 1
                yield "added", b[y]
            else:
                x -= 1
                yield "removed", a[x]
