"""What a search finds: ids and an order from the index, and from the database whether they may be seen.

The index may lag; nothing is shown, counted or excerpted that the reader could not open now.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log1p
from typing import Any

from sqlalchemy import case, func, or_, select

from community import markup
from community.queries import feeds
from community.search import grammar, index
from community.search.grammar import Query
from community.search.marked import Piece, marked, passage, wanted
from community.search.whoosh_index import Hit
from models.base import db, fetch
from models.clock import now
from models.post import Post, in_sight
from models.thread import Thread

DEPTH = 50
"""So many are looked at; who has not found it among them asks otherwise."""

SIZE = 10
EXCERPTS = 4
"""Posts of one conversation that are read for the best passage: the opening, then the best answers."""

SORTS = ("best", "newest")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was found: its row, its marked title, and the passage that says why."""

    row: feeds.Row
    score: float
    title: list[Piece]
    passage: list[Piece]
    post_id: int | None = None
    helpful: int = 0


@dataclass(frozen=True)
class Narrowing:
    """What the reader asks besides the words."""

    state: str = ""
    tag: str = ""
    staff: bool = False
    topic: str = ""
    sort: str = "best"

    def query(self, text: str) -> Query:
        asked = grammar.parse(text)
        states = (grammar.STATES[self.state],) if self.state in grammar.STATES else asked.states
        return replace(asked, states=states, tags=asked.tags + ((self.tag.lower(),) if self.tag else ()))


@dataclass(frozen=True)
class Found:
    """The questions of one page, how many there are at all, and the topics among them."""

    items: list[Question]
    number: int
    more: bool
    topics: tuple[str, ...] = ()


def questions(text: str, how: Narrowing | None = None, *, skip: int = 0, size: int = SIZE) -> Found:
    """Questions for `text`, best first, from the `skip`th on. Raises Unavailable while there is no index."""
    how = how or Narrowing()
    query = how.query(text)
    hits = {hit.id: hit.score for hit in hits_of(query, "question")}
    rows = feeds.these(_with_phrases(query, list(hits)))
    topics = tuple(sorted({row.category for row in rows if row.category}))
    rows = [row for row in rows if _meets(row, how)]
    rows.sort(key=_order(hits, how.sort), reverse=True)
    shown = rows[skip : skip + size]
    return Found(_described(shown, hits, query), len(rows), len(rows) > skip + size, topics)


def question_ids(text: str) -> list[int]:
    """The ids of the questions that `text` finds, best first, as the index has them: narrow them in SQL."""
    query = grammar.parse(text)
    return _with_phrases(query, [hit.id for hit in hits_of(query, "question")])


def hits_of(query: Query, kind: str) -> list[Hit]:
    """What the index says of `kind`, best first."""
    return index().search(query, kind, limit=DEPTH) if query.asks else []


def _with_phrases(query: Query, ids: list[int]) -> list[int]:
    """Those of `ids` that hold each phrase as it was typed."""
    for phrase in query.phrases:
        said = select(Post.id).where(
            Post.thread_id == Thread.id, in_sight(), Post.source.icontains(phrase, autoescape=True)
        )
        holding = select(Thread.id).where(
            Thread.id.in_(ids), or_(Thread.title.icontains(phrase, autoescape=True), said.exists())
        )
        found = set(db.session.scalars(holding))
        ids = [each for each in ids if each in found]
    return ids


def _meets(row: feeds.Row, how: Narrowing) -> bool:
    return (not how.staff or row.staff_answered) and (not how.topic or row.category == how.topic)


def _order(hits: dict[int, float], sort: str) -> Callable[[feeds.Row], Any]:
    if sort == "newest":
        return lambda row: (row.created_at, row.id)
    return lambda row: (hits[row.id] * worth(row), row.id)


def worth(row: feeds.Row) -> float:
    """What a hit's score is multiplied by: solved adds up to a sixth, many affected and fresh a twentieth each.

    Enough to decide between two that fit alike, too little to lift one that does not fit."""
    age = (now() - row.active_at).days
    solved = 0.15 if row.status in ("solved", "guide") else 0.05 if row.answers else 0.0
    return 1 + solved + min(0.05, log1p(row.me_too) / 100) + (0.05 if age < 90 else 0.0)


def _described(rows: list[feeds.Row], hits: dict[int, float], query: Query) -> list[Question]:
    look_for = wanted(query.words + query.prefixes)
    texts = _texts([row.id for row in rows])
    return [_question(row, hits[row.id], look_for, texts.get(row.id, [])) for row in rows]


def _question(row: feeds.Row, score: float, look_for: frozenset[str], texts: list[Any]) -> Question:
    """The question with the passage of the post that holds most of the words."""
    passages = [(post, passage(markup.lines(post.html), look_for)) for post in texts]
    best = max(passages, key=lambda each: len({piece.text.lower() for piece in each[1] if piece.marked}), default=None)
    return Question(
        row=row,
        score=round(score, 3),
        title=marked(row.title, look_for),
        passage=best[1] if best else [Piece(row.excerpt)],
        post_id=best[0].id if best and best[0].kind == "answer" else None,
        helpful=max((post.helpful for post in texts if post.kind == "answer"), default=0),
    )


def _texts(ids: list[int]) -> dict[int, list[Any]]:
    """The opening and the best answers of each of these threads."""
    order = (case((Post.kind == "opening", 0), else_=1), Post.helpful.desc(), Post.id)
    ranked = (
        select(
            Post.id, Post.thread_id, Post.kind, Post.html, Post.helpful,
            func.row_number().over(partition_by=Post.thread_id, order_by=order).label("rank"),
        )
        .where(Post.thread_id.in_(ids), Post.kind != "comment", Post.deleted_at.is_(None))
        .subquery()
    )  # fmt: skip
    statement = select(ranked).where(ranked.c.rank <= EXCERPTS).order_by(ranked.c.thread_id, ranked.c.rank)
    texts: dict[int, list[Any]] = {}
    for row in fetch(statement) if ids else ():
        texts.setdefault(row.thread_id, []).append(row)
    return texts
