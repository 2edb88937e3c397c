"""What happened in each conversation, as events under their original instants; edits also as revisions.

An instant is never before that of the post it is about: Stack Exchange moves answers between questions, and its
history keeps the dates from before.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from community.importers.bulk import insert_rows
from community.importers.past import Past
from community.importers.stackexchange import turns
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.people import author_name
from community.importers.stackexchange.revisions import EDITS, Text, Texts
from community.importers.stackexchange.rows import Comment, History, HistoryType, LinkType, Post, Vote
from community.importers.stackexchange.tags import tag_names
from community.importers.stackexchange.threads import Conversation
from community.importers.stackexchange.turns import Turn
from community.importers.work import Work
from models import events as e
from models.base import db
from models.event_log import LoggedEvent
from models.post import Revision
from models.taxonomy import ThreadTag
from models.thread import Thread

# Of several things at one instant, what comes first.
ASKED, ANSWERED, COMMENTED, EDITED, CLOSED, REOPENED, DELETED, RESTORED = range(8)

TOLD = EDITS | {
    HistoryType.CLOSED,
    HistoryType.REOPENED,
    HistoryType.DELETED,
    HistoryType.RESTORED,
    HistoryType.LOCKED,
    HistoryType.UNLOCKED,
    HistoryType.WIKI,
}


def bring(work: Work, dump: Dump, talks: Sequence[Conversation]) -> None:
    """The story of every conversation whose asking is not in the log yet."""
    here = work.keys["thread"]
    told = set(db.session.scalars(select(LoggedEvent.thread_id).where(LoggedEvent.kind == "QuestionAsked")))
    untold = [talk for talk in talks if here[talk.question.id] not in told]
    teller = Teller(work, dump)
    work.in_batches("history", untold, teller.tell, 100)


class Teller:
    """Knows by post what PostHistory, the close votes and the duplicate links say."""

    def __init__(self, work: Work, dump: Dump) -> None:
        self.work = work
        self.texts = Texts(dump)
        self.history: dict[int, list[History]] = defaultdict(list)
        self.votes: dict[int, list[Vote]] = defaultdict(list)
        self.originals: dict[int, int] = {}
        for row in dump.history:
            self._count(row, dump)
            self.history[row.post_id].append(row)
        for vote in dump.votes:
            self.votes[vote.post_id].append(vote)
        for link in sorted(dump.links, key=lambda link: (link.at, link.id)):
            if link.type == LinkType.DUPLICATE and link.to_id in work.keys["thread"] and link.to_id != link.post_id:
                self.originals.setdefault(link.post_id, work.keys["thread"][link.to_id])

    def _count(self, row: History, dump: Dump) -> None:
        if row.post_id not in dump.posts:
            dump.odd["PostHistory: on a post that is not there"] += 1
        elif row.type not in TOLD:
            dump.odd[f"PostHistory: type {row.type}, only counted"] += 1

    def tell(self, talks: Sequence[Conversation]) -> None:
        """Writes the events, the revisions and what the thread's rows say of closings and locks."""
        past = Past()
        tag_ids = _tags_of([self.work.keys["thread"][talk.question.id] for talk in talks])
        marks = [self._thread(past, talk, tag_ids) for talk in talks]
        past.write()
        db.session.execute(update(Thread), marks)
        posts = [post for talk in talks for post in talk.posts]
        revisions = [row for post in posts for row in self._revisions(post)]
        revisions += [self._only_revision(comment) for talk in talks for comment in talk.comments]
        insert_rows(Revision, revisions)
        self.work.made["revisions"] += len(revisions)

    def _thread(self, past: Past, talk: Conversation, tag_ids: dict[int, tuple[int, ...]]) -> dict[str, Any]:
        """The columns of the thread that follow from its story."""
        thread_id = self.work.keys["thread"][talk.question.id]
        asker = self.work.member(talk.question.owner_id)
        tags = tag_ids.get(thread_id, ())
        past.add(
            talk.question.at,
            e.QuestionAsked(
                thread_id=thread_id, post_id=self._post(talk.question), author_id=asker, tag_ids=tags, imported=True
            ),
            actor=asker,
        )
        for answer in talk.answers:
            self._answer(past, thread_id, answer, asker, talk.question.at)
        for comment in talk.comments:
            self._comment(past, thread_id, comment, asker, talk)
        for post in talk.posts:
            self._edits(past, thread_id, post, talk)
            self._deletions(past, thread_id, post, talk)
        return {"id": thread_id, "locked_at": self._locked(talk.question)} | self._closings(past, thread_id, talk)

    def _answer(self, past: Past, thread_id: int, answer: Post, asker: int | None, asked_at: datetime) -> None:
        author = self.work.member(answer.owner_id)
        event = e.AnswerPosted(
            thread_id=thread_id,
            post_id=self._post(answer),
            author_id=author,
            role="customer",
            by_asker=author is not None and author == asker,
            imported=True,
        )
        past.add(max(answer.at, asked_at), event, actor=author, tie=(ANSWERED, answer.id))

    def _comment(self, past: Past, thread_id: int, comment: Comment, asker: int | None, talk: Conversation) -> None:
        author = self.work.member(comment.user_id)
        event = e.CommentPosted(
            thread_id=thread_id,
            post_id=self.work.keys["comment"][comment.id],
            parent_id=self.work.keys["post"][comment.post_id],
            author_id=author,
            role="customer",
            by_asker=author is not None and author == asker,
            imported=True,
        )
        about = next(post for post in talk.posts if post.id == comment.post_id)
        past.add(max(comment.at, _since(about, talk)), event, actor=author, tie=(COMMENTED, comment.id))

    def _edits(self, past: Past, thread_id: int, post: Post, talk: Conversation) -> None:
        for number, text in enumerate(self.texts.of(post)[1:], start=2):
            editor = self.work.member(text.row.user_id)
            event = e.PostEdited(
                thread_id=thread_id,
                post_id=self._post(post),
                revision=number,
                editor_id=editor,
                kind=_kind(post, talk),
            )
            past.add(max(text.at, _since(post, talk)), event, actor=editor, tie=(EDITED, text.row.id))

    def _deletions(self, past: Past, thread_id: int, post: Post, talk: Conversation) -> None:
        """What is in the dump stands, so each deletion was undone."""
        rows = turns.from_history(self.history[post.id], HistoryType.DELETED, HistoryType.RESTORED)
        about: dict[str, Any] = {
            "thread_id": thread_id,
            "post_id": self._post(post),
            "kind": _kind(post, talk),
            "author_id": self.work.member(post.owner_id),
        }
        for turn in turns.settled(rows, _since(post, talk), None):
            actor = self.work.member(turn.user_id)
            reason = "author" if turn.user_id == post.owner_id else "staff"
            event = e.PostDeleted(**about, reason=reason) if turn.on else e.PostRestored(**about)
            past.add(turn.at, event, actor=actor, tie=(DELETED if turn.on else RESTORED, turn.id))

    def _closings(self, past: Past, thread_id: int, talk: Conversation) -> dict[str, Any]:
        question = talk.question
        original = self.originals.get(question.id)
        last: Turn | None = None
        changes = turns.settled(self._close_turns(question), question.at, question.closed_at)
        for turn in changes:
            same_as = original if turn is changes[-1] else None
            event: e.Event = e.ThreadReopened(thread_id=thread_id)
            if turn.on:
                reason = turns.close_reason(turn, has_original=same_as is not None)
                event = e.ThreadClosed(thread_id=thread_id, reason=reason, same_as=same_as)
            past.add(
                turn.at, event, actor=self.work.member(turn.user_id), tie=(CLOSED if turn.on else REOPENED, turn.id)
            )
            last = turn
        return _closed(last, original)

    def _close_turns(self, question: Post) -> list[Turn]:
        told = turns.from_history(self.history[question.id], HistoryType.CLOSED, HistoryType.REOPENED)
        return told or turns.from_votes(self.votes[question.id])

    def _locked(self, question: Post) -> datetime | None:
        rows = turns.from_history(self.history[question.id], HistoryType.LOCKED, HistoryType.UNLOCKED)
        last = max(rows, key=lambda turn: (turn.at, turn.id), default=None)
        return last.at if last and last.on else None

    def _revisions(self, post: Post) -> list[dict[str, Any]]:
        texts = self.texts.of(post) or [_as_it_stands(post)]
        return [self._revision(post, number, text) for number, text in enumerate(texts, start=1)]

    def _revision(self, post: Post, number: int, text: Text) -> dict[str, Any]:
        row = text.row
        return {
            "post_id": self._post(post),
            "number": number,
            "editor_id": self.work.member(row.user_id),
            "editor_name": author_name(row) if row.user_id is None else "",
            "at": text.at,
            "title": text.title,
            "body": text.body,
            "tags": None if text.tags is None else " ".join(tag_names(text.tags)),
            "note": row.comment[:300] if row.type in EDITS else "",
        }

    def _only_revision(self, comment: Comment) -> dict[str, Any]:
        """A dump keeps no history of comments."""
        return {
            "post_id": self.work.keys["comment"][comment.id],
            "number": 1,
            "editor_id": self.work.member(comment.user_id),
            "editor_name": author_name(comment) if comment.user_id is None else "",
            "at": comment.at,
            "title": None,
            "body": comment.text,
            "tags": None,
            "note": "",
        }

    def _post(self, post: Post) -> int:
        return self.work.keys["post"][post.id]


def _since(post: Post, talk: Conversation) -> datetime:
    """When a post was there, in our order of things: not before its question."""
    return max(post.at, talk.question.at)


def _kind(post: Post, talk: Conversation) -> str:
    return "opening" if post is talk.question else "answer"


def _closed(last: Turn | None, original: int | None) -> dict[str, Any]:
    if last is None or not last.on:
        return {"close_reason": None, "closed_at": None, "same_as_id": None}
    reason = turns.close_reason(last, has_original=original is not None)
    return {"close_reason": reason, "closed_at": last.at, "same_as_id": original}


def _as_it_stands(post: Post) -> Text:
    """The only revision of a post without a history."""
    row = History(0, 0, post.id, "", post.at, post.owner_id, post.owner_name, "", "")
    title, tags = (post.title, post.tags) if post.title else (None, None)
    return Text(row, post.at, title, post.body, tags)


def _tags_of(thread_ids: list[int]) -> dict[int, tuple[int, ...]]:
    tags: dict[int, tuple[int, ...]] = {}
    chosen = select(ThreadTag.thread_id, ThreadTag.tag_id).where(ThreadTag.thread_id.in_(thread_ids))
    for thread_id, tag_id in db.session.execute(chosen.order_by(ThreadTag.thread_id, ThreadTag.tag_id)):
        tags[thread_id] = (*tags.get(thread_id, ()), tag_id)
    return tags
