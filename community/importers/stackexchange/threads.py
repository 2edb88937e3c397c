"""Questions, answers and comments become threads and posts: the texts, and the state in which the dump left them.

What happened to them on the way (edits, closings) is told by `stories`, what readers said of them by `votes`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update

from community import markup
from community.importers.bulk import insert_for_ids, insert_rows
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.people import author_name
from community.importers.stackexchange.revisions import Texts
from community.importers.stackexchange.rows import Comment, Post, PostType
from community.importers.stackexchange.tags import tag_ids, tag_names
from community.importers.stackexchange.texts import comment_of, html_of, title_of
from community.importers.work import Work
from models.base import db
from models.post import Post as OurPost
from models.taxonomy import ThreadTag
from models.thread import Thread

EXCERPT = 200  # characters: two lines of a list


@dataclass
class Conversation:
    """One question with everything that was said under it."""

    question: Post
    answers: list[Post] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def posts(self) -> list[Post]:
        return [self.question, *self.answers]


def conversations(dump: Dump) -> list[Conversation]:
    """The dump by question, in the order of asking; what hangs in the air is counted as odd."""
    found = {p.id: Conversation(p) for p in dump.posts.values() if p.type == PostType.QUESTION}
    for post in dump.posts.values():
        if post.type == PostType.ANSWER and post.question_id in found:
            found[post.question_id].answers.append(post)
        elif post.type == PostType.ANSWER:
            dump.odd["Posts: answer without its question"] += 1
        elif post.type not in (PostType.QUESTION, PostType.TAG_EXCERPT, PostType.TAG_WIKI):
            dump.odd[f"Posts: type {post.type}, no question or answer"] += 1
    for comment in dump.comments:
        about = dump.posts.get(comment.post_id)
        question = found.get(about.belongs_to or 0) if about else None
        if question is None:
            dump.odd["Comments: on a post that is not there"] += 1
        else:
            question.comments.append(comment)
    return sorted(found.values(), key=lambda c: (c.question.at, c.question.id))


def bring(work: Work, dump: Dump, talks: Sequence[Conversation]) -> None:
    """Every conversation that is not here yet."""
    texts = Texts(dump)
    tags = tag_ids()
    new = [talk for talk in talks if talk.question.id not in work.keys["post"]]
    _count_gaps(dump, talks)

    def write(batch: Sequence[Conversation]) -> None:
        _write(work, batch, texts, tags)

    work.in_batches("threads", new, write, 100)


def _count_gaps(dump: Dump, talks: Iterable[Conversation]) -> None:
    for talk in talks:
        for post in talk.posts:
            dump.odd["Posts: no author"] += post.owner_id is None
            dump.odd["Posts: body over the limit, shown in part"] += len(post.body) > markup.HTML_LIMIT
        dump.odd["Posts: question without a title"] += not talk.question.title
        dump.odd["Comments: no author"] += sum(comment.user_id is None for comment in talk.comments)
        dump.odd["Comments: score left out"] += sum(comment.score != 0 for comment in talk.comments)
        accepted = talk.question.accepted_id
        gone = accepted is not None and accepted not in {answer.id for answer in talk.answers}
        dump.odd["Posts: accepted answer is not there"] += gone
    for kind in [kind for kind, count in dump.odd.items() if not count]:
        del dump.odd[kind]


def _write(work: Work, batch: Sequence[Conversation], texts: Texts, tags: dict[str, int]) -> None:
    bodies = {post.id: html_of(post.body) for talk in batch for post in talk.posts}
    thread_ids = insert_for_ids(Thread, [_thread(work, talk, bodies[talk.question.id].text) for talk in batch])
    threads = {talk.question.id: id_ for talk, id_ in zip(batch, thread_ids, strict=True)}
    work.keys.add("thread", threads.items())

    posts = [(talk, post) for talk in batch for post in talk.posts]
    rows = [_post(work, talk, post, threads, texts) | _shown(bodies[post.id]) for talk, post in posts]
    work.keys.add("post", zip((post.id for _, post in posts), insert_for_ids(OurPost, rows), strict=True))

    comments = [(talk, comment) for talk in batch for comment in talk.comments]
    rows = [_comment(work, threads[talk.question.id], comment) for talk, comment in comments]
    work.keys.add("comment", zip((comment.id for _, comment in comments), insert_for_ids(OurPost, rows), strict=True))

    openings = [{"id": threads[t.question.id], "opening_id": work.keys["post"][t.question.id]} for t in batch]
    db.session.execute(update(Thread), openings)
    insert_rows(ThreadTag, _thread_tags(batch, threads, tags))
    work.made.update(threads=len(batch), posts=len(posts), comments=len(comments))


def _thread(work: Work, talk: Conversation, text: str) -> dict[str, Any]:
    question = talk.question
    title = title_of(question.title)
    accepted = any(answer.id == question.accepted_id for answer in talk.answers)
    return {
        "title": title,
        "slug": markup.slugify(title),
        "excerpt": markup.excerpt(text, EXCERPT),
        "author_id": work.member(question.owner_id),
        "created_at": question.at,
        "active_at": _last_activity(talk),
        "tag_names": tag_names(question.tags),
        "imported": True,
        "answer_count": len(talk.answers),
        "accepted_count": int(accepted),
        "state": _state(question, accepted, bool(talk.answers)),
        "closed_at": question.closed_at and max(question.closed_at, question.at),
    }


def _last_activity(talk: Conversation) -> datetime:
    said = [post.at for post in talk.posts] + [comment.at for comment in talk.comments]
    return max(filter(None, [*said, talk.question.active_at]))


def _state(question: Post, accepted: bool, answered: bool) -> str:
    if question.closed_at:
        return "closed"
    if accepted:
        return "resolved"
    return "answered" if answered else "open"


def _post(work: Work, talk: Conversation, post: Post, threads: dict[int, int], texts: Texts) -> dict[str, Any]:
    return {
        "thread_id": threads[talk.question.id],
        "kind": "opening" if post is talk.question else "answer",
        "author_id": work.member(post.owner_id),
        "author_name": author_name(post) if post.owner_id is None else "",
        "created_at": post.at,
        "edited_at": post.edited_at,
        "source": texts.source(post),
        "format": texts.format(post),
        "wiki": post.wiki or texts.is_wiki(post),
        "revision_count": texts.count(post),
    }


def _comment(work: Work, thread_id: int, comment: Comment) -> dict[str, Any]:
    return {
        "thread_id": thread_id,
        "kind": "comment",
        "parent_id": work.keys["post"][comment.post_id],
        "author_id": work.member(comment.user_id),
        "author_name": author_name(comment) if comment.user_id is None else "",
        "created_at": comment.at,
        "source": markup.storable(comment.text),
        **_shown(comment_of(comment.text)),
    }


def _shown(rendered: markup.Rendered) -> dict[str, str]:
    return {"html": rendered.html, "renderer": markup.RENDERER}


def _thread_tags(batch: Iterable[Conversation], threads: dict[int, int], tags: dict[str, int]) -> list[dict[str, int]]:
    return [
        {"thread_id": threads[talk.question.id], "tag_id": tags[name]}
        for talk in batch
        for name in tag_names(talk.question.tags)
    ]
