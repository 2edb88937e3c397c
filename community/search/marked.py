"""Where the words of a search stand in a text: the passage to show, and which of its words to mark. Never HTML."""

from collections.abc import Iterable
from typing import NamedTuple

from community.search.words import WORD, stems


class Piece(NamedTuple):
    """A run of text; the template puts `<mark>` around those that are `marked`."""

    text: str
    marked: bool = False


def wanted(words: Iterable[str]) -> frozenset[str]:
    """The stems to look for."""
    return frozenset(stem for word in words for stem in stems(word))


def marked(text: str, look_for: frozenset[str]) -> list[Piece]:
    """`text` in pieces, the words that are looked for marked."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _places(text, look_for):
        if start > end:
            pieces.append(Piece(text[end:start]))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return pieces


def passage(text: str, look_for: frozenset[str], length: int = 180) -> list[Piece]:
    """The part of `text` that holds most of what is looked for, about `length` characters, its words marked."""
    text = " ".join(text.split())
    start = _best_start(text, look_for, length)
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length // 2)
    pieces = marked(text[start:end], look_for)
    before, after = ([Piece("…")] if start else []), ([Piece("…")] if end < len(text) else [])
    return before + pieces + after


def _best_start(text: str, look_for: frozenset[str], length: int) -> int:
    """Where to begin: a little before the place from which most different words follow."""
    places = _places(text, look_for)
    if not places or len(text) <= length:
        return 0
    best = max(places, key=lambda place: (_distinct(text, places, place[0], length), -place[0]))
    if best[0] < length // 3:
        return 0
    lead = text.rfind(" ", 0, max(0, best[0] - length // 5))
    return lead + 1


def _distinct(text: str, places: list[tuple[int, int]], start: int, length: int) -> int:
    within = (text[a:b] for a, b in places if start <= a and b <= start + length * 3 // 4)
    return len({stem for word in within for stem in stems(word)})


def _places(text: str, look_for: frozenset[str]) -> list[tuple[int, int]]:
    found = []
    for match in WORD.finditer(text):
        if not look_for.isdisjoint(stems(match[0])):
            found.append(match.span())
            if len(found) == MOST:
                break
    return found


MOST = 50
"""Places of one text that are looked at: the first ones are as good as any."""
