"""`import`: another community becomes part of this one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from community.importers import stackexchange
from views.cli.group import in_app, json_option, show, stderr

COLUMNS = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


@click.group("import")
def import_() -> None:
    """Bring members, questions and answers from elsewhere; again is fine, and goes on where it was stopped."""


@import_.command("stackexchange")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Keep the originals' ids under this name instead of the site's.")
@json_option
@in_app
def from_stackexchange(source: Path, name: str, as_json: bool) -> None:
    """A Stack Exchange dump: a folder of XML files, or a .7z, .tar.xz, .tar.gz or .zip of it."""
    with Progress(*COLUMNS, console=stderr, disable=not stderr.is_terminal) as bar:
        report = stackexchange.bring(source, name=name, progress=_shown_in(bar))
    show(report, as_json, *_lines(report))


def _shown_in(bar: Progress) -> stackexchange.Progress:
    tasks: dict[str, TaskID] = {}

    def told(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return told


def _lines(report: dict[str, Any]) -> Iterator[str]:
    new = ", ".join(f"{count:,} {kind}" for kind, count in report["new"].items())
    yield f"{report['source']}: {new or 'nothing new'}, in {report['seconds']} s."
    if report["missing_files"]:
        yield f"Missing: {', '.join(report['missing_files'])}."
    yield from (f"Broken: {broken}" for broken in report["broken_files"])
    if report["odd_rows"]:
        yield "Rows left out, mended or only counted:"
        yield from (f"{count:>8,}  {kind}" for kind, count in report["odd_rows"].items())
