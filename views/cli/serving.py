"""`serve`, `web` and `worker`: the processes of an installation."""

import click

from community import settings
from community.actions import search_host
from views import web_server
from views.cli.group import in_app
from views.cli.kept_policy import keep_policy
from views.cli.processes import free_address, run_together, run_worker, stop_on_signals

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
workers_option = click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))


@click.command()
@host_option
@port_option
@workers_option
def serve(host: str, port: int, workers: int) -> None:
    """Web and worker together."""
    settings.load().secret()
    address = free_address(host, port)
    _claim()
    run_together(address, port, workers, stop_on_signals())


@click.command()
@host_option
@port_option
@workers_option
def web(host: str, port: int, workers: int) -> None:
    """The web processes alone."""
    settings.load().secret()
    address = free_address(host, port)
    _claim()
    web_server.run(address, port, workers)


@click.command()
def worker() -> None:
    """One worker: deliveries, escalation, promotion, pruning. Any number of them is safe."""
    _claim()
    run_worker()


@in_app
def _claim() -> None:
    """Refused where another host has the search index; forgotten again in minutes when that one is gone."""
    search_host.claim(None)
    keep_policy(settings.current())
