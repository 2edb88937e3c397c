"""The command `community`: one module for each group of commands, listed here."""

from views.cli.accounts import member, token
from views.cli.derived import reindex, replay
from views.cli.group import Commands
from views.cli.schema import init, upgrade
from views.cli.serving import serve, web, worker

COMMANDS = (init, upgrade, serve, web, worker, member, token, replay, reindex)

main = Commands(
    "community",
    commands=COMMANDS,
    help="A community where customers answer each other, and where no question is forgotten.",
)
