"""What every command shares: errors as one line, an application around it, JSON where it is asked for."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from community.settings import Settings, SettingsError
from escalation.policy_file import PolicyError
from models.errors import DomainError, Invalid
from views import database
from views.app import create_app

stderr = Console(stderr=True)


def terminal(line: str) -> None:
    """A line about how far we are, for who watches; nothing where nobody does."""
    if stderr.is_terminal:
        stderr.print(line)


class Commands(click.Group):
    """A group of commands whose foreseen errors are one line on standard error and exit 1; wrong usage exits 2."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (SettingsError, DomainError, PolicyError) as error:
            raise click.ClickException(_reason(error)) from error
        except (SQLAlchemyError, OSError, UnicodeError) as error:
            raise click.ClickException(_first_line(error)) from error


def _reason(error: Exception) -> str:
    """What is wrong, by field where a field is: on a terminal no form stands beside it."""
    fields = error.fields if isinstance(error, Invalid) else {}
    return " ".join(f"{name}: {message}" for name, message in fields.items()) or str(error)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def application(settings: Settings | None = None) -> Iterator[None]:
    """An application of `settings` (default: of the environment) around the block; after it nothing is left open."""
    with create_app(settings).app_context():
        try:
            yield
        finally:
            database.close()


def in_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """`command`, run inside an application made from the settings."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        with application():
            return command(*args, **kwargs)

    return run


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def show(document: Any, as_json: bool, *lines: str) -> None:
    """Prints `document` as JSON, or else the lines for people."""
    if as_json:
        click.echo(json.dumps(document, default=str, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(line)
