"""What is shown while a question is being asked: questions and guides that may answer it already."""

from dataclasses import dataclass

from community.queries import feeds, search, search_beside
from community.search import index
from community.search.grammar import MOST_TERMS, Query
from community.search.words import telling
from models.errors import Unavailable

SHORTEST = 3
"""Letters of a title before anything is suggested."""

MOST = 5
BODY = 1_000
"""Characters of the body that are looked at: what it is about is said at the beginning."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is question or article; `score` is comparable within one answer; `excerpt` are its first lines."""

    kind: str
    id: int
    slug: str
    title: str
    excerpt: str
    score: float
    solved: bool
    status: str
    answers: int = 0


def suggest(title: str, body: str = "", *, size: int = MOST, leave_out: int | None = None) -> list[Suggestion]:
    """The questions and guides most like this one, best first; nothing while there is no index."""
    if len(title.strip()) < SHORTEST:
        return []
    query = Query(words=_words(title, body))
    try:
        found = _questions(query, leave_out) + _guides(query)
    except Unavailable:
        return []
    return sorted(found, key=lambda each: each.score, reverse=True)[:size]


def _words(title: str, body: str) -> tuple[str, ...]:
    """The title's telling words; a short title is helped by the first ones of the body."""
    words = telling(title)[:MOST_TERMS]
    few = 3 - len(words)
    return tuple(dict.fromkeys([*words, *(telling(body[:BODY])[: few * 2] if few > 0 else [])]))


def _questions(query: Query, leave_out: int | None) -> list[Suggestion]:
    hits = {hit.id: hit.score for hit in index().search(query, "question", limit=search.DEPTH)}
    return [_question(row, hits[row.id]) for row in feeds.these(list(hits)) if row.id != leave_out]


def _question(row: feeds.Row, score: float) -> Suggestion:
    return Suggestion(
        kind="question", id=row.id, slug=row.slug, title=row.title, excerpt=row.excerpt,
        score=round(score * search.worth(row), 3), solved=row.status in ("solved", "guide"), status=row.status,
        answers=row.answers,
    )  # fmt: skip


def _guides(query: Query) -> list[Suggestion]:
    return [
        Suggestion("article", guide.id, guide.slug, guide.plain_title, guide.excerpt, guide.score, True, "guide")
        for guide in search_beside.guides(" ".join(query.words), size=MOST)
    ]


def guides(title: str) -> list[Suggestion]:
    """The published guides most like this title; nothing while there is no index."""
    try:
        return _guides(Query(words=_words(title, "")))
    except Unavailable:
        return []
