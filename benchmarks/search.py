"""Search beside plain Whoosh: the same documents, the same machine, the same pruning of common words.

The bare side is Whoosh as its documentation writes it: default analyzer, one searcher, an OR of the question's four
rarest words. Ours may cost half as much again for what it adds: kinds, hidden documents, the newest generation.
"""

import random
import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.searching import Searcher

from benchmarks.report import Result, Section
from community.search import grammar
from community.search.whoosh_index import Document, Index

POSTS = 100_000
VOCABULARY = 40_000
LENGTH = 60
QUERIES = 200
RATIO = 1.5


def run() -> Section:
    words = _words()
    queries = list(_queries(words))
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index")
        began = perf_counter()
        index.rebuild(_documents(words))
        rate = POSTS / (perf_counter() - began)
        bare = _bare(Path(folder) / "bare", words)
        ours, plain = _alternately(
            queries, lambda text: index.search(grammar.parse(text), "question"), lambda text: _plain(bare, text)
        )
        bare.close()
    return Section(
        f"Search on {POSTS:,} posts",
        "The query itself, without page and excerpts, beside plain Whoosh with the same documents, an OR of the four "
        "rarest words and the default analyzer; both in one process, taking turns.",
        [
            Result("query ÷ plain pruned Whoosh, p50", median(ours) / median(plain), at_most=RATIO),
            Result("query ÷ plain pruned Whoosh, p95", _p95(ours) / _p95(plain), at_most=RATIO),
            Result("query, p95", 1000 * _p95(ours), at_most=250, note="milliseconds"),
            Result("documents indexed a second", rate, at_least=500, note="while nothing else runs"),
        ],
    )


def _words() -> list[str]:
    """A vocabulary of made-up words, as long as words are and without endings, so that both sides cut them alike."""
    chance = random.Random(1)
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aiou"]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)]


def _texts(words: list[str], length: int, seed: int) -> Iterator[str]:
    """Texts without end; the n-th word is 1/n as frequent as the first, as in a language."""
    chance = random.Random(seed)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    while True:
        yield " ".join(chance.choices(words, cum_weights=weights, k=length))


def _posts(words: list[str]) -> Iterator[tuple[str, str]]:
    titles, bodies = _texts(words, 8, 2), _texts(words, LENGTH, 3)
    for _ in range(POSTS):
        yield next(titles), next(bodies)


def _documents(words: list[str]) -> Iterator[Document]:
    for number, (title, body) in enumerate(_posts(words)):
        yield Document("question", number, title, body, state="open", hidden=number % 100 == 0)


def _queries(words: list[str]) -> Iterator[str]:
    """What is asked has common and rare words, two to eight of them."""
    chance = random.Random(4)
    texts = _texts(words, 8, 5)
    for _ in range(QUERIES):
        yield " ".join(next(texts).split()[: chance.randint(2, 8)])


def _bare(folder: Path, words: list[str]) -> Searcher:
    folder.mkdir()
    index = FileStorage(str(folder)).create_index(Schema(id=ID(stored=True), text=TEXT(phrase=False)))
    writer = index.writer(compound=False, limitmb=128)
    for number, (title, body) in enumerate(_posts(words)):
        writer.add_document(id=str(number), text=f"{title} {title} {title} {body}")
    writer.commit(merge=False)
    return index.searcher()


def _plain(searcher: Searcher, text: str) -> list[str]:
    reader = searcher.reader()
    counted = sorted((reader.doc_frequency("text", word), word) for word in set(text.split()))
    rare = [word for number, word in counted if 0 < number <= 0.05 * POSTS][:4] or [counted[0][1]]
    hits = searcher.search(Or([Term("text", word) for word in rare]), limit=50)
    return [hit["id"] for hit in hits]


def _alternately(queries: list[str], *ways: Callable[[str], object]) -> tuple[list[float], ...]:
    """Seconds of each query each way; they take turns, so that both have the same neighbours."""
    times: tuple[list[float], ...] = tuple([] for _ in ways)
    for query in (*queries[:20], *queries):
        for way, seconds in zip(ways, times, strict=True):
            began = perf_counter()
            way(query)
            seconds.append(perf_counter() - began)
    return tuple(seconds[20:] for seconds in times)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]
