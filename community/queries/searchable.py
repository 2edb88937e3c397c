"""What of a question, a guide and a member can be found: read from the database for the search index.

A question is one document with everything that is visible of its conversation, so an answer's words find it too.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, case, select

from community import markup
from community.search.whoosh_index import Document
from models.article import Article
from models.base import db, fetch
from models.member import Member
from models.post import Post, in_sight
from models.thread import Thread

BATCH = 200
LONGEST = 400_000
"""Characters of one conversation; a viral one's last comments are not what it is found by."""


def everything() -> Iterator[Document]:
    """All that can be found, read in batches, so that no transaction stays open for long."""
    for kind, column in IDS.items():
        last = 0
        while ids := list(db.session.scalars(select(column).where(column > last).order_by(column).limit(BATCH))):
            yield from documents(kind, ids)
            db.session.commit()  # ends the read
            last = ids[-1]


def documents(kind: str, ids: Sequence[int]) -> Iterator[Document]:
    """The documents of those of `ids` that can be found at all."""
    return {"question": _questions, "article": _articles, "member": _members}[kind](ids)


def _questions(ids: Sequence[int]) -> Iterator[Document]:
    threads = select(Thread.id, Thread.title, Thread.tag_names, Thread.state, Thread.private_at)
    texts = _conversations(ids)
    for id, title, tags, state, private_at in _rows(threads.where(Thread.id.in_(ids), Thread.deleted_at.is_(None))):
        text = texts.get(id, "")
        yield Document("question", id, title, text, tuple(tags), state, hidden=private_at is not None)


def _conversations(ids: Sequence[int]) -> dict[int, str]:
    """The text of what is visible in each thread: the opening first, then answers, then comments."""
    order = case((Post.kind == "opening", 0), (Post.kind == "answer", 1), else_=2)
    posts = (
        select(Post.thread_id, Post.html)
        .where(Post.thread_id.in_(ids), in_sight())
        .order_by(Post.thread_id, order, Post.id)
    )
    return {
        thread_id: _joined(html for _, html in rows) for thread_id, rows in groupby(_rows(posts), lambda row: row[0])
    }


def _joined(bodies: Iterable[str]) -> str:
    texts: list[str] = []
    room = LONGEST
    for html in bodies:
        if room > 0:
            texts.append(markup.lines(html)[:room])
            room -= len(texts[-1])
    return "\n".join(texts)


def _articles(ids: Sequence[int]) -> Iterator[Document]:
    guides = select(Article.id, Article.title, Article.html).where(Article.id.in_(ids), Article.state == "published")
    for id, title, html in _rows(guides):
        yield Document("article", id, title, markup.lines(html))


def _members(ids: Sequence[int]) -> Iterator[Document]:
    people = select(Member.id, Member.handle, Member.display_name, Member.about)
    people = people.where(Member.id.in_(ids), Member.deleted_at.is_(None), Member.role != "system")
    for id, handle, name, about in _rows(people):
        yield Document("member", id, f"{name} {handle}", about)


def _rows(statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(fetch(statement))


IDS = {"question": Thread.id, "article": Article.id, "member": Member.id}
