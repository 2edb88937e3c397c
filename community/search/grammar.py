"""The small language of the search box: words, "a phrase", a beginn*, tag:name, state:solved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from community.search.words import COMMON, folded, words

LONGEST = 200
"""Characters that are read of a search."""

MOST_TERMS = 12
"""Words, phrases and filters that are looked at."""

SHORTEST_PREFIX = 4
"""Letters before a star; fewer would stand for too many words."""

STATES = {
    "open": "open",
    "waiting": "open",
    "answered": "answered",
    "resolved": "resolved",
    "solved": "resolved",
    "closed": "closed",
}

PART = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class Query:
    """What is looked for. `words` rank what is found; phrases, tags and states must be met by it."""

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.prefixes or self.tags or self.states)


def parse(text: str) -> Query:
    """What `text` asks for; anything can be typed, and nothing of it is an error."""
    found: dict[str, dict[str, None]] = {each.name: {} for each in fields(Query)}
    for phrase, part in PART.findall(text[:LONGEST])[:MOST_TERMS]:
        for name, value in _phrase(phrase) if phrase else _part(part):
            found[name][value] = None
    told = [word for word in found["words"] if word not in COMMON] or found["words"]
    return Query(**{name: tuple(values) for name, values in found.items()} | {"words": tuple(told)[:MOST_TERMS]})


def _phrase(phrase: str) -> Iterator[tuple[str, str]]:
    yield "phrases", " ".join(phrase.split())
    yield from (("words", word) for word in words(phrase))


def _part(part: str) -> Iterator[tuple[str, str]]:
    name, _, value = part.partition(":")
    if name.lower() == "tag" and value:
        yield "tags", value.lower()
    elif name.lower() == "state" and value.lower() in STATES:
        yield "states", STATES[value.lower()]
    elif part.endswith("*") and len(folded(part)) > SHORTEST_PREFIX:
        yield "prefixes", folded(part.rstrip("*"))
    else:
        yield from (("words", word) for word in words(part))
