"""The processes: the worker, and web and worker together under one parent that passes signals on."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Event
from types import FrameType

from community import worker
from views import logs
from views.app import create_app

DRAIN = 20
"""Seconds that the processes have to finish what they began."""


def run_worker() -> None:
    """Works until a signal ends it, and then finishes what it is at."""
    logs.configure()
    stop = stop_on_signals()
    worker.run(create_app().app_context, stop)


def run_together(host: str, port: int, workers: int, stop: Event, on_ready: Callable[[], None] | None = None) -> None:
    """Web and worker as two children until `stop`; one that dies meanwhile is started again.

    `on_ready` is called once, when the web answers.
    """
    commands = (["views.web_server", host, str(port), str(workers)], ["views.cli", "worker"])
    children = [_start(command) for command in commands]
    while not stop.wait(0.5):
        if on_ready and answers(host, port):
            on_ready()
            on_ready = None
        children = [
            child if child.poll() is None else _start(command)
            for child, command in zip(children, commands, strict=True)
        ]
    _end(children)


def free_address(host: str, port: int) -> str:
    """The network address of `host`, where nobody listens on `port` yet. Raises OSError that says what is wrong.

    The server itself would fail in a child, which would be started again for ever.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise OSError(f"{host} is no address of this machine: {error.strerror}") from error
    try:
        socket.create_server(place[:2], family=family).close()
    except OSError as error:
        raise OSError(f"Cannot listen on {host}, port {port}: {error.strerror}") from error
    return str(place[0])


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def stop_on_signals() -> Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = Event()

    def heard(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, heard)
    signal.signal(signal.SIGINT, heard)
    return stop


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in a terminal reaches the parent alone, who ends the children in order.
    return subprocess.Popen([sys.executable, "-m", *command], start_new_session=True)  # noqa: S603


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    latest = time.monotonic() + DRAIN
    for child in children:
        try:
            child.wait(max(0.1, latest - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
