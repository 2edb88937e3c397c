"""`explain`: why a thread is where it is, why a member has these points."""

from dataclasses import asdict
from datetime import datetime

import click

from community.queries import explain as threads
from community.queries import explain_member as members
from community.queries.explain import Step, Trace
from models.errors import NotFound
from views.cli.group import in_app, json_option, show


@click.group()
def explain() -> None:
    """Why things are as they are."""


@explain.command("thread")
@click.argument("thread_id", type=int)
@json_option
@in_app
def explain_thread(thread_id: int, as_json: bool) -> None:
    """Why a thread is in its tier, and when it moves next."""
    try:
        trace = threads.thread(thread_id)
    except NotFound:
        raise NotFound(f"There is no thread {thread_id}.") from None
    show(trace.as_json(), as_json, *_trace(trace))


@explain.command("member")
@click.argument("handle")
@json_option
@in_app
def explain_member(handle: str, as_json: bool) -> None:
    """Why a member has these points and this level."""
    found = members.explain(handle)
    show(asdict(found), as_json, *members.lines(found))


def _trace(trace: Trace) -> list[str]:
    moves = _instant(trace.next_at) if trace.next_at else "never, as things stand"
    sum_of = ", ".join(f"{part['minutes']} {part['name']}" for part in trace.priority["parts"])
    return [
        f"Thread {trace.thread_id} is {trace.state}, with {trace.tier}, in round {trace.round}. Next: {moves}.",
        *(f"  {name}: {value}" for name, value in trace.inputs.items()),
        *(_step(step) for step in trace.steps),
        f"Priority {trace.priority['total']} minutes: {sum_of}.",
        f"By policy {trace.policy}, calendar {trace.calendar} ({trace.zone}).",
    ]


def _step(step: Step) -> str:
    when = f"{_instant(step.at)} it was done" if step.at else f"due {_instant(step.instant)}"
    return f"  {step.state}: {step.name} ({step.tier}). {step.rule} {step.amount}; {when}."


def _instant(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"
