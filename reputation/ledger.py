"""The projection from events to ledger entries. Entries are only ever added.

An event touches the facts within a `Scope`. Where those that stand there differ from those that the ledger holds, their
members' days are folded anew from the earliest difference on, and what the fold gives and the ledger does not yet say
is posted. So the sum of a member's entries is always what the standing facts give, caps included, and an event costs
what happened to its members since that day, however old they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from models import events as e
from models.acceptance import Acceptance
from models.base import db
from models.event_log import Entry
from models.events import Event
from models.member import Member
from models.point import Point
from models.post import Post
from reputation import content, in_force, positions
from reputation.content import Scope
from reputation.fold import Cause, Fact, Grant, day_of, fold
from reputation.positions import Position

EVENTS = (
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
BATCH = 500  # members a statement, when many are done at once

Rows = list[dict[str, Any]]


def project(entry: Entry) -> None:
    """Posts what this event changed, member by member: what was untouched since that day, and what now stands."""
    scope = scope_of(entry.event)
    stand = {(fact.member_id, fact.cause): fact for fact in content.within(scope)}
    entries = positions.read(scope.matches(Point.cause_kind, Point.cause_id, Point.post_id))
    held = {key for key, position in entries.items() if position.stands}
    days = _earliest(stand.keys() ^ held)
    for member_id in lock(days):
        day = days[member_id]
        own = positions.read(Point.member_id == member_id, Point.fact_at >= day)
        facts = [position.fact for key, position in own.items() if position.stands and key not in held]
        facts += [fact for fact in stand.values() if fact.member_id == member_id and fact.at >= day]
        post(differences(entry, facts, fold(facts, before=positions.before(member_id, day, facts)), own))


def _earliest(changed: Collection[positions.Key]) -> dict[int, datetime]:
    """The day of each member's first change."""
    days: dict[int, datetime] = {}
    for member_id, cause in changed:
        day = day_of(cause.at)
        days[member_id] = min(day, days.get(member_id, day))
    return days


def scope_of(event: Event) -> Scope:
    """The facts that this event may have touched. Raises ValueError for one that moves no points."""
    match event:
        case e.VoteCast(vote_id=vote):
            return Scope("vote", [vote])
        case e.AnswerVerified(verification_id=verification) | e.VerificationEnded(verification_id=verification):
            return Scope("verification", [verification])
        case e.FlagDecided(flag_id=flag):
            return Scope("flag", [flag])
        case e.ArticlePublished(helpers=helpers):
            return Scope("promotion", [post for _, post in helpers])
        case e.AnswerAccepted() | e.AcceptanceEnded():
            return Scope("acceptance", _acceptances(event.thread_id))
        case e.PostDeleted() | e.PostRestored():
            return _masked(event)
    raise ValueError(f"{event} moves no points")


def _masked(event: e.PostDeleted | e.PostRestored) -> Scope:
    """The post's own facts, and the thread's acceptances: which of them was the accepter's first may change."""
    if event.kind == "opening":
        return Scope(posts=list(db.session.scalars(select(Post.id).where(Post.thread_id == event.thread_id))))
    return Scope("acceptance", _acceptances(event.thread_id), posts=[event.post_id])


def _acceptances(thread_id: int) -> list[int]:
    return list(db.session.scalars(select(Acceptance.id).where(Acceptance.thread_id == thread_id)))


def lock(member_ids: Collection[int]) -> list[int]:
    """The ids in order, their rows locked (PostgreSQL), so that parallel votes see each other under the caps."""
    ordered = sorted(member_ids)
    if ordered:
        rows = select(Member.id).where(Member.id.in_(ordered)).order_by(Member.id).with_for_update(key_share=True)
        db.session.execute(rows)
    return ordered


def differences(
    entry: Entry,
    facts: Collection[Fact],
    grants: Mapping[Cause, Grant],
    own: Mapping[positions.Key, Position],
    *,
    backdated: bool = False,
) -> Rows:
    """The entries that bring one member's ledger from `own` to `grants`; `backdated` to the instants of the facts.

    Where a fact ends and stands anew at another instant, only its end is posted: one event makes one entry a cause.
    """
    known = {cause: position for (_, cause), position in own.items()}
    by_cause = {position.fact.cause: position.fact for position in own.values()} | {fact.cause: fact for fact in facts}
    ending = {cause[:3] for cause, position in known.items() if position.stands and cause not in grants}
    rows = []
    for cause in sorted(by_cause, key=lambda cause: (cause.at, cause.kind, cause.id, cause.rule)):
        grant, position = grants.get(cause, Grant(0, 0, "ended")), known.get(cause)
        if cause in grants and cause[:3] in ending:
            continue
        if (grant.amount, grant.uncapped) != ((position.amount, position.uncapped) if position else (0, 0)):
            row = _entry(by_cause[cause], grant, position)
            rows.append({**row, "event_id": entry.id, "at": cause.at if backdated else entry.at})
    return rows


def _entry(fact: Fact, grant: Grant, position: Position | None) -> dict[str, Any]:
    amount = grant.amount - (position.amount if position else 0)
    takes_back = position is not None and (grant.uncapped == 0 or amount < 0)
    return {
        "member_id": fact.member_id,
        "rule": fact.rule,
        "rule_version": in_force.current().version,
        "amount": amount,
        "uncapped": grant.uncapped,
        "note": grant.cap or ("room" if position and position.stands and not takes_back else ""),
        "counterparty_id": fact.counterparty_id,
        "cause_kind": fact.kind,
        "cause_id": fact.id,
        "post_id": fact.post_id,
        "thread_id": fact.thread_id,
        "fact_at": fact.at,
        "reverses_id": position.last_id if position and takes_back else None,
    }


def post(rows: Rows) -> None:
    """The entries, and with them the members' sums, in the ledger."""
    if not rows:
        return
    db.session.execute(insert(Point), rows)
    moved: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        moved[row["member_id"]] += row["amount"]
    for member_id, amount in moved.items():
        if amount:
            db.session.execute(
                update(Member)
                .where(Member.id == member_id)
                .values(reputation=Member.reputation + amount)
                .execution_options(synchronize_session="fetch")
            )


def rebuild_for(member_ids: Collection[int], entry: Entry, *, backdated: bool = False) -> int:
    """How many entries, all about `entry`, it took until these members' ledgers say what the standing facts give.

    The way for many at once: imports (`backdated`, so that the entries stand where the facts do) and `replay`.
    """
    return sum(_rebuild(batch, entry, backdated) for batch in _batches(sorted(set(member_ids))))


def _rebuild(batch: Collection[int], entry: Entry, backdated: bool) -> int:
    lock(batch)
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in content.of_members(batch):
        facts[fact.member_id].append(fact)
    own: defaultdict[int, dict[positions.Key, Position]] = defaultdict(dict)
    for key, position in positions.read(Point.member_id.in_(batch)).items():
        own[key[0]][key] = position
    rows: Rows = []
    for member_id in batch:
        grants = fold(facts[member_id])
        rows += differences(entry, facts[member_id], grants, own[member_id], backdated=backdated)
    post(rows)
    return len(rows)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
