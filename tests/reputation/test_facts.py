"""What stands after a log: masking, switching, and the facts that earn nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from models import events as e
from models.event_log import Entry
from reputation.facts import standing
from reputation.fold import fold_all

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ASKER, AUTHOR, READER, STAFF = 1, 2, 3, 4
OPENING, ANSWER, OTHER = 10, 11, 12


def log(*events: e.Event) -> list[Entry]:
    return [Entry(n, NOON + timedelta(minutes=n), STAFF, event) for n, event in enumerate(events)]


def points(*events: e.Event, wiki: frozenset[int] = frozenset()) -> dict[int, int]:
    """What everybody has after these events, by member."""
    granted = fold_all(standing(log(*events), wiki))
    return {member: sum(grant.amount for grant in grants.values()) for member, grants in granted.items()}


def vote(value: int = 1, post: int = ANSWER, kind: str = "answer", voter: int | None = READER, number: int = 1):
    return e.VoteCast(
        thread_id=1, vote_id=number, post_id=post, post_kind=kind, author_id=AUTHOR, voter_id=voter, value=value,
        old_value=0, helpful=0, didnt_work=0, fact_at=NOON.isoformat(),
    )  # fmt: skip


def accepted(post: int = ANSWER, by: int | None = ASKER, author: int | None = AUTHOR, number: int = 1, minute: int = 0):
    at = NOON + timedelta(minutes=minute)
    return e.AnswerAccepted(
        thread_id=1, acceptance_id=number, post_id=post, author_id=author, accepter_id=by, asker_id=ASKER,
        fact_at=at.isoformat(),
    )  # fmt: skip


def ended(number: int = 1, post: int = ANSWER):
    return e.AcceptanceEnded(
        thread_id=1, acceptance_id=number, post_id=post, author_id=AUTHOR, accepter_id=ASKER, reason="withdrawn"
    )


def deleted(post: int = ANSWER, kind: str = "answer", reason: str = "author"):
    return e.PostDeleted(thread_id=1, post_id=post, kind=kind, author_id=AUTHOR, reason=reason)


def restored(post: int = ANSWER, kind: str = "answer"):
    return e.PostRestored(thread_id=1, post_id=post, kind=kind, author_id=AUTHOR)


VERIFIED = e.AnswerVerified(thread_id=1, verification_id=1, post_id=ANSWER, author_id=AUTHOR, fact_at=NOON.isoformat())
UNVERIFIED = e.VerificationEnded(thread_id=1, verification_id=1, post_id=ANSWER, author_id=AUTHOR)
UPHELD = e.FlagDecided(
    thread_id=1, flag_id=1, post_id=ANSWER, reporter_id=READER, upheld=True, fact_at=NOON.isoformat()
)


def published(*helpers: tuple[int, int], article: int = 1):
    return e.ArticlePublished(thread_id=1, article_id=article, revision=1, helpers=helpers, fact_at=NOON.isoformat())


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # votes
        ([vote()], {AUTHOR: 10}),
        ([vote(-1)], {}),
        ([vote(), vote(0)], {}),
        ([vote(), vote(-1), vote(1)], {AUTHOR: 10}),
        ([vote(post=OPENING, kind="opening")], {AUTHOR: 5}),
        ([vote(kind="comment")], {}),
        ([vote(voter=AUTHOR)], {}),
        # acceptances
        ([accepted()], {AUTHOR: 15, ASKER: 2}),
        ([accepted(), ended()], {}),
        ([accepted(author=ASKER)], {}),
        ([accepted(by=AUTHOR)], {}),
        ([accepted(by=None)], {AUTHOR: 15}),
        ([accepted(), accepted(OTHER, number=2)], {AUTHOR: 30, ASKER: 2}),
        ([accepted(), accepted(OTHER, by=STAFF, number=2, minute=1)], {AUTHOR: 30, ASKER: 2}),
        ([accepted(), accepted(OTHER, by=STAFF, number=2, minute=1), ended()], {AUTHOR: 15, STAFF: 2}),
        # verification and promotion
        ([VERIFIED], {AUTHOR: 10}),
        ([VERIFIED, UNVERIFIED], {}),
        ([published((AUTHOR, ANSWER), (READER, OTHER))], {AUTHOR: 25, READER: 25}),
        ([published((AUTHOR, ANSWER)), published((AUTHOR, ANSWER), article=2)], {AUTHOR: 25}),
        # deletion masks, restoring shows again
        ([vote(), accepted(), VERIFIED, published((AUTHOR, ANSWER)), deleted()], {}),
        ([vote(), accepted(), VERIFIED, deleted(), restored()], {AUTHOR: 35, ASKER: 2}),
        ([vote(), deleted(OPENING, "opening")], {}),
        ([vote(), deleted(OPENING, "opening"), restored(OPENING, "opening")], {AUTHOR: 10}),
        ([vote(), deleted(), deleted(OPENING, "opening"), restored(OPENING, "opening")], {}),
        ([vote(), deleted(), deleted(OPENING, "opening"), restored()], {}),
        # what was decided is not masked with the post
        ([UPHELD, deleted(reason="spam")], {READER: 1, AUTHOR: -100}),
        ([deleted(reason="abuse"), deleted(OPENING, "opening")], {AUTHOR: -100}),
        ([deleted(reason="spam"), restored()], {}),
    ],
)
def test_points_that_stand(events, expected):
    assert points(*events) == expected


def test_votes_on_what_many_wrote_move_nothing():
    assert points(vote(), accepted(), wiki=frozenset({ANSWER})) == {AUTHOR: 15, ASKER: 2}


def test_a_source_in_another_thread_is_masked_with_its_own():
    elsewhere = e.AnswerPosted(thread_id=2, post_id=OTHER, author_id=READER, role="customer")
    events = [elsewhere, published((AUTHOR, ANSWER), (READER, OTHER)), deleted(OPENING, "opening")]
    assert points(*events) == {READER: 25}


def test_switching_back_and_forth_nets_to_the_final_state():
    switches = []
    for turn in range(6):
        post = ANSWER if turn % 2 else OTHER
        switches += [accepted(post, number=turn, minute=turn), ended(turn, post)]
    assert points(*switches) == {}
    assert points(*switches, accepted(number=99)) == {AUTHOR: 15, ASKER: 2}
