"""Addresses of another community lead to what became of them; the command brings it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from community.importers import stackexchange
from community.importers.bulk import Keys
from community.settings import Settings
from models.base import db
from models.clock import now
from models.post import Post
from models.thread import Thread
from tests.browser_client import Client
from views.cli import main

TINY = Path(__file__).parent.parent / "importers" / "tiny-dump"


@pytest.fixture
def keys(settings: Settings) -> Keys:
    stackexchange.bring(TINY, name="tiny")
    return Keys("tiny")


class TestOriginalAddresses:
    @pytest.mark.parametrize(
        ("kind", "original", "leads_to", "became"),
        [
            ("question", 1, "/questions/{}/kettle-stops-at-80-degrees", "thread"),
            ("thread", 1, "/questions/{}/kettle-stops-at-80-degrees", "thread"),
            ("post", 2, "/a/{}", "post"),
            ("answer", 2, "/a/{}", "post"),
            ("comment", 1, "/a/{}", "comment"),
            ("member", -1, "/members/{}/member-1", "member"),
            ("member", 1, "/members/{}/ada-quill", "member"),
            ("tag", 1, "/tags/kettle", "tag"),
        ],
    )
    def test_lead_to_what_they_became(
        self, client: Client, keys: Keys, kind: str, original: int, leads_to: str, became: str
    ) -> None:
        answer = client.get(f"/import/tiny/{kind}/{original}")
        assert (answer.status_code, answer.location) == (301, leads_to.format(keys[became][original]))

    def test_one_id_space_for_questions_and_answers(self, client: Client, keys: Keys) -> None:
        assert client.get("/import/tiny/post/1").location == client.get("/import/tiny/question/1").location

    @pytest.mark.parametrize("path", ["tiny/question/777", "tiny/vote/1", "other/question/1", "tiny/nonsense/1"])
    def test_what_was_not_imported(self, client: Client, keys: Keys, path: str) -> None:
        assert client.get(f"/import/{path}").status_code == 404

    def test_what_may_not_be_seen_looks_the_same(self, client: Client, keys: Keys) -> None:
        db.session.execute(update(Thread).where(Thread.id == keys["thread"][1]).values(deleted_at=now()))
        db.session.execute(update(Post).where(Post.id == keys["post"][19]).values(deleted_at=now()))
        db.session.commit()
        for path in ("question/1", "post/2", "comment/1", "post/19"):
            assert client.get(f"/import/tiny/{path}").status_code == 404


class TestTheCommand:
    @pytest.fixture
    def environment(self, tmp_path: Path) -> dict[str, str]:
        variables = {"COMMUNITY_DATA_DIR": str(tmp_path / "data")}
        assert CliRunner().invoke(main, ["init"], env=variables).exit_code == 0
        return variables

    def test_it_reports(self, environment: dict[str, str]) -> None:
        done = CliRunner().invoke(main, ["import", "stackexchange", str(TINY)], env=environment)
        assert done.exit_code == 0
        assert "9 threads" in done.output
        assert "PostLinks: to itself" in done.output

    def test_it_reports_as_json(self, environment: dict[str, str]) -> None:
        done = CliRunner().invoke(main, ["import", "stackexchange", str(TINY), "--json"], env=environment)
        report = json.loads(done.output)
        assert (report["site"], report["questions"], report["new"]["threads"]) == ("tiny-dump", 9, 9)

    def test_its_errors_are_one_line(self, environment: dict[str, str], tmp_path: Path) -> None:
        done = CliRunner().invoke(main, ["import", "stackexchange", str(tmp_path / "gone")], env=environment)
        assert done.exit_code == 1
        assert done.output.count("\n") == 1
