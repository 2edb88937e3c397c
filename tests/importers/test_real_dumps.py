"""Real dumps give the numbers that came with them: counted from the database, and as the report gives them."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import case, func, select

from community.importers import archive, stackexchange
from community.importers.bulk import Keys
from community.importers.stackexchange import dump as dumps
from community.importers.stackexchange.rows import FILES, PostType
from community.settings import Settings
from models.acceptance import Acceptance
from models.base import db
from models.dispute import ThreadLink
from models.member import Member
from models.post import Post
from models.taxonomy import Tag
from models.thread import Thread
from models.vote import Vote
from tests.importers.conftest import RealDump
from tests.importers.test_tiny_dump import snapshot
from views.app import create_app

QUICK, ALL = "se-french-meta", ("se-ai", "se-beer", "se-french-meta", "se-cstheory-meta")
WHOLE = [name for name in ALL if name != "se-cstheory-meta"]


def count(*where: Any, of: Any = Thread) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0


def content() -> dict[str, int]:
    """What the database holds, under the names of the expected counts."""
    posts = Post.kind.in_(("opening", "answer"))
    return {
        "questions": count(),
        "answers": count(Post.kind == "answer", of=Post),
        "comments": count(Post.kind == "comment", of=Post),
        "questions_without_answer": count(Thread.answer_count == 0),
        "questions_with_accepted_answer": count(Thread.accepted_count > 0),
        "questions_closed": count(Thread.state == "closed"),
        "posts_with_negative_score": count(posts, Post.score < 0, of=Post),
        "comments_without_user_id": count(Post.kind == "comment", Post.author_id.is_(None), of=Post),
        "duplicate_links_with_both_questions": count(ThreadLink.kind == "same answer", of=ThreadLink),
        "related_links_with_both_questions": count(ThreadLink.kind == "related", of=ThreadLink),
    }


def check(report: dict[str, Any], expected: dict[str, Any]) -> None:
    assert {name: report[name] for name in expected} == expected
    found = content()
    assert found == {name: expected[name] for name in found}
    assert count(of=Tag) == expected["rows"]["Tags"]
    assert count(Member.imported, of=Member) == expected["rows"]["Users"]


class TestEachDump:
    @pytest.mark.parametrize("name", [QUICK])
    def test_its_numbers_and_its_votes(self, app: APIFlask, real_dump: type[RealDump], name: str) -> None:
        given = real_dump(name)
        report = stackexchange.bring(given.archive)
        check(report, given.expected)
        _check_votes(given)

    def test_a_dump_of_posts_alone(self, app: APIFlask, real_dump: type[RealDump]) -> None:
        given = real_dump("se-cstheory-meta")
        report = stackexchange.bring(given.archive)
        assert {name: report[name] for name in given.expected} == given.expected
        assert (count(), count(Post.kind == "answer", of=Post)) == (589, 1322)
        assert count(Thread.accepted_count > 0) == 206
        assert report["odd_rows"]["Users: author without a row, made a placeholder"] == count(
            Member.imported, of=Member
        )


def _check_votes(given: RealDump) -> None:
    """Every post's score is its up less its down votes, in the dump's word and in ours."""
    with archive.opened(given.archive, FILES) as folder:
        dump = dumps.load(folder, "")
    ours = {id_: original for original, id_ in Keys(given.expected["site"])["post"].items()}
    said = {
        row.post_id: (row.up, row.down)
        for row in db.session.execute(
            select(
                Vote.post_id,
                func.sum(case((Vote.value == 1, 1), else_=0)).label("up"),
                func.sum(case((Vote.value == -1, 1), else_=0)).label("down"),
            ).group_by(Vote.post_id)
        )
    }
    posts = select(Post.id, Post.score, Post.helpful, Post.didnt_work).where(Post.kind != "comment")
    checked = 0
    for row in db.session.execute(posts):
        original = dump.posts[ours[row.id]]
        up, down = said.get(row.id, (0, 0))
        assert (row.score, row.helpful, row.didnt_work) == (original.score, up, down)
        assert row.score == up - down
        checked += 1
    assert checked == sum(p.type in (PostType.QUESTION, PostType.ANSWER) for p in dump.posts.values())
    accepted = {p.accepted_id for p in dump.posts.values() if p.accepted_id}
    assert {ours[post_id] for post_id in db.session.scalars(select(Acceptance.post_id))} == accepted


@pytest.mark.acceptance
class TestTwiceAndKilled:
    @pytest.mark.parametrize("name", WHOLE)
    def test_twice_in_a_row(self, app: APIFlask, real_dump: type[RealDump], name: str) -> None:
        given = real_dump(name)
        check(stackexchange.bring(given.archive), given.expected)
        before = snapshot()
        again = stackexchange.bring(given.archive)
        check(again, given.expected)
        assert again["new"] == {}
        assert snapshot() == before

    @pytest.mark.parametrize("name", WHOLE)
    def test_killed_and_started_again(self, tmp_path: Path, real_dump: type[RealDump], name: str) -> None:
        """A process that is killed without warning, several times, at random; the next one ends it."""
        given = real_dump(name)
        environment = os.environ | {"COMMUNITY_DATA_DIR": str(tmp_path)}
        _community(environment, "init").wait()
        chance = random.Random(name)
        for _ in range(3):
            running = _community(environment, "import", "stackexchange", str(given.archive), "--json")
            time.sleep(chance.uniform(3, 8))  # it takes about 3 to begin
            running.send_signal(signal.SIGKILL)
            running.wait()
        settings = Settings(data_dir=tmp_path)
        with create_app(settings).app_context():
            check(stackexchange.bring(given.archive), given.expected)
            _check_votes(given)
        assert _community(environment, "doctor").wait() == 0
        assert _community(environment, "replay", "--check").wait() == 0


def _community(environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "views.cli", *words], env=environment, stdout=subprocess.DEVNULL)
