"""Measured, not felt: on duplicate questions and on paraphrases we find at least what SQLite's FTS5 finds.

The numbers to reach are the baselines in the SOURCE.md of each set."""

import json
import os
import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest

from community.search.grammar import Query
from community.search.whoosh_index import Document, Index
from community.search.words import telling

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere"))


def corpus(name: str) -> dict[str, tuple[str, str]]:
    rows = [json.loads(line) for line in (DATA / name / "corpus.jsonl").read_text().splitlines()]
    if name == "stackfaq":
        return {row["id"]: (row["question"], " ".join(row["answers"])) for row in rows}
    return {row["id"]: (row["title"], unescape(re.sub("<[^>]+>", " ", row["body_html"]))) for row in rows}


def table(name: str, file: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name / file).read_text().splitlines()[1:]]


@pytest.mark.skipif(not DATA.is_dir(), reason="COMMUNITY_TEST_DATA is not set: the quality of search is not measured")
@pytest.mark.parametrize(
    ("name", "first", "five", "ten", "rank"),
    [("askubuntu-duplicates", 0.422, 0.670, 0.742, 0.527), ("stackfaq", 0.669, 0.905, 0.956, 0.770)],
)
def test_finds_at_least_what_fts5_finds(name, first, five, ten, rank, tmp_path):
    texts = corpus(name)
    names = list(texts)
    index = Index(tmp_path / "index")
    index.rebuild(Document("question", number, *texts[each]) for number, each in enumerate(names))
    relevant = defaultdict(set)
    for query, document, *_ in table(name, "qrels.tsv"):
        relevant[query].add(document)

    places = []
    for query, *text in table(name, "queries.tsv"):
        words = telling(text[0] if text else texts[query][0])
        hits = [names[hit.id] for hit in index.search(Query(words=tuple(words)), "question", limit=11)]
        hits = [hit for hit in hits if hit != query][:10]
        places.append(next((place for place, hit in enumerate(hits, 1) if hit in relevant[query]), 0))

    def within(most: int) -> float:
        return sum(0 < place <= most for place in places) / len(places)

    assert within(1) >= first
    assert within(5) >= five
    assert within(10) >= ten
    assert sum(1 / place for place in places if place) / len(places) >= rank
