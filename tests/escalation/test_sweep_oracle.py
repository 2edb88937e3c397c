"""A sweep as of an instant over a real dump, against a program that knows the XML alone (`oracle`)."""

import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from community.actions import sweeps
from community.importers import stackexchange
from models.base import db
from models.bookkeeping import ImportKey
from models.escalation import TIERS, Escalation
from tests.escalation import oracle


def noon(year, month, day):
    return datetime(year, month, day, 12, 17, tzinfo=UTC)


INSTANTS = {
    "se-beer": [noon(2014, 2, 20), noon(2015, 7, 3), noon(2017, 1, 2)],
    "se-ai": [noon(2016, 8, 9), noon(2016, 11, 1), noon(2018, 1, 2)],
    "se-french-meta": [noon(2011, 9, 1), noon(2014, 3, 3), noon(2018, 1, 2)],
}
QUICK = ("se-french-meta", noon(2014, 3, 3))
ALL = [(name, at) for name, instants in INSTANTS.items() for at in instants if (name, at) != QUICK]


def dump(name):
    folder = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere")) / name
    if not folder.is_dir():
        pytest.skip("COMMUNITY_TEST_DATA is not set: no real dump is swept")
    return next(folder.glob("*.tar.xz"))


def swept():
    """{original id: {(tier, cause)}} of what climbed."""
    rows = db.session.execute(
        select(ImportKey.original_id, Escalation.tier, Escalation.cause)
        .join(Escalation, Escalation.thread_id == ImportKey.object_id)
        .where(ImportKey.kind == "thread")
    )
    found = defaultdict(set)
    for original, tier, cause in rows:
        found[original].add((TIERS[tier], cause))
    return found


def compare(archive, at):
    questions = oracle.read(archive)
    expected = {number: steps for number, one in questions.items() if (steps := oracle.climbed(one, at))}
    stackexchange.bring(archive)
    sweeps.sweep(None, at=at)
    assert swept() == expected
    assert len({cause for steps in expected.values() for _, cause in steps}) >= 2, "this instant shows too little"


@pytest.mark.usefixtures("app")
class TestRealDumps:
    @pytest.mark.parametrize(("name", "at"), [QUICK])
    def test_one_instant(self, name, at):
        compare(dump(name), at)

    @pytest.mark.sqlite
    @pytest.mark.acceptance
    @pytest.mark.parametrize(("name", "at"), ALL)
    def test_three_instants_of_each_dump(self, name, at):
        compare(dump(name), at)
