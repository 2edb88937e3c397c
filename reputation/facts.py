"""The facts that stand, read from the event log alone: the witness that knows nothing of the content tables.

`Book.apply` hears the log in order; `Book.standing` says what counts now. Deleting a post masks its facts and restoring
it shows them again where they were; deleting the opening masks the whole thread. What was decided about a post (a
report upheld, a removal as spam) is no fact of the post, so it is not masked with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from models import events as e
from models.event_log import Entry
from reputation.fold import Fact
from reputation.points import ACCEPTED, ACCEPTER, FLAG, HELPFUL, PROMOTED, QUESTION_UP, REMOVED, VERIFIED

VOTED = {"answer": HELPFUL, "opening": QUESTION_UP}
"""Which rule a helpful or up vote falls under, by the kind of its post. Comments have no votes."""
ABUSE = frozenset({"spam", "abuse"})
HEARD = (
    e.AnswerPosted,
    e.VoteCast,
    e.AnswerAccepted,
    e.AcceptanceEnded,
    e.AnswerVerified,
    e.VerificationEnded,
    e.FlagDecided,
    e.ArticlePublished,
    e.PostDeleted,
    e.PostRestored,
)
"""What `Book.apply` reacts to; the rest of the log moves no points."""


@dataclass
class Book:
    """What the log has said so far. `wiki` are posts written by many, whose votes move no points."""

    wiki: frozenset[int] = frozenset()
    answers: dict[int, int] = field(default_factory=dict)
    """The thread of each answer: a guide may be made from several."""
    votes: dict[int, e.VoteCast] = field(default_factory=dict)
    acceptances: dict[int, e.AnswerAccepted] = field(default_factory=dict)
    verifications: dict[int, tuple[e.AnswerVerified, int | None]] = field(default_factory=dict)
    flags: dict[int, e.FlagDecided] = field(default_factory=dict)
    promotions: dict[int, Fact] = field(default_factory=dict)
    deleted: dict[int, tuple[e.PostDeleted, datetime]] = field(default_factory=dict)
    deleted_threads: set[int] = field(default_factory=set)

    def apply(self, entry: Entry) -> None:
        match entry.event:
            case e.AnswerPosted() as answer:
                self.answers[answer.post_id] = answer.thread_id
            case e.VoteCast() as vote:
                self.votes[vote.vote_id] = vote
            case e.AnswerAccepted() as acceptance:
                self.acceptances[acceptance.acceptance_id] = acceptance
            case e.AcceptanceEnded(acceptance_id=ended):
                self.acceptances.pop(ended, None)
            case e.AnswerVerified(verification_id=verified) as verification:
                self.verifications[verified] = (verification, entry.actor_id)
            case e.VerificationEnded(verification_id=ended):
                self.verifications.pop(ended, None)
            case e.FlagDecided() as flag:
                self.flags[flag.flag_id] = flag
            case e.ArticlePublished() as article:
                self._promote(article)
            case e.PostDeleted() | e.PostRestored() as masking:
                self._mask(masking, entry.at)

    def standing(self) -> Iterator[Fact]:
        """Every fact that counts for somebody."""
        shown = [fact for fact in self._of_posts() if not self._masked(fact.thread_id, fact.post_id)]
        return iter([*shown, *self._decided()])

    def _promote(self, article: e.ArticlePublished) -> None:
        """An answer is promoted once, by the first guide that it became part of."""
        for author_id, post_id in article.helpers:
            at = datetime.fromisoformat(article.fact_at)
            known = self.promotions.get(post_id)
            if known is None or at < known.at:
                self.promotions[post_id] = Fact(
                    rule=PROMOTED, kind="promotion", id=post_id, at=at, member_id=author_id,
                    post_id=post_id, thread_id=self.answers.get(post_id, article.thread_id),
                )  # fmt: skip

    def _mask(self, event: e.PostDeleted | e.PostRestored, at: datetime) -> None:
        self.deleted.pop(event.post_id, None)
        if isinstance(event, e.PostDeleted):
            self.deleted[event.post_id] = (event, at)
        if event.kind == "opening":
            change = self.deleted_threads.add if event.post_id in self.deleted else self.deleted_threads.discard
            change(event.thread_id)

    def _masked(self, thread_id: int | None, post_id: int | None) -> bool:
        return thread_id in self.deleted_threads or post_id in self.deleted

    def _of_posts(self) -> Iterator[Fact]:
        yield from (fact for vote in self.votes.values() if (fact := self._vote(vote)))
        yield from self._accepted()
        yield from (fact for found, by in self.verifications.values() if (fact := _verified(found, by)))
        yield from self.promotions.values()

    def _vote(self, vote: e.VoteCast) -> Fact | None:
        counts = vote.value == 1 and vote.post_kind in VOTED and vote.post_id not in self.wiki
        if not counts or vote.author_id is None or vote.author_id == vote.voter_id:
            return None
        return Fact(
            rule=VOTED[vote.post_kind], kind="vote", id=vote.vote_id, at=datetime.fromisoformat(vote.fact_at),
            member_id=vote.author_id, counterparty_id=vote.voter_id, post_id=vote.post_id, thread_id=vote.thread_id,
        )  # fmt: skip

    def _accepted(self) -> Iterator[Fact]:
        """Nothing for one's own thread or by one's own hand; the accepter counts once a thread, for the first."""
        earning = (
            found for found in self.acceptances.values()
            if found.author_id not in (None, found.asker_id, found.accepter_id)
            and not self._masked(found.thread_id, found.post_id)
        )  # fmt: skip
        thanked: set[int] = set()
        for found in sorted(earning, key=lambda found: (datetime.fromisoformat(found.fact_at), found.acceptance_id)):
            yield _acceptance(ACCEPTED, found, found.author_id, found.accepter_id)
            if found.accepter_id is not None and found.thread_id not in thanked:
                thanked.add(found.thread_id)
                yield _acceptance(ACCEPTER, found, found.accepter_id, found.author_id)

    def _decided(self) -> Iterator[Fact]:
        for flag in self.flags.values():
            if flag.upheld and flag.reporter_id is not None:
                yield Fact(
                    rule=FLAG, kind="flag", id=flag.flag_id, at=datetime.fromisoformat(flag.fact_at),
                    member_id=flag.reporter_id, post_id=flag.post_id, thread_id=flag.thread_id,
                )  # fmt: skip
        for deletion, at in self.deleted.values():
            if deletion.reason in ABUSE and deletion.author_id is not None:
                yield Fact(
                    rule=REMOVED, kind="removal", id=deletion.post_id, at=at, member_id=deletion.author_id,
                    post_id=deletion.post_id, thread_id=deletion.thread_id,
                )  # fmt: skip


def standing(log: Iterable[Entry], wiki: frozenset[int] = frozenset()) -> list[Fact]:
    """The facts that stand after the whole `log`."""
    book = Book(wiki)
    for entry in log:
        book.apply(entry)
    return list(book.standing())


def _acceptance(rule: str, found: e.AnswerAccepted, member_id: int | None, other_id: int | None) -> Fact:
    return Fact(
        rule=rule, kind="acceptance", id=found.acceptance_id, at=datetime.fromisoformat(found.fact_at),
        member_id=member_id or 0, counterparty_id=other_id, post_id=found.post_id, thread_id=found.thread_id,
    )  # fmt: skip


def _verified(found: e.AnswerVerified, by: int | None) -> Fact | None:
    if found.author_id is None or found.author_id == by:
        return None
    return Fact(
        rule=VERIFIED, kind="verification", id=found.verification_id, at=datetime.fromisoformat(found.fact_at),
        member_id=found.author_id, counterparty_id=by, post_id=found.post_id, thread_id=found.thread_id,
    )  # fmt: skip
