"""Real dumps give the numbers that came with them: content by the API, everything in the report."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import case, func, select

from community.importers import archive, stackexchange
from community.importers.bulk import Keys
from community.importers.stackexchange import dump as dumps
from community.importers.stackexchange.rows import FILES, PostType
from community.settings import Settings
from models.acceptance import Acceptance
from models.base import db
from models.member import Member
from models.post import Post
from models.vote import Vote
from tests.browser_client import Client
from tests.importers.conftest import RealDump
from tests.importers.test_tiny_dump import snapshot
from views.app import create_app

QUICK, ALL = "se-french-meta", ("se-ai", "se-beer", "se-french-meta", "se-cstheory-meta")
WHOLE = [name for name in ALL if name != "se-cstheory-meta"]


def count(*where: Any, of: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0


def listed(client: Client, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Everything that a list of the API holds, page after page."""
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(f"/api/v1{path}", query_string={**query, "limit": 100, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        yield from answer.json["items"]
        cursor = answer.json["next"]


def content(client: Client) -> dict[str, int]:
    """What the API tells a guest of the whole site, under the names of the expected counts."""
    ids = [question["id"] for question in listed(client, "/questions")]
    questions = [client.get(f"/api/v1/questions/{id_}").json for id_ in ids]
    posts = [post for question in questions for post in (question["opening"], *question["posts"])]
    comments = [comment for post in posts for comment in post["comments"]]
    links = Counter(link["kind"] for question in questions for link in question["links"])
    return {
        "questions": len(questions),
        "answers": sum(post["kind"] == "answer" for post in posts),
        "comments": len(comments),
        "questions_without_answer": len(list(listed(client, "/questions", unanswered="1"))),
        "questions_with_accepted_answer": sum(bool(question["acceptances"]) for question in questions),
        "questions_closed": len(list(listed(client, "/questions", state="closed"))),
        "posts_with_negative_score": sum(post["score"] < 0 for post in posts),
        "comments_without_user_id": sum(comment["author"]["id"] is None for comment in comments),
        "duplicate_links_with_both_questions": links["same answer"],
        "related_links_with_both_questions": links["related"],
        "tags": len(list(listed(client, "/tags"))),
    }


def check(report: dict[str, Any], expected: dict[str, Any], client: Client) -> None:
    """Content by the API, everything in the report. What a missing file would tell is None there, and not asked for."""
    assert {name: report[name] for name in expected} == expected
    wanted = expected | {"tags": expected["rows"].get("Tags")}
    if "Votes" not in expected["rows"]:
        wanted["posts_with_negative_score"] = None  # a score without the votes behind it is not believed
    found = content(client)
    known = {name: wanted[name] for name in found if wanted[name] is not None}
    assert {name: found[name] for name in known} == known
    if "Users" in expected["rows"]:
        assert count(Member.imported, of=Member) == expected["rows"]["Users"]


class TestEachDump:
    @pytest.mark.parametrize("name", [QUICK])
    def test_its_numbers_and_its_votes(self, client: Client, real_dump: type[RealDump], name: str) -> None:
        given = real_dump(name)
        report = stackexchange.bring(given.archive)
        check(report, given.expected, client)
        _check_votes(given)

    @pytest.mark.sqlite
    @pytest.mark.acceptance
    def test_a_dump_of_posts_alone(self, client: Client, real_dump: type[RealDump]) -> None:
        given = real_dump("se-cstheory-meta")
        report = stackexchange.bring(given.archive)
        check(report, given.expected, client)
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
    @pytest.mark.sqlite
    @pytest.mark.parametrize("name", WHOLE)
    def test_twice_in_a_row(self, client: Client, real_dump: type[RealDump], name: str) -> None:
        given = real_dump(name)
        check(stackexchange.bring(given.archive), given.expected, client)
        before = snapshot()
        again = stackexchange.bring(given.archive)
        check(again, given.expected, client)
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
        app = create_app(settings)
        app.test_client_class = Client
        with app.app_context():
            check(stackexchange.bring(given.archive), given.expected, app.test_client())
            _check_votes(given)
        assert _community(environment, "doctor").wait() == 0
        assert _community(environment, "replay", "--check").wait() == 0


def _community(environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "views.cli", *words], env=environment, stdout=subprocess.DEVNULL)
