"""`member` and `token`: accounts, made and changed by who has the machine."""

import sys

import click

from community import access
from community.actions import members, tokens
from community.queries.tokens import SCOPES
from models.errors import NotFound
from models.member import ROLES, Member, key_of
from views.cli.group import in_app, json_option, show

role_choice = click.Choice([role for role in ROLES if role != "system"])


@click.group()
def member() -> None:
    """Accounts."""


@member.command("add")
@click.argument("handle")
@click.option("--email", required=True)
@click.option("--role", default="customer", show_default=True, type=role_choice)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@json_option
@in_app
def add(handle: str, email: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Add a member; without a password they set one by the link "forgot password"."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    made = members.add(None, handle=handle, email=email, role=role, password=password)
    show(_document(made), as_json, f"{made.handle} is member {made.id}, {made.role}.")


@member.command("role")
@click.argument("handle")
@click.argument("role", type=role_choice)
@json_option
@in_app
def change_role(handle: str, role: str, as_json: bool) -> None:
    """Give a member another role; it counts from their next page on."""
    changed = members.set_role(None, _member(handle).id, role)
    show(_document(changed), as_json, f"{changed.handle} is {changed.role} now.")


@click.group()
def token() -> None:
    """Bearer tokens for programs."""


@token.command("create")
@click.argument("handle")
@click.option("--scope", default="read", show_default=True, help=f"One or more of {','.join(SCOPES)}, with commas.")
@click.option("--name", default="", help="What it is for.")
@json_option
@in_app
def create_token(handle: str, scope: str, name: str, as_json: bool) -> None:
    """Print a new bearer token, this once."""
    made = tokens.create(None, _member(handle).id, scope.split(","), name)
    show({"token": made, "handle": handle, "scopes": scope.split(",")}, as_json, made)


def _member(handle: str) -> Member:
    try:
        return access.member_called(key_of(handle))
    except NotFound:
        raise NotFound(f"There is no member {handle}.") from None


def _document(made: Member) -> dict[str, object]:
    return {"id": made.id, "handle": made.handle, "role": made.role}
