"""A time limit that the loops of the renderer look at, so a thread can be freed without being killed.

It counts the work of the thread, not the time on the wall: a busy machine must not make a plain text "too long".
"""

from contextvars import ContextVar, Token
from time import thread_time

from models.errors import Invalid

_ends: ContextVar[float] = ContextVar("ends", default=float("inf"))


class deadline:
    """Inside the block, `check()` raises Invalid once the thread has worked for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.token: Token[float] | None = None

    def __enter__(self) -> None:
        self.token = _ends.set(thread_time() + self.seconds)

    def __exit__(self, *_: object) -> None:
        if self.token:
            _ends.reset(self.token)


def check() -> None:
    """Nothing, as long as there is time. The rules of the parser and the filters of the gate call it at each step."""
    if thread_time() > _ends.get():
        raise Invalid(body="This text takes too long to format. Please make it simpler.")
