"""A time limit that the loops of the renderer look at, so a thread can be freed without being killed."""

from contextvars import ContextVar, Token
from time import monotonic

from models.errors import Invalid

_ends: ContextVar[float] = ContextVar("ends", default=float("inf"))


class deadline:
    """Inside the block, `check()` raises Invalid once `seconds` have passed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.token: Token[float] | None = None

    def __enter__(self) -> None:
        self.token = _ends.set(monotonic() + self.seconds)

    def __exit__(self, *_: object) -> None:
        if self.token:
            _ends.reset(self.token)


def check() -> None:
    """Nothing, as long as there is time. The rules of the parser and the filters of the gate call it at each step."""
    if monotonic() > _ends.get():
        raise Invalid(body="This text takes too long to format. Please make it simpler.")
