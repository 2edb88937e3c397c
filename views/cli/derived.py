"""`replay`, `reindex` and `doctor`: what is derived, derived again or compared; every invariant tried."""

import click

from community import doctor as examining
from community import replay as replaying
from community import search_feed
from views.cli.group import in_app, json_option, show, terminal


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
    changed = replaying.rebuild(lambda part, rows: terminal(f"{part}: {rows}"))
    show({"changed": changed}, as_json, f"{changed} rows put right.")


@click.command()
@json_option
@in_app
def reindex(as_json: bool) -> None:
    """Build the search index anew from the database, beside the one in use."""
    number = search_feed.reindex(lambda done: terminal(f"{done} documents"))
    show({"documents": number}, as_json, f"{number} documents indexed.")


@click.command()
@json_option
@in_app
def doctor(as_json: bool) -> None:
    """Try every invariant, the schema, the deliveries and the index; exit 1 on a violation."""
    findings = examining.examine()
    violations = [each.sentence for each in findings if not each.note]
    notes = [each.sentence for each in findings if each.note]
    readable = not any(each.check == "schema" for each in findings)
    deliveries = examining.figures() if readable else {}
    document = {"violations": violations, "notes": notes, "deliveries": deliveries}
    show(document, as_json, *violations, *notes, *([] if violations else ["All is well."]))
    raise click.exceptions.Exit(1 if violations else 0)
