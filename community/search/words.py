"""What counts as the same word: case, accents, hyphens, plurals and endings are looked through.

One function serves what is indexed and what is asked, so both always agree. The endings are English; French loses
its accents, elisions and plurals, and any other language is found by its whole words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, normalize

LONGEST = 40
"""Characters of a word; longer runs are keys and hashes, of which the beginning is enough."""

WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
HYPHEN = re.compile(r"[-‐‑]")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.I)
POSSESSIVE = re.compile(r"['’]s\b", re.I)

# They say nothing of what is looked for. More of them made the results worse, measured on duplicate questions.
FILLERS = """
a an and are as at be by do does for from i in into is it its me my of on or our that the this to was we with you your
au aux ce ces cette dans de des du elle en est et il ils je la le les leur lui ma mais mes mon ne nos notre nous ou
par pas pour qu que qui sa se ses si son sur un une vos votre vous
"""
COMMON = frozenset(FILLERS.split())


def folded(text: str) -> str:
    """`text` in lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not combining(character))


def words(text: str) -> Iterator[str]:
    """The folded words of `text` in order; "Wi-Fi" gives its parts and "wifi"."""
    text = POSSESSIVE.sub("", ELISION.sub(" ", folded(text)))
    for match in WORD.finditer(text):
        word = match[0]
        if word.isalnum():
            yield word[:LONGEST]
        else:
            yield from _parts(word)


def _parts(word: str) -> Iterator[str]:
    parts = HYPHEN.split(word)
    yield from (part[:LONGEST] for part in parts)
    if len(parts) == 2:
        yield "".join(parts)[:LONGEST]


def stems(text: str) -> Iterator[str]:
    """The stems of the words of `text` in order."""
    return (stem(word) for word in words(text))


def telling(text: str) -> list[str]:
    """The words of a question that tell what it is about, each once; all of them when none does."""
    found = list(dict.fromkeys(words(text)))
    return [word for word in found if word not in COMMON] or found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`word` without a plural or a verb's ending, as long as three letters with a vowel remain."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = _without_ending(_singular(word))
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending in ("ingly", "edly", "ing", "ed", "ation", "ement", "ment", "ly", "er", "or", "ion", "e"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):
            return rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word
