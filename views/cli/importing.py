"""`import`: another community becomes part of this one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from community.importers import stackexchange
from community.importers.work import Progress as Report
from community.importers.work import silent
from views.cli.group import in_app, json_option, show


@click.group("import")
def importing() -> None:
    """Bring members, questions and answers from elsewhere; again is fine, and goes on where it was stopped."""


@importing.command("stackexchange")
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Keep the originals' ids under this name instead of the site's.")
@json_option
@in_app
def stack_exchange(dump: Path, name: str, as_json: bool) -> None:
    """Import a Stack Exchange dump: a folder of XML files, or a .7z, .tar.xz, .tar.gz or .zip of it."""
    with _progress(as_json) as progress:
        report = stackexchange.bring(dump, name=name, progress=progress)
    show(report, as_json, *_lines(report))


@contextmanager
def _progress(as_json: bool) -> Iterator[Report]:
    """A bar for each stage on a terminal; silence elsewhere."""
    if as_json or not sys.stderr.isatty():
        yield silent
        return
    columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bars:
        stages: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done)

        yield report


def _lines(report: dict[str, Any]) -> Iterator[str]:
    new = ", ".join(f"{count:,} {kind}" for kind, count in report["new"].items())
    yield f"{report['source']}: {new or 'nothing new'}, in {report['seconds']} s."
    if report["missing_files"]:
        yield f"Missing: {', '.join(report['missing_files'])}."
    yield from (f"Broken: {broken}" for broken in report["broken_files"])
    if report["odd_rows"]:
        yield "Rows left out, mended or only counted:"
        yield from (f"{count:>8,}  {kind}" for kind, count in report["odd_rows"].items())
