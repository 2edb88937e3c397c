"""The sample's members, categories and tags, as they joined and were set up."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from community import access
from community.actions import follows, installation, members, taxonomy
from community.sample import script
from community.sample.offsets import span
from community.sample.stage import Stage
from community.transaction import unit_of_work
from models import clock

OFFICIAL_HOST, PRIVATE_HOST = "emberline.example", "mail.example"


def join(stage: Stage, now: datetime) -> dict[str, str]:
    """The passwords of those who have one, by handle; everybody else exists and cannot sign in."""
    installation.prepare(None)
    passwords = {handle: token_urlsafe(12) for handle in script.community()["sign_in"].values()}
    founder, *others = script.members()
    _join(stage, founder, now, passwords)
    _furnish(stage, now + span(founder["joined"]))
    _follow(stage, founder, now)
    for member in others:
        _join(stage, member, now, passwords)
        _follow(stage, member, now)
    return passwords


def address(member: dict[str, Any]) -> str:
    host = PRIVATE_HOST if member["role"] == "customer" else OFFICIAL_HOST
    return f"{member['handle']}@{host}"


def _join(stage: Stage, given: dict[str, Any], now: datetime, passwords: dict[str, str]) -> None:
    with clock.at(now + span(given["joined"])):
        member = members.add(
            None,
            handle=given["handle"],
            email=address(given),
            role=given["role"],
            password=passwords.get(given["handle"]),
        )
        stage.members[given["handle"]] = member.id
        profile = {name: given[name] for name in ("about", "location", "website") if given.get(name)}
        members.edit_profile(member, display_name=given["name"], **profile)
        with unit_of_work(member):
            member.zone, member.locale = given["zone"], given.get("locale", "en")


def _furnish(stage: Stage, at: datetime) -> None:
    texts, founder = script.community(), stage.member(script.members()[0]["handle"])
    with clock.at(at):
        for category in texts["category"]:
            made = taxonomy.add_category(founder, **category)
            stage.categories[made.slug] = made.id
        for tag in texts["tag"]:
            taxonomy.describe_tag(founder, tag["name"], tag["description"])


def _follow(stage: Stage, given: dict[str, Any], now: datetime) -> None:
    with clock.at(now + span(given["joined"])):
        for name in given.get("follows", ()):
            follows.set(stage.member(given["handle"]), "tag", access.tag(name).id)
