"""`sweep` and `policy`: the ladder, run once, and what it goes by."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from community import settings as settings_module
from community.actions import candidates, sweeps
from community.actions import policy as policy_action
from escalation.policy_file import PolicyError, PolicyFile, merged, read
from escalation.policy_reader import default_text, parse
from models.clock import YEARS
from views.cli.group import in_app, json_option, show

KINDS = ("climbed", "disputed", "missed", "candidates")


class Instant(click.ParamType):
    """ISO 8601; without a zone it is UTC."""

    name = "INSTANT"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant such as 2026-03-12T16:30:00Z", param, context)
        if instant.year not in YEARS:
            self.fail(f"{value!r} is too far away for a calendar", param, context)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


@click.command()
@click.option("--at", type=Instant(), help="As of this instant, seeing only facts up to it; imported threads as well.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and do nothing.")
@json_option
@in_app
def sweep(at: datetime | None, dry_run: bool, as_json: bool) -> None:
    """One pass of escalation and promotion."""
    document = sweeps.sweep(None, at=at, dry_run=dry_run, asked=True).as_json()
    document["candidates"] = candidates.ripe(at=at)
    if not dry_run:
        candidates.find(None, at=at)
    counts = ", ".join(f"{len(document[kind])} {kind}" for kind in KINDS)
    show(document, as_json, f"{document['read']} threads read: {counts}.")


@click.group()
def policy() -> None:
    """The rules of the ladder and of reputation."""


@policy.command("show")
@json_option
def show_policy(as_json: bool) -> None:
    """The policy in force, each value with its name."""
    own = policy_action.text_of(settings_module.load())
    values = merged(PolicyFile(default_text()).values, PolicyFile(own).values)
    show(values, as_json, *(f"{name} = {value}" for name, value in _flat(values)))


@policy.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def check_policy(file: Path, as_json: bool) -> None:
    """Validate a policy file; every problem with its line and reason."""
    try:
        parse(read(file))
        problems = []
    except PolicyError as error:
        problems = error.problems
    document = {"problems": [{"line": each.line, "key": each.key, "reason": each.reason} for each in problems]}
    show(document, as_json, *(map(str, problems) if problems else ["This policy can be used."]))
    raise click.exceptions.Exit(1 if problems else 0)


def _flat(values: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for name, value in values.items():
        flat += _flat(value, f"{before}{name}.") if isinstance(value, dict) else [(f"{before}{name}", value)]
    return flat
