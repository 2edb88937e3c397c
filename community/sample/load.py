"""Loading the sample: everybody joins, everything happens in the order of time, and what lies behind stays behind."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from community.sample import deeds, people, script
from community.sample.meanwhile import Meanwhile
from community.sample.stage import Stage
from community.transaction import unit_of_work
from models import clock
from models.base import db
from models.bookkeeping import Meta
from models.errors import Conflict
from models.escalation import Clock
from models.event_log import Delivery
from models.taxonomy import Category

MARK = "sample"
STILL_NEWS = timedelta(hours=6)
"""Mails of the last hours are sent, so that there are some to look at; older ones nobody waits for."""
SOON = timedelta(minutes=10)
"""Within this a question climbs after each start."""


@dataclass(frozen=True)
class SignIn:
    """Who to sign in as, to see what."""

    person: str
    handle: str
    address: str
    password: str


def load(data_dir: Path, now: datetime | None = None) -> list[SignIn]:
    """The sign-ins of the sample, which is loaded if it is not there yet, and goes on if it came to rest.

    Raises Conflict where an earlier loading was interrupted: half a community cannot be told from a whole one.
    """
    now = now or clock.now()
    if state := _state():
        if state != "loaded":
            raise Conflict("An earlier loading of the sample was interrupted. Start afresh with --fresh.")
        if not _climbs_soon(now):
            _go_on(now)
        return sign_ins(data_dir)
    _mark("loading")
    stage = Stage()
    kept = _keep(data_dir, people.join(stage, now))
    _play(stage, now)
    _let_lie(now)
    _mark("loaded", threads=stage.threads, members=stage.members)
    return kept


def ids(kind: str) -> dict[str, int]:
    """The ids of the sample's threads, or members, by their names in the texts; empty where there is no sample."""
    row = db.session.get(Meta, MARK)
    return dict(row.value.get(kind, {})) if row else {}


def sign_ins(data_dir: Path) -> list[SignIn]:
    """The sign-ins that were kept when the sample was loaded."""
    return [SignIn(**each) for each in json.loads(_file(data_dir).read_text())]


def _play(stage: Stage, now: datetime) -> None:
    meanwhile = Meanwhile()
    for step in script.steps(now):
        meanwhile.until(step.at)
        with clock.at(step.at):
            deeds.do(stage, step)
        db.session.remove()
    meanwhile.until(now)


def _climbs_soon(now: datetime) -> bool:
    due = (Clock.asleep.is_(False), Clock.due_kind == "unanswered", Clock.due_at <= now + SOON)
    return db.session.scalar(select(Clock.thread_id).where(*due).limit(1)) is not None


def _go_on(now: datetime) -> None:
    """Somebody asked something a while ago, so that a demo of other days is as alive as a new one."""
    categories = {each.slug: each.id for each in db.session.scalars(select(Category))}
    stage = Stage(members=ids("members"), categories=categories, threads=ids("threads"))
    for step in script.later(now, stage.threads):
        with clock.at(step.at):
            deeds.do(stage, step)
    _mark("loaded", threads=stage.threads, members=stage.members)


def _let_lie(now: datetime) -> None:
    """Marks the mails of long ago as done: they were sent in their time, as it were."""
    with unit_of_work():
        old = (Delivery.consumer == "mail", Delivery.state == "pending", Delivery.next_at < now - STILL_NEWS)
        db.session.execute(update(Delivery).where(*old).values(state="done", done_at=now))


def _keep(data_dir: Path, passwords: dict[str, str]) -> list[SignIn]:
    addresses = {member["handle"]: people.address(member) for member in script.members()}
    kept = [
        SignIn(person, handle, addresses[handle], passwords[handle])
        for person, handle in script.community()["sign_in"].items()
    ]
    file = _file(data_dir)
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(each) for each in kept], indent=1))
    return kept


def _file(data_dir: Path) -> Path:
    return data_dir / "sign-ins.json"


def _state() -> str:
    row = db.session.get(Meta, MARK)
    return str(row.value["state"]) if row else ""


def _mark(state: str, **more: dict[str, int]) -> None:
    with unit_of_work():
        row = db.session.get(Meta, MARK)
        if row is None:
            db.session.add(Meta(key=MARK, value={"state": state, **more}))
        else:
            row.value = {"state": state, **more}
