"""What readers said: votes, acceptances, flags, follows, bounties, each with the instant at which it counts.

A dump gives a vote's day and almost never its voter. So a vote counts from its midnight, but never before its post was
there; of several at one instant the order is by kind, then by original id. An acceptance stands where Posts.xml names
it, whatever the votes say; theirs is only the instant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.importers.bulk import insert_for_ids, insert_rows
from community.importers.past import Past
from community.importers.stackexchange.dump import Dump
from community.importers.stackexchange.rows import Post, PostType, VoteType
from community.importers.stackexchange.rows import Vote as Row
from community.importers.work import Work
from models import events as e
from models.acceptance import Acceptance
from models.base import db
from models.vote import Flag, Follow, Vote

VALUES = {VoteType.UP: 1, VoteType.DOWN: -1}
FLAGS = {VoteType.OFFENSIVE: "abuse", VoteType.SPAM: "spam"}
BOUNTIES = (VoteType.BOUNTY_BEGUN, VoteType.BOUNTY_CLOSED)

# The order of kinds at one instant.
VOTED, ACCEPTED, FLAGGED, FOLLOWED, BOUNTY = range(5)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of Votes.xml that becomes something; `counts` are (helpful, didn't work) of its post with it."""

    at: datetime
    rank: int
    row: Row
    post: Post
    question: Post
    counts: tuple[int, int] = (0, 0)


def bring(work: Work, dump: Dump) -> None:
    """Every fact that is not here yet, in the order in which facts count."""
    _count_unexplained(dump)
    here, stands = work.keys["vote"], _accepted(work)
    new = [
        fact
        for fact in _counted(_facts(work, dump))
        if fact.row.id not in here and (fact.rank != ACCEPTED or fact.post.id not in stands)
    ]
    writer = Writer(work)
    work.in_batches("votes", new, writer.write, 2000)


def _accepted(work: Work) -> set[int]:
    """Answers, by their original ids, whose acceptance stands here: an earlier import may not have had the votes."""
    stands = set(db.session.scalars(select(Acceptance.post_id).where(Acceptance.ended_at.is_(None))))
    return {original for original, ours in work.keys["post"].items() if ours in stands}


def _count_unexplained(dump: Dump) -> None:
    """Scores that the votes do not add up to: ours are those of the votes, since each point has a fact behind it."""
    scores = Counter[int]()
    for vote in dump.votes:
        scores[vote.post_id] += VALUES.get(vote.type, 0)
    content = (post for post in dump.posts.values() if post.type in (PostType.QUESTION, PostType.ANSWER))
    dump.odd["Posts: score that its votes do not add up to"] += sum(scores[post.id] != post.score for post in content)


def _counted(facts: Sequence[Fact]) -> Iterator[Fact]:
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for fact in facts:
        said = counts[fact.post.id]
        said[fact.row.type] += 1
        totals = (said[VoteType.UP], said[VoteType.DOWN])
        yield Fact(fact.at, fact.rank, fact.row, fact.post, fact.question, totals)


def _facts(work: Work, dump: Dump) -> list[Fact]:
    found = [fact for row in _rows(dump) if (fact := _fact(work, dump, row))]
    return sorted(found, key=lambda fact: (fact.at, fact.rank, fact.row.id))


def _rows(dump: Dump) -> Iterator[Row]:
    """The votes, and one for each acceptance that none tells of, as old as its answer. Of several the first counts."""
    told: dict[int, Row] = {}
    for vote in sorted(dump.votes, key=lambda vote: (vote.on, vote.id)):
        if vote.type == VoteType.ACCEPTED and told.setdefault(vote.post_id, vote) is not vote:
            dump.odd["Votes: accepted already"] += 1
    for post in dump.posts.values():
        answer = dump.posts.get(post.accepted_id) if post.accepted_id else None
        if answer and answer.id not in told:
            if dump.has(Row):
                dump.odd["Votes: acceptance without a vote, as old as its answer"] += 1
            yield Row(-answer.id, answer.id, VoteType.ACCEPTED, answer.at, None, None)
    yield from (vote for vote in dump.votes if vote.type != VoteType.ACCEPTED or told[vote.post_id] is vote)


def _fact(work: Work, dump: Dump, row: Row) -> Fact | None:
    post = dump.posts.get(row.post_id)
    question = dump.posts.get(post.belongs_to or 0) if post else None
    if post is None or question is None or post.id not in work.keys["post"]:
        dump.odd["Votes: on a post that is not there" if post is None else "Votes: on no question or answer"] += 1
        return None
    rank, left_out = _rank(work, row, post, question)
    if left_out:
        dump.odd[f"Votes: {left_out}"] += 1
        return None
    return Fact(max(row.on, post.at, question.at), rank, row, post, question)


def _rank(work: Work, row: Row, post: Post, question: Post) -> tuple[int, str]:
    """The rank of the fact's kind, and why it becomes none, if so."""
    if row.type in VALUES:
        return VOTED, ""
    if row.type == VoteType.ACCEPTED:
        stands = post.type == PostType.ANSWER and question.accepted_id == post.id
        return ACCEPTED, "" if stands else "acceptance that does not stand"
    if row.type in FLAGS:
        return FLAGGED, ""
    if row.type == VoteType.FAVOURITE:
        return FOLLOWED, "" if row.user_id in work.keys["member"] else "favourite of nobody known"
    if row.type in BOUNTIES:
        return BOUNTY, ""
    return BOUNTY, f"type {row.type}, only counted"


class Writer:
    """Writes a batch of facts: their rows, their keys, their events."""

    def __init__(self, work: Work) -> None:
        self.work = work
        followed = select(Follow.member_id, Follow.target_id).where(Follow.kind == "thread")
        self.followed = {(member_id, thread_id) for member_id, thread_id in db.session.execute(followed)}

    def write(self, facts: Sequence[Fact]) -> None:
        past = Past()
        for rank, write in ((VOTED, self._votes), (ACCEPTED, self._acceptances), (FLAGGED, self._flags)):
            chosen = [fact for fact in facts if fact.rank == rank]
            ids = write(past, chosen)
            self.work.keys.add("vote", zip((fact.row.id for fact in chosen), ids, strict=True))
        self._follows(past, [fact for fact in facts if fact.rank == FOLLOWED])
        self._bounties(past, [fact for fact in facts if fact.rank == BOUNTY])
        past.write()

    def _votes(self, past: Past, facts: list[Fact]) -> list[int]:
        rows = [{"post_id": self._post(f), "value": VALUES[f.row.type], "at": f.at, "member_id": None} for f in facts]
        ids = insert_for_ids(Vote, rows)
        for fact, id_ in zip(facts, ids, strict=True):
            past.add(fact.at, self._vote_cast(fact, id_), tie=(VOTED, fact.row.id))
        self.work.made["votes"] += len(ids)
        return ids

    def _vote_cast(self, fact: Fact, vote_id: int) -> e.VoteCast:
        return e.VoteCast(
            thread_id=self._thread(fact),
            vote_id=vote_id,
            post_id=self._post(fact),
            post_kind="opening" if fact.post is fact.question else "answer",
            author_id=self.work.member(fact.post.owner_id),
            voter_id=None,
            value=VALUES[fact.row.type],
            old_value=0,
            helpful=fact.counts[0],
            didnt_work=fact.counts[1],
            fact_at=fact.at.isoformat(),
        )

    def _acceptances(self, past: Past, facts: list[Fact]) -> list[int]:
        rows = [
            {
                "thread_id": self._thread(fact),
                "post_id": self._post(fact),
                "by_id": self.work.member(fact.question.owner_id),
                "at": fact.at,
            }
            for fact in facts
        ]
        ids = insert_for_ids(Acceptance, rows)
        for fact, id_ in zip(facts, ids, strict=True):
            asker = self.work.member(fact.question.owner_id)
            event = e.AnswerAccepted(
                thread_id=self._thread(fact),
                acceptance_id=id_,
                post_id=self._post(fact),
                author_id=self.work.member(fact.post.owner_id),
                accepter_id=asker,
                asker_id=asker,
                fact_at=fact.at.isoformat(),
            )
            past.add(fact.at, event, actor=asker, tie=(ACCEPTED, fact.row.id))
        self.work.made["acceptances"] += len(ids)
        return ids

    def _flags(self, past: Past, facts: list[Fact]) -> list[int]:
        """Reports that were upheld, by nobody known."""
        rows = [
            {
                "thread_id": self._thread(fact),
                "post_id": self._post(fact),
                "reason": FLAGS[fact.row.type],
                "at": fact.at,
                "decided_at": fact.at,
                "upheld": True,
            }
            for fact in facts
        ]
        ids = insert_for_ids(Flag, rows)
        for fact, id_ in zip(facts, ids, strict=True):
            about: dict[str, Any] = {"thread_id": self._thread(fact), "flag_id": id_, "post_id": self._post(fact)}
            flagged = e.PostFlagged(**about, reporter_id=None, reason=FLAGS[fact.row.type])
            decided = e.FlagDecided(**about, reporter_id=None, upheld=True, fact_at=fact.at.isoformat())
            past.add(fact.at, flagged, tie=(FLAGGED, fact.row.id))
            past.add(fact.at, decided, tie=(FLAGGED, fact.row.id))
        self.work.made["flags"] += len(ids)
        return ids

    def _follows(self, past: Past, facts: list[Fact]) -> None:
        rows = []
        for fact in facts:
            member_id, thread_id = self.work.keys["member"][fact.row.user_id or 0], self._thread(fact)
            if (member_id, thread_id) not in self.followed:
                self.followed.add((member_id, thread_id))
                rows.append({"member_id": member_id, "kind": "thread", "target_id": thread_id, "at": fact.at})
                event = e.FollowSet(member_id=member_id, kind="thread", target_id=thread_id, on=True)
                past.add(fact.at, event, actor=member_id, tie=(FOLLOWED, fact.row.id))
        insert_rows(Follow, rows)
        self.work.keys.add("vote", ((fact.row.id, self._thread(fact)) for fact in facts))
        self.work.made["follows"] += len(rows)

    def _bounties(self, past: Past, facts: list[Fact]) -> None:
        for fact in facts:
            event = e.BountySet(
                thread_id=self._thread(fact),
                post_id=self._post(fact),
                member_id=self.work.member(fact.row.user_id),
                amount=fact.row.bounty or 0,
                on=fact.row.type == VoteType.BOUNTY_BEGUN,
            )
            past.add(fact.at, event, tie=(BOUNTY, fact.row.id))
        self.work.keys.add("vote", ((fact.row.id, self._post(fact)) for fact in facts))
        self.work.made["bounties"] += len(facts)

    def _post(self, fact: Fact) -> int:
        return self.work.keys["post"][fact.post.id]

    def _thread(self, fact: Fact) -> int:
        return self.work.keys["thread"][fact.question.id]
