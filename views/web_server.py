"""The web server. It is started as a module of its own (`python -m views.web_server`), so that only the processes which
answer load the application: the parent would load it for nothing, and take seconds for that.
"""

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

THREADS = 2
"""Blocking threads of a process; more only wait for each other (one Python, one SQLite)."""
PATIENCE = 20
"""Seconds for a client to send its headers, and for a process to finish what it began."""


def run(host: str, port: int, workers: int) -> None:
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
        http1_settings=HTTP1Settings(header_read_timeout=PATIENCE * 1000),
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
