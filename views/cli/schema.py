"""`init` and `upgrade`: a data directory, a secret, a schema."""

from contextlib import suppress
from secrets import token_urlsafe

import click

from community import access
from community import settings as settings_module
from community.actions import installation, members
from community.settings import Settings
from models.errors import Conflict, Invalid, NotFound
from models.member import Member, key_of
from views.cli.group import application, in_app, json_option, show
from views.cli.kept_policy import keep_policy
from views.database import upgrade as apply_migrations


@click.command()
@click.option("--admin", metavar="EMAIL", help="Make the first admin, who gets a mail with a link to set a password.")
@json_option
def init(admin: str | None, as_json: bool) -> None:
    """Make the data directory, its secret key and the schema; again is fine."""
    settings = settings_module.load()
    prepare(settings)
    with application(settings):
        lines = [f"Ready in {settings.data_dir}"]
        if admin:
            lines.append(_make_admin(admin))
    show({"data_dir": str(settings.data_dir), "admin": admin}, as_json, *lines)


def _make_admin(email: str) -> str:
    """What to do next, once the first admin stands; there is no password before they choose one."""
    with suppress(NotFound):
        return _known(access.member_with_address(key_of(email)))
    made = members.add(None, handle=_handle(email), email=email, role="admin")
    members.request_reset(None, email)
    return f"{made.handle} is admin; a mail with a link to set a password goes out as soon as the worker runs."


def _known(member: Member) -> str:
    if member.role != "admin":
        raise Conflict(f"{member.handle} is {member.role}: use `community member role {member.handle} admin`")
    return f"{member.handle} is admin already."


def _handle(email: str) -> str:
    """What stands before the @, where that can be a handle."""
    try:
        return members.check_handle(email.partition("@")[0], official=True)
    except Invalid:
        return "admin"


def prepare(settings: Settings) -> None:
    """All that an installation needs before it can serve."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.secret_key and not settings.secret_file.exists():
        settings.secret_file.touch(mode=0o600)
        settings.secret_file.write_text(token_urlsafe(48))
    with application(settings):
        apply_migrations()
        installation.prepare(None)
        keep_policy(settings)


@click.command()
@json_option
@in_app
def upgrade(as_json: bool) -> None:
    """Bring the schema up to this release."""
    apply_migrations()
    show({"upgraded": True}, as_json, "The schema is up to date.")
