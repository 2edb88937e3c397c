"""The command `community`: one module for each group of commands, listed here."""

from views.cli.accounts import member, token
from views.cli.demo import demo
from views.cli.derived import doctor, reindex, replay
from views.cli.escalating import policy, sweep
from views.cli.explaining import explain
from views.cli.group import Commands
from views.cli.importing import import_
from views.cli.schema import init, upgrade
from views.cli.serving import serve, web, worker

SERVING = (demo, init, serve, web, worker, upgrade)
CARING = (import_, reindex, replay, doctor, explain, sweep, policy, member, token)

main = Commands(
    "community",
    commands=(*SERVING, *CARING),
    help="A community where customers answer each other, and where no question is forgotten.",
)
