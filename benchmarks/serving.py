"""A server in processes of its own, as the product runs in production, and the load on it.

Both the product and what it is compared with are served by granian with the product's own settings.
"""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from views.web_server import THREADS

WORKERS = 2
CONNECTIONS = 8  # kept alive; enough to keep two processes with two threads each busy
START = 90  # seconds that a server may take until it answers
PATIENCE = 10  # seconds that it may take to end


@contextmanager
def served(factory: str, environment: dict[str, str], path: str) -> Iterator[int]:
    """The port at which `factory` answers on `path`; the server ends with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.serving", factory, str(port)]
    server = subprocess.Popen(command, env=os.environ | environment)
    try:
        _wait(port, path, server)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def serve(factory: str, port: int) -> None:
    Granian(
        factory,
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=port,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=PATIENCE // 2,
        log_level=LogLevels.error,
    ).serve()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(port: int, path: str, server: subprocess.Popen[bytes]) -> None:
    latest, answer = time.monotonic() + START, "nothing"
    while server.poll() is None and time.monotonic() < latest:
        time.sleep(0.2)
        try:
            with closing(Connection(port, _request(path, "")).socket) as connection:
                answer = connection.recv(1 << 10).decode("latin-1")
        except OSError:
            continue
        if answer.startswith("HTTP/1.1 200"):
            return
    raise RuntimeError(f"{path} was answered with {answer}")


@dataclass(frozen=True)
class Load:
    """What a server bore: requests a second, and the time of one in milliseconds."""

    rate: float
    median: float
    slowest_of_20: float


class Connection:
    """One kept-alive connection that asks the same again and again."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request
        self.head = b""
        self.missing = 0
        self.began = 0.0
        self.ask()

    def ask(self) -> None:
        self.began = time.perf_counter()
        self.socket.sendall(self.request)

    def hear(self) -> bool:
        """Whether a whole answer has come; raises on any that is not 200."""
        came = self.socket.recv(1 << 18)
        if self.missing:
            self.missing -= len(came)
            return not self.missing
        head, found, body = (self.head + came).partition(b"\r\n\r\n")
        if not found:
            self.head = head
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        self.head, self.missing = b"", _length(head) - len(body)
        return not self.missing


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError("an answer without a length")


def load(port: int, path: str, *, cookie: str = "", seconds: float = 5, warm_up: float = 1) -> Load:
    """What the server bears on `path`, asked over a few connections as fast as it answers."""
    request = _request(path, cookie)
    _ask(port, request, warm_up)
    began = time.perf_counter()
    times = sorted(_ask(port, request, seconds))
    rate = len(times) / (time.perf_counter() - began)
    return Load(rate, 1000 * times[len(times) // 2], 1000 * times[len(times) * 19 // 20])


def _request(path: str, cookie: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", *([f"Cookie: {cookie}"] if cookie else [])]
    return "\r\n".join([*lines, "", ""]).encode()


def _ask(port: int, request: bytes, seconds: float) -> list[float]:
    """How long each answer took, over that many seconds."""
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        connections = [Connection(port, request) for _ in range(CONNECTIONS)]
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            for key, _ in selector.select(1):
                if key.data.hear():
                    times.append(time.perf_counter() - key.data.began)
                    key.data.ask()
        for connection in connections:
            connection.socket.close()
    return times


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
