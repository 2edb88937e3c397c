"""Points of imported members against a small program that knows the dump's XML and product.md, and nothing of ours."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from community.importers import archive, stackexchange
from community.importers.bulk import Keys
from models.base import db
from models.member import Member
from models.point import Point

Row = dict[str, str]
UP, WIKI = "2", "16"


def rows(folder: Path, name: str) -> Iterator[Row]:
    return (dict(row.attrib) for row in ElementTree.parse(folder / f"{name}.xml").getroot())


def points_of(folder: Path) -> Counter[str]:
    """What everybody has, by their id in the dump."""
    posts = {row["Id"]: row for row in rows(folder, "Posts") if row["PostTypeId"] in "12"}
    wiki = {row["PostId"] for row in rows(folder, "PostHistory") if row["PostHistoryTypeId"] == WIKI}
    return _of_votes(folder, posts, wiki) + _of_acceptances(posts)


def _of_votes(folder: Path, posts: dict[str, Row], wiki: set[str]) -> Counter[str]:
    """Up-votes from their midnight, but never before the post; at most 200 a day, and 200 on one post."""
    votes = []
    for row in rows(folder, "Votes"):
        post = posts.get(row["PostId"])
        question = posts.get(post.get("ParentId", post["Id"])) if post else None
        if post and question and row["VoteTypeId"] == UP and "OwnerUserId" in post:
            at = max(_padded(each["CreationDate"]) for each in (row, post, question))
            votes.append((at, int(row["Id"]), post))
    points, of_day, of_post = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for at, _, post in sorted(votes, key=lambda vote: vote[:2]):
        who, day = post["OwnerUserId"], at[:10]
        full = 0 if post["Id"] in wiki else 10 if post["PostTypeId"] == "2" else 5
        given = max(0, min(full, 200 - of_day[who, day], 200 - of_post[post["Id"]]))
        points[who] += given
        of_day[who, day] += given
        of_post[post["Id"]] += given
    return points


def _of_acceptances(posts: dict[str, Row]) -> Counter[str]:
    """15 for the answer, 2 for the asker; nothing where they are one."""
    points = Counter[str]()
    for question in posts.values():
        answer = posts.get(question.get("AcceptedAnswerId", ""))
        author, asker = (answer or {}).get("OwnerUserId"), question.get("OwnerUserId")
        if author and author != asker:
            points[author] += 15
            if asker:
                points[asker] += 2
    return points


def _padded(instant: str) -> str:
    """Instants that sort as text: some have fewer decimals than others."""
    whole, _, part = instant.partition(".")
    return f"{whole}.{part:0<6}"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "name", ["se-french-meta", *(pytest.param(n, marks=pytest.mark.acceptance) for n in ("se-beer",))]
)
def test_everybody_has_what_the_dump_gives(app, real_dump, name):
    given = real_dump(name)
    stackexchange.bring(given.archive)
    originals = {ours: str(original) for original, ours in Keys(given.expected["site"])["member"].items()}
    members = db.session.execute(select(Member.id, Member.reputation).where(Member.reputation != 0))
    with archive.opened(given.archive, ("Posts.xml", "PostHistory.xml", "Votes.xml")) as folder:
        assert {originals[row.id]: row.reputation for row in members} == {
            k: v for k, v in points_of(folder).items() if v
        }
    capped = set(db.session.scalars(select(Point.note).where(Point.amount < Point.uncapped)))
    assert capped & {"daily", "post"}, "no vote in this dump meets a cap, so it is not worth trying"
