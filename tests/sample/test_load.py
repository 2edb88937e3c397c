"""The sample as the product makes it: whole, alive at any hour, and without a contradiction."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from stat import S_IMODE

import pytest
from sqlalchemy import func, select

from community import doctor, replay
from community.actions import candidates, members, sweeps
from community.sample import script
from community.sample.load import MARK, load, sign_ins
from models import clock
from models.article import Article, Candidate
from models.base import db
from models.bookkeeping import Meta
from models.dispute import Dispute
from models.errors import Conflict
from models.escalation import Clock
from models.event_log import Delivery
from models.member import Member
from models.thread import Thread
from reputation.levels import Level

SUNDAY_NIGHT = datetime(2026, 3, 15, 3, 40, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


def counted(column, *where):
    """{value: how many rows have it}."""
    return dict(db.session.execute(select(column, func.count()).where(*where).group_by(column)).all())


@pytest.fixture
def loaded(app, settings):
    """The sample at the hour at which the fewest people work."""
    with clock.at(SUNDAY_NIGHT):
        yield load(settings.data_dir)


def test_the_sample_is_whole_alive_and_clean(loaded, settings, client, monkeypatch):
    # every state, tier and kind of decision is there to be seen
    assert db.session.scalar(select(func.count(Thread.id))) >= 64
    assert set(counted(Thread.state)) == {"open", "answered", "resolved", "closed"}
    assert set(counted(Thread.kind)) == {"question", "problem", "idea", "praise"}
    assert set(counted(Clock.tier)) == {1, 2, 3, 4}
    assert counted(Clock.in_queue)[True] >= 8
    assert set(counted(Dispute.outcome)) == {None, "upheld", "narrowed", "dismissed"}
    assert counted(Dispute.cause)["didnt_work"] == 1
    assert counted(Article.state) == {"published": 3, "draft": 2}
    assert counted(Candidate.state)["open"] >= 3
    assert db.session.scalar(select(func.count(Thread.id)).where(Thread.deleted_at.is_not(None))) == 1
    assert db.session.scalar(select(func.count(Thread.id)).where(Thread.severity == "urgent")) == 1
    assert db.session.scalar(select(func.count(Thread.id)).where(Thread.needs_info_at.is_not(None))) == 1

    # the five who can sign in, each what the page says they are
    people = {each.person: each for each in loaded}
    assert list(people) == ["customer", "advocate", "employee", "staff", "admin"]
    for person, sign_in in people.items():
        member = members.sign_in(None, sign_in.address, sign_in.password)
        assert member is not None
        assert member.role == ("customer" if person in ("customer", "advocate") else person)
        assert (member.level == Level.ADVOCATE) == (person == "advocate")
    assert S_IMODE((settings.data_dir / "sign-ins.json").stat().st_mode) == 0o600

    # nothing of long ago is mailed again
    old = (Delivery.consumer == "mail", Delivery.next_at < SUNDAY_NIGHT - timedelta(days=1))
    assert set(counted(Delivery.state, *old)) <= {"done"}

    # once is enough
    number = db.session.scalar(select(func.count(Thread.id)))
    assert load(settings.data_dir) == loaded == sign_ins(settings.data_dir)
    assert db.session.scalar(select(func.count(Thread.id))) == number

    # the worker has nothing left to do for what is past, and soon has something to do
    assert sweeps.sweep(None).moves == []
    assert candidates.find(None) == []
    with clock.at(SUNDAY_NIGHT + TEN_MINUTES):
        climbed = sweeps.sweep(None).of("climb")
    assert {each["tier"] for each in climbed} == {"advocates", "employees", "staff"}

    # no contradiction, and what is derived is what the log says
    assert list(replay.check()) == []
    monkeypatch.setattr(doctor, "_schema", lambda: iter(()))  # tests make theirs without migrations
    assert [found for found in doctor.examine() if not found.note] == []

    # every link of the first page leads somewhere
    monkeypatch.setitem(client.application.extensions, "settings", replace(settings, show_mails=True))
    client.sign_in(db.session.scalars(select(Member).where(Member.role == "admin")).one())
    page = client.get("/welcome").text
    links = set(re.findall(r"<main.*</main>", page, re.S)[0].split('href="')[1:])
    paths = sorted({link.partition('"')[0] for link in links})
    assert len(paths) > 20
    answers = {path: client.get(path, follow_redirects=True).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status != 200} == {}

    # at starts of later days somebody has asked again, and that climbs, until the texts are used up
    start = SUNDAY_NIGHT + timedelta(days=2)
    for _ in script.HERE.joinpath("later.toml").read_text().split("[[thread]]")[1:]:
        for hours in range(6):
            with clock.at(start - timedelta(hours=6 - hours)):
                sweeps.sweep(None)
        with clock.at(start):
            assert load(settings.data_dir) == loaded
        with clock.at(start + TEN_MINUTES):
            assert [each["tier"] for each in sweeps.sweep(None).of("climb")] == ["advocates"]
        start += timedelta(hours=8)
    with clock.at(start):
        assert load(settings.data_dir) == loaded
    assert list(replay.check()) == []


def test_an_interrupted_loading_is_said(app, settings):
    db.session.add(Meta(key=MARK, value={"state": "loading"}))
    db.session.commit()
    with pytest.raises(Conflict, match="--fresh"):
        load(settings.data_dir)
