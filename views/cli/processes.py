"""The processes: web under granian, the worker, and both together under one parent that passes signals on."""

import signal
import subprocess
import sys
import time
from threading import Event
from types import FrameType

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from community import worker
from views import logs
from views.app import create_app

THREADS = 2
"""Blocking threads of a web process; more only wait for each other (one Python, one SQLite)."""
DRAIN = 20
"""Seconds that a process has to finish what it began."""


def run_web(host: str, port: int, workers: int) -> None:
    """Serves until a signal ends it; each process makes its own application, after the fork."""
    Granian(
        "views.app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=DRAIN * 1000),
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN,
        log_enabled=False,
    ).serve()


def run_worker() -> None:
    """Works until a signal ends it, and then finishes what it is at."""
    logs.configure()
    stop = _stop_on_signals()
    app = create_app()
    worker.run(app.app_context, stop)


def run_together(host: str, port: int, workers: int) -> None:
    """Web and worker as two children; one that dies is started again, a signal ends both."""
    commands = (
        ["web", "--host", host, "--port", str(port), "--workers", str(workers)],
        ["worker"],
    )
    stop = _stop_on_signals()
    children = [_start(command) for command in commands]
    while not stop.wait(1):
        children = [
            child if child.poll() is None else _start(command)
            for child, command in zip(children, commands, strict=True)
        ]
    _end(children)


def _stop_on_signals() -> Event:
    stop = Event()

    def heard(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, heard)
    signal.signal(signal.SIGINT, heard)
    return stop


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in a terminal reaches the parent alone, who ends the children in order.
    return subprocess.Popen([sys.executable, "-m", "views.cli", *command], start_new_session=True)  # noqa: S603


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    latest = time.monotonic() + DRAIN
    for child in children:
        try:
            child.wait(max(0.1, latest - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
