"""PostHistory's edits as revisions: each the whole text as one edit left it, in Markdown.

A row of the history holds only what an edit touched (title, body or tags); the rest is carried on from the edit before.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from community import markup
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import History, HistoryType, Post, PostType, split_tags

TITLES = (HistoryType.FIRST_TITLE, HistoryType.TITLE, HistoryType.TITLE_BACK)
BODIES = (HistoryType.FIRST_BODY, HistoryType.BODY, HistoryType.BODY_BACK)
TAGS = (HistoryType.FIRST_TAGS, HistoryType.TAGS, HistoryType.TAGS_BACK)
EDITS = frozenset((*TITLES, *BODIES, *TAGS))


@dataclass(frozen=True)
class Text:
    """A post as it once stood; `row` is the first of the rows that the edit left."""

    row: History
    at: datetime
    title: str | None = None
    body: str = ""
    tags: tuple[str, ...] | None = None


class Texts:
    """The revisions of every question and answer, oldest first."""

    def __init__(self, dump: Dump) -> None:
        self._rows: dict[int, list[History]] = defaultdict(list)
        self._wikis: set[int] = set()
        for row in dump.history:
            if row.type in EDITS:
                self._rows[row.post_id].append(row)
            elif row.type == HistoryType.WIKI:
                self._wikis.add(row.post_id)
        self._texts = {post_id: list(_revisions(dump, rows)) for post_id, rows in self._rows.items()}

    def of(self, post: Post) -> list[Text]:
        return self._texts.get(post.id, [])

    def count(self, post: Post) -> int:
        """At least one: without a history, what stands is the first."""
        return max(1, len(self.of(post)))

    def source(self, post: Post) -> str:
        """What somebody who edits the post will see: its Markdown; where the dump has none, its HTML."""
        return markup.storable(self._markdown(post) or post.body)

    def format(self, post: Post) -> str:
        return "markdown" if self._markdown(post) else "html"

    def is_wiki(self, post: Post) -> bool:
        return post.id in self._wikis

    def _markdown(self, post: Post) -> str:
        revisions = self.of(post)
        return revisions[-1].body if revisions else ""


def _revisions(dump: Dump, rows: list[History]) -> Iterator[Text]:
    post = dump.posts.get(rows[0].post_id)
    if post is None or post.type not in (PostType.QUESTION, PostType.ANSWER):
        return
    text: Text | None = None
    for edit in _edits(rows):
        first = edit[0]
        text = replace(text or Text(first, first.at), row=first, at=max(first.at, post.at))
        for row in edit:
            text = _with(text, row)
        yield text


def _edits(rows: list[History]) -> list[list[History]]:
    """The rows of each edit together: they share a revision, whose name they may lack where they stand alone."""
    edits: dict[tuple[str, int], list[History]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        edits[row.revision, 0 if row.revision else row.id].append(row)
    return list(edits.values())


def _with(text: Text, row: History) -> Text:
    if row.type in TITLES:
        return replace(text, title=row.text)
    if row.type in TAGS:
        return replace(text, tags=split_tags(row.text))
    return replace(text, body=row.text)
