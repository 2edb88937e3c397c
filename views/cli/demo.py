"""`demo`: a sample community that is alive, from nothing, in one command."""

import os
import shutil
from pathlib import Path

import click

from community import settings as settings_module
from community.sample.load import SignIn, load
from community.sample.script import COMPANY
from community.settings import Settings
from views.cli.group import application
from views.cli.processes import answers, run_together, stop_on_signals
from views.cli.schema import prepare
from views.cli.serving import port_option

FOLDER = Path("var") / "demo"
WORKERS = 2


@click.command()
@port_option
@click.option("--fresh", is_flag=True, help="Begin anew: what the demo holds is thrown away.")
@click.option("--no-sample", is_flag=True, help="Begin empty.")
def demo(port: int, fresh: bool, no_sample: bool) -> None:
    """A sample community in ./var/demo, web and worker together, for this machine alone."""
    _require_free(port)
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    settings = _settings(port)
    prepare(settings)
    with application(settings):
        sign_ins = [] if no_sample else _load(settings)
    welcome = "\n".join(_welcome(settings, sign_ins))
    run_together("127.0.0.1", port, WORKERS, stop_on_signals(), on_ready=lambda: click.echo(welcome))


def _require_free(port: int) -> None:
    if answers("127.0.0.1", port):
        raise click.ClickException(f"Port {port} is taken; choose another: make run PORT={port + 10}")


def _settings(port: int) -> Settings:
    """The demo's own settings, for this process and its children; whatever else is set stays out of it."""
    for name in [name for name in os.environ if name.startswith(settings_module.PREFIX)]:
        del os.environ[name]
    os.environ["COMMUNITY_DATA_DIR"] = str(FOLDER)
    os.environ["COMMUNITY_BASE_URL"] = f"http://127.0.0.1:{port}"
    os.environ["COMMUNITY_SHOW_MAILS"] = "yes"
    os.environ["COMMUNITY_NAME"] = COMPANY
    return settings_module.load()


def _load(settings: Settings) -> list[SignIn]:
    if not (settings.data_dir / "sign-ins.json").exists():
        click.echo("Making the sample community. This takes a minute, once.")
    return load(settings.data_dir)


def _welcome(settings: Settings, sign_ins: list[SignIn]) -> list[str]:
    width = max((len(each.address) for each in sign_ins), default=0)
    return [
        "",
        f"  {settings.base_url}",
        "",
        *(f"  {each.person:<9} {each.address:<{width}}  password  {each.password}" for each in sign_ins),
        "",
        f"  Mails sent so far: {settings.base_url}/demo/mails",
        "  Ctrl-C ends it; what you do stays in ./var/demo.",
        "",
    ]
