"""Who must have climbed, reckoned from a dump's XML alone: another program than the product's, for comparing.

It knows the product's page (product.md: the ladder, disputes, imports) and nothing of our tables, events or policy.
Where we fold events, this asks of each question how things stood at single instants; where we walk calendar spans,
this counts minutes of weekdays between nine and five.
"""

import tarfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SILENCE = (("advocates", 30 * MINUTE), ("employees", 2 * HOUR), ("staff", 4 * HOUR))
RANK = {"peers": 1, "advocates": 2, "employees": 3, "staff": 4}
EDITS = {4, 5, 6, 7, 8, 9}


@dataclass
class Post:
    id: int
    at: datetime
    votes: list[tuple[datetime, int]] = field(default_factory=list)
    gone: list[tuple[datetime, int, bool]] = field(default_factory=list)
    edits: list[tuple[datetime, int, int]] = field(default_factory=list)
    """instant, row, editor"""
    accepted_at: datetime | None = None

    def helpful(self, at: datetime) -> int:
        return sum(value > 0 for when, value in self.votes if when <= at)

    def failed(self, at: datetime) -> int:
        return sum(value < 0 for when, value in self.votes if when <= at)

    def net(self, at: datetime) -> int:
        return self.helpful(at) - self.failed(at)

    def visible(self, at: datetime) -> bool:
        return self.at <= at and not last(self.gone, at)


@dataclass
class Question(Post):
    answers: list[Post] = field(default_factory=list)
    closed: list[tuple[datetime, int, bool]] = field(default_factory=list)

    def standing(self, at: datetime) -> list[Post]:
        return [answer for answer in self.answers if answer.visible(at)]

    def solution(self, at: datetime) -> Post | None:
        found = [one for one in self.standing(at) if one.accepted_at and one.accepted_at <= at]
        return found[0] if found else None

    def state(self, at: datetime) -> int:
        """0 open, 1 answered, 2 resolved, 3 closed"""
        if last(self.closed, at):
            return 3
        return 2 if self.solution(at) else int(bool(self.standing(at)))

    def began(self, at: datetime, *, unsettled: bool = False) -> datetime:
        """When the round that runs at `at` began: the last instant at which the state fell back.

        `unsettled`: the last at which it fell back without having been closed, so that earlier answers no more count.
        """
        moments = {when for when, *_ in self.closed} | {one.at for one in self.answers}
        for one in self.answers:
            moments |= {when for when, *_ in one.gone} | ({one.accepted_at} if one.accepted_at else set())
        began, before = self.at, 0
        for moment in sorted(when for when in moments if when <= at):
            state = self.state(moment)
            fell = state < before and not (unsettled and before == 3)
            began, before = (moment if fell else began), state
        return began


def last(turns: list[tuple[datetime, int, bool]], at: datetime) -> bool:
    """What the last turn up to `at` says."""
    before = [turn for turn in sorted(turns) if turn[0] <= at]
    return bool(before) and before[-1][2]


def working(start: datetime, minutes: int) -> datetime:
    """The end of so many minutes between nine and five, Monday to Friday, UTC."""
    day, left = start.replace(hour=0, minute=0, second=0, microsecond=0), minutes * MINUTE
    while True:
        opens, closes = max(start, day + 9 * HOUR), day + 17 * HOUR
        if day.weekday() < 5 and closes > opens:
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        day += DAY


def climbed(question: Question, at: datetime) -> set[tuple[str, str]]:
    """{(tier, cause)} of the steps that a sweep as of `at` must have taken."""
    if question.at > at or not question.visible(at) or question.state(at) == 3:
        return set()
    due = sorted([*_silence(question, at), *_unconfirmed(question, at), *_disputed(question, at)])
    tier, steps = 1, set()
    for when, rank, name, cause in due:
        if when <= at and rank > tier:
            tier = rank
            steps.add((name, cause))
    return steps


Due = tuple[datetime, int, str, str]


def _in_round(question: Question, at: datetime) -> list[Post]:
    """Answers that count: given since the question came back unsettled, or brought back since."""
    since = question.began(at, unsettled=True)
    return [
        one
        for one in question.standing(at)
        if one.at >= since or any(since <= when <= at and not gone for when, _, gone in one.gone)
    ]


def _silence(question: Question, at: datetime) -> list[Due]:
    if question.state(at) == 2 or _in_round(question, at):
        return []
    return [(question.began(at) + after, RANK[tier], tier, "unanswered") for tier, after in SILENCE]


def _unconfirmed(question: Question, at: datetime) -> list[Due]:
    answers = _in_round(question, at)
    if question.state(at) == 2 or not answers:
        return []
    if any(one.helpful(at) >= 2 and not one.failed(at) for one in answers):
        return []
    since = max(min(one.at for one in answers), question.began(at))
    return [(working(since, 8 * 60), 4, "staff", "unconfirmed")]


def _disputed(question: Question, at: datetime) -> list[Due]:
    """By rule, as soon as the rule holds; all we need to know of when is whether it was before other steps."""
    moments = {when for one in question.answers for when, _ in one.votes}
    moments |= {one.at for one in question.answers} | {one.accepted_at for one in question.answers if one.accepted_at}
    moments |= {when for one in question.answers for when, *_ in one.gone} | {when for when, *_ in question.closed}
    found: list[Due] = []
    if _contested(question, at):
        holds_since = at
        for moment in sorted((when for when in moments if when <= at), reverse=True):
            if not _contested(question, moment):
                break
            holds_since = moment
        found.append((holds_since, 4, "staff", "disputed"))
    for one in [question, *question.answers]:
        if one.visible(at) and (when := _war(one, at)):
            found.append((when, 4, "staff", "disputed"))
    return found


def _contested(question: Question, at: datetime) -> bool:
    accepted = question.solution(at)
    if accepted is None or question.state(at) == 3:
        return False
    helpful, failed, own = accepted.helpful(at), accepted.failed(at), accepted.net(at)
    if failed >= 5 or (failed >= 3 and failed > helpful):
        return True
    others = [one.net(at) for one in question.standing(at) if one is not accepted]
    return any(other >= own + 3 and other >= 2 * max(1, own) for other in others)


def _war(post: Post, at: datetime) -> datetime | None:
    """When four hands in a row had edited the post within a day."""
    hands: list[list[datetime]] = []
    who = None
    for when, _, editor in sorted(post.edits):
        if when > at:
            break
        if editor != who:
            hands.append([when, when])
        hands[-1][1], who = when, editor
    wars = [hands[i + 3][0] for i in range(len(hands) - 3) if hands[i + 3][0] - hands[i][1] <= DAY]
    return min(wars, default=None)


# --- reading ---------------------------------------------------------------------------------------------------------


def read(archive: Path) -> dict[int, Question]:
    """Every question of the dump by its id."""
    rows = _rows(archive)
    questions = {
        int(row["Id"]): Question(int(row["Id"]), _at(row["CreationDate"]))
        for row in rows["Posts"] if row["PostTypeId"] == "1"
    }  # fmt: skip
    posts: dict[int, Post] = dict(questions)
    accepted = {int(row["AcceptedAnswerId"]) for row in rows["Posts"] if "AcceptedAnswerId" in row}
    for row in rows["Posts"]:
        if row["PostTypeId"] == "2" and int(row.get("ParentId", 0)) in questions:
            question = questions[int(row["ParentId"])]
            answer = Post(int(row["Id"]), max(_at(row["CreationDate"]), question.at))
            question.answers.append(answer)
            posts[answer.id] = answer
    _votes(rows["Votes"], posts, accepted)
    _history(rows["PostHistory"], posts)
    for row in rows["Posts"]:
        if row["PostTypeId"] == "1":
            _settle_closing(questions[int(row["Id"])], row.get("ClosedDate"))
    return questions


def _votes(rows: list[dict[str, str]], posts: dict[int, Post], accepted: set[int]) -> None:
    for answer in accepted & posts.keys():
        posts[answer].accepted_at = posts[answer].at
    for row in rows:
        post = posts.get(int(row["PostId"]))
        if post is None:
            continue
        when = max(_at(row["CreationDate"]), post.at)
        if row["VoteTypeId"] in "23":
            post.votes.append((when, 1 if row["VoteTypeId"] == "2" else -1))
        elif row["VoteTypeId"] == "1" and post.id in accepted:
            post.accepted_at = max(post.accepted_at or when, when)


def _history(rows: list[dict[str, str]], posts: dict[int, Post]) -> None:
    edits: dict[tuple[int, str], tuple[datetime, int, int]] = {}
    for row in rows:
        post, kind = posts.get(int(row["PostId"])), int(row["PostHistoryTypeId"])
        if post is None:
            continue
        when, number = max(_at(row["CreationDate"]), post.at), int(row["Id"])
        if kind in EDITS and "UserId" in row:
            edits.setdefault((post.id, row.get("RevisionGUID", str(number))), (when, number, int(row["UserId"])))
        elif kind in (10, 11) and isinstance(post, Question):
            post.closed.append((when, number, kind == 10))
        elif kind in (12, 13):
            post.gone.append((when, number, kind == 12))
    for (post_id, _), edit in edits.items():
        posts[post_id].edits.append(edit)
    for post in posts.values():
        post.gone = _changes(post.gone)
        if last(post.gone, datetime.max.replace(tzinfo=UTC)):
            post.gone.pop()  # what is in the dump stands


def _settle_closing(question: Question, closed: str | None) -> None:
    """The dump's own word on whether it is closed now stands above its history."""
    question.closed = _changes(question.closed)
    is_closed = bool(question.closed) and question.closed[-1][2]
    if closed is None and is_closed:
        question.closed.pop()
    if closed is not None and not is_closed:
        question.closed.append((max(_at(closed), question.at), 0, True))


def _changes(turns: list[tuple[datetime, int, bool]]) -> list[tuple[datetime, int, bool]]:
    kept: list[tuple[datetime, int, bool]] = []
    for turn in sorted(turns):
        if turn[2] != (bool(kept) and kept[-1][2]):
            kept.append(turn)
    return kept


def _rows(archive: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of the files that matter here; `archive` is a folder or a packed one."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    if archive.is_dir():
        for file in archive.glob("*.xml"):
            found[file.stem] = [dict(row.attrib) for row in ElementTree.parse(file).getroot()]
        return found
    with tarfile.open(archive) as packed:
        for member in packed:
            stem = Path(member.name).stem
            if member.isfile() and stem in ("Posts", "Votes", "PostHistory"):
                content = packed.extractfile(member)
                assert content is not None
                found[stem] = [dict(row.attrib) for row in ElementTree.parse(content).getroot()]
    return found


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
