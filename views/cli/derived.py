"""`replay` and `reindex`: what is derived, derived again."""

import click
from rich.console import Console
from rich.progress import Progress

from community import replay as replaying
from community import search_feed
from views.cli.group import in_app, json_option, show

terminal = Console(stderr=True)


@click.command()
@click.option("--check", is_flag=True, help="Only compare; exit 1 where something differs.")
@json_option
@in_app
def replay(check: bool, as_json: bool) -> None:
    """Rebuild ledger, levels, counters, clocks and inbox from the log."""
    if check:
        differences = list(replaying.check())
        show({"differences": differences}, as_json, *(differences or ["Nothing differs."]))
        raise click.exceptions.Exit(1 if differences else 0)
    changed = replaying.rebuild(_say)
    show({"changed": changed}, as_json, f"{changed} rows put right.")


def _say(part: str, changed: int) -> None:
    if terminal.is_terminal:
        terminal.print(f"{part}: {changed}")


@click.command()
@json_option
@in_app
def reindex(as_json: bool) -> None:
    """Build the search index anew from the database, beside the one in use."""
    with Progress(console=terminal, disable=not terminal.is_terminal, transient=True) as progress:
        task = progress.add_task("Indexing", total=None)
        number = search_feed.reindex(lambda done: progress.update(task, completed=done))
    show({"documents": number}, as_json, f"{number} documents indexed.")
