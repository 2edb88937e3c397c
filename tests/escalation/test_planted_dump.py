"""A dump that we plant, one question for each way up: what the real ones do not show, against what is written here."""

from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest

from community.actions import sweeps
from community.importers import stackexchange
from tests.escalation import oracle
from tests.escalation.test_sweep_oracle import swept

MONDAY = datetime(2015, 6, 1, 9, tzinfo=UTC)
AT = MONDAY + timedelta(days=30)
ASKER, HELPER, OTHER = 1, 2, 3

SILENT = {("advocates", "unanswered"), ("employees", "unanswered"), ("staff", "unanswered")}
DISPUTED = {("staff", "disputed")}


class Dump:
    """Rows by file; questions count from 10, their answers from 11 on, each ten further."""

    def __init__(self):
        self.rows = {"Posts": [], "Votes": [], "PostHistory": []}
        self.questions = 0

    def add(self, file, **row):
        self.rows[file].append({"Id": len(self.rows[file]) + 1, **row})

    def question(self, at=MONDAY, **more):
        self.questions += 1
        number = 10 * self.questions
        self.rows["Posts"].append(
            {"Id": number, "PostTypeId": 1, "CreationDate": iso(at), "OwnerUserId": ASKER, "Score": 0, "ViewCount": 1,
             "Title": f"Question number {number}", "Body": "<p>Why?</p>", "Tags": "<tea>", "LastActivityDate": iso(at),
             **more}
        )  # fmt: skip
        return number

    def answer(self, question, number, after=timedelta(hours=1), up=0, down=0, owner=HELPER):
        post, at = question + number, MONDAY + after
        self.rows["Posts"].append(
            {"Id": post, "PostTypeId": 2, "ParentId": question, "CreationDate": iso(at), "OwnerUserId": owner,
             "Score": up - down, "Body": "<p>Because.</p>", "LastActivityDate": iso(at)}
        )  # fmt: skip
        for kind, count in ((2, up), (3, down)):
            for _ in range(count):
                self.add("Votes", PostId=post, VoteTypeId=kind, CreationDate=iso(midnight(at + timedelta(days=2))))
        return post

    def solved(self, up=0, down=0, others=(), **more):
        """A question with an accepted answer and others with these votes."""
        question = self.question(AcceptedAnswerId=10 * (self.questions + 1) + 1, **more)
        accepted = self.answer(question, 1, up=up, down=down)
        self.add("Votes", PostId=accepted, VoteTypeId=1, CreationDate=iso(midnight(MONDAY + timedelta(days=1))))
        for number, votes in enumerate(others, 2):
            self.answer(question, number, up=max(votes, 0), down=max(-votes, 0), owner=OTHER)
        return question

    def history(self, post, kind, at, who=HELPER, text="Because, and because."):
        self.add(
            "PostHistory", PostId=post, PostHistoryTypeId=kind, CreationDate=iso(at), UserId=who, Text=text,
            RevisionGUID=f"{len(self.rows['PostHistory']):08d}",
        )  # fmt: skip

    def edits(self, post, *editors, every=timedelta(hours=2)):
        self.history(post, 2, MONDAY)
        for number, editor in enumerate(editors, 1):
            self.history(post, 5, MONDAY + timedelta(days=3) + number * every, who=editor)

    def write(self, folder):
        users = [
            {"Id": number, "DisplayName": f"Person {number}", "Reputation": 1, "CreationDate": iso(MONDAY)}
            for number in (ASKER, HELPER, OTHER)
        ]
        files = {**self.rows, "Users": users, "Tags": [{"Id": 1, "TagName": "tea", "Count": self.questions}]}
        for name, rows in files.items():
            lines = "\n".join(f"<row {' '.join(f'{k}={quoteattr(str(v))}' for k, v in row.items())} />" for row in rows)
            (folder / f"{name}.xml").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<rows>\n{lines}\n</rows>\n')
        return folder


def iso(at):
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds")


def midnight(at):
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def plant():
    """The dump, and what must have climbed by AT."""
    dump, expected = Dump(), {}

    def case(question, steps):
        expected[question] = steps

    # silence, and how long it was
    case(dump.question(), SILENT)
    case(dump.question(at=AT - timedelta(minutes=29)), set())
    case(dump.question(at=AT - timedelta(minutes=30)), {("advocates", "unanswered")})
    case(dump.question(at=AT - timedelta(hours=3)), {("advocates", "unanswered"), ("employees", "unanswered")})
    # an answer that nobody confirmed, or readers did
    dump.answer(unconfirmed := dump.question(), 1, up=1)
    case(unconfirmed, {("staff", "unconfirmed")})
    dump.answer(doubted := dump.question(), 1, up=5, down=1)
    case(doubted, {("staff", "unconfirmed")})
    dump.answer(confirmed := dump.question(), 1, up=2)
    case(confirmed, set())
    # didn't work: five of any number; three, and more than helpful
    case(dump.solved(up=9, down=4), set())
    case(dump.solved(up=9, down=5), DISPUTED)
    case(dump.solved(up=3, down=3), set())
    case(dump.solved(up=2, down=3), DISPUTED)
    case(dump.solved(up=0, down=2), set())
    # outscored: by three, and twice as much
    case(dump.solved(up=0, others=(2,)), set())
    case(dump.solved(up=0, others=(3,)), DISPUTED)
    case(dump.solved(up=4, others=(7,)), set())
    case(dump.solved(up=4, others=(1, 8)), DISPUTED)
    case(dump.solved(up=0, down=1, others=(2,)), DISPUTED)
    # an edit war, and what is none
    dump.edits(dump.solved() + 1, HELPER, OTHER, HELPER, OTHER)
    case(10 * dump.questions, DISPUTED)
    dump.edits(dump.solved() + 1, HELPER, OTHER, HELPER)
    case(10 * dump.questions, set())
    dump.edits(dump.solved() + 1, HELPER, OTHER, HELPER, OTHER, every=timedelta(hours=9))
    case(10 * dump.questions, set())
    # closed is left out, reopened begins again
    closed = dump.question(ClosedDate=iso(MONDAY + timedelta(days=1)))
    dump.history(closed, 10, MONDAY + timedelta(days=1), text="101")
    case(closed, set())
    reopened = dump.question()
    dump.history(reopened, 10, MONDAY + timedelta(minutes=10), text="101")
    dump.history(reopened, 11, AT - timedelta(hours=2, minutes=5))
    case(reopened, {("advocates", "unanswered"), ("employees", "unanswered")})
    case(dump.solved(up=0, down=5, ClosedDate=iso(MONDAY + timedelta(days=9))), set())
    dump.history(10 * dump.questions, 10, MONDAY + timedelta(days=9), text="102")
    dump.answer(answered := dump.question(), 1)
    dump.history(answered, 10, MONDAY + timedelta(hours=2), text="101")
    dump.history(answered, 11, AT - timedelta(days=3))
    case(answered, {("staff", "unconfirmed")})
    dump.answer(just_reopened := dump.question(), 1)
    dump.history(just_reopened, 10, MONDAY + timedelta(hours=2), text="101")
    dump.history(just_reopened, 11, AT - timedelta(hours=3))
    case(just_reopened, set())
    # deleted and back: the only answer was gone for a while, and waits for confirmation from when it was gone
    dump.answer(flickering := dump.question(), 1)
    dump.history(flickering + 1, 12, MONDAY + timedelta(days=2))
    dump.history(flickering + 1, 13, AT - timedelta(hours=1))
    case(flickering, {("staff", "unconfirmed")})
    return dump, {question: steps for question, steps in expected.items() if steps}


@pytest.fixture
def planted(tmp_path):
    dump, expected = plant()
    return dump.write(tmp_path), expected


def test_the_oracle_says_what_is_written_here(planted):
    folder, expected = planted
    questions = oracle.read(folder)
    assert {number: steps for number, one in questions.items() if (steps := oracle.climbed(one, AT))} == expected


@pytest.mark.usefixtures("app")
def test_the_sweep_does_too(planted):
    folder, expected = planted
    stackexchange.bring(folder, name="planted")
    sweeps.sweep(None, at=AT)
    assert swept() == expected
