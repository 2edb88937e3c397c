"""A mail server that only listens, for tests that count what was really sent."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over its mail."""

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mails.append(b"".join(lines).decode())  # type: ignore[attr-defined]
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Sink:
    """`url` is its address, `ids` the Message-IDs of all that it took, in order."""

    def __init__(self, server: _Server) -> None:
        self.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        self._mails: list[str] = []
        server.mails = self._mails  # type: ignore[attr-defined]

    @property
    def ids(self) -> list[str]:
        return [found[1] for mail in self._mails if (found := re.search(r"^Message-ID:\s*(\S+)", mail, re.M | re.I))]


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """A sink that listens inside the block."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        sink = Sink(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield sink
        server.shutdown()
