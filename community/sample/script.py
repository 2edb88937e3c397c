"""The sample's texts as one list of steps in the order of time.

A file of `threads/` holds a category's threads. What follows the asking is counted from it: `[[thread.post]]` and
`[[thread.edit]]` hold texts, and a line of `then` what else people do:

    "1d 2h | marit_o, joost | accepts a1: on version 3.8"
     when    who              does  to what: in which words

Several people do it one after the other.
"""

import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from community.sample.offsets import span

HERE = Path(__file__).parent
APART = timedelta(minutes=17)
COMPANY = "Emberline"


@dataclass(frozen=True)
class Step:
    """What one person does at an instant: to a thread (by its name in the texts) or to its post `on`."""

    at: datetime
    by: str
    verb: str
    thread: str = ""
    on: str = ""
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def community() -> dict[str, Any]:
    """Name, categories, tags and the sign-ins to print."""
    return _read("community.toml")


def members() -> list[dict[str, Any]]:
    return list(_read("members.toml")["member"])


def steps(now: datetime) -> list[Step]:
    """Everything that happens up to `now`, earliest first. Raises ValueError for a step that would come later."""
    found = [*_threads(now), *_guides(now), *_reads(now)]
    if late := [step for step in found if step.at > now]:
        raise ValueError(f"after now: {late[0].by} {late[0].verb} {late[0].thread} {late[0].on}")
    return sorted(found, key=lambda step: step.at)


def later(now: datetime, asked: Container[str]) -> list[Step]:
    """The first of the questions for later starts that is not among those `asked`; none after the last."""
    left = (thread for thread in _read("later.toml")["thread"] if thread["name"] not in asked)
    return list(_thread(now, thread)) if (thread := next(left, None)) else []


def _threads(now: datetime) -> Iterator[Step]:
    for path in sorted((HERE / "threads").glob("*.toml")):
        table = _read(f"threads/{path.name}")
        for thread in table["thread"]:
            yield from _thread(now, {"category": table["category"]} | thread)


def _thread(now: datetime, thread: dict[str, Any]) -> Iterator[Step]:
    asked, name = now + span(thread["at"]), thread["name"]
    yield Step(asked, thread["by"], "asks", name, text=thread["body"], data=thread)
    for post in thread.get("post", ()):
        verb = "comments" if "to" in post else "answers"
        yield Step(asked + span(post["after"]), post["by"], verb, name, post.get("to", ""), post["body"], post)
    for edit in thread.get("edit", ()):
        yield Step(asked + span(edit["after"]), edit["by"], "edits", name, edit.get("on", ""), edit["body"], edit)
    for line in thread.get("then", ()):
        yield from _line(asked, name, line)


def _line(asked: datetime, thread: str, line: str) -> Iterator[Step]:
    when, who, what = (part.strip() for part in line.split("|", 2))
    deed, _, words = what.partition(":")
    verb, _, on = deed.partition(" ")
    for place, handle in enumerate(who.split(",")):
        yield Step(asked + span(when) + place * APART, handle.strip(), verb, thread, on.strip(), words.strip())


def _guides(now: datetime) -> Iterator[Step]:
    for guide in _read("guides.toml")["guide"]:
        for line in guide["then"]:
            when, who, verb = (part.strip() for part in line.split("|"))
            for place, handle in enumerate(who.split(",")):
                at = now + span(when) + place * APART
                yield Step(at, handle.strip(), verb, guide["thread"], guide["post"], guide.get("body", ""), guide)


def _reads(now: datetime) -> Iterator[Step]:
    """Everybody looked at their inbox a day ago, so what is new there is new."""
    for member in members():
        if now + span(member["joined"]) < now - timedelta(days=1):
            yield Step(now - timedelta(days=1), member["handle"], "reads")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
