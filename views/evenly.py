"""Answers whose time says nothing: a known and an unknown address take equally long (security.md T2)."""

from collections.abc import Callable
from functools import wraps
from time import monotonic, sleep
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def takes_at_least(seconds: float) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator: the view answers no sooner than `seconds` after it was called. For views with a tight limit only."""

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def evenly(*args: P.args, **kwargs: P.kwargs) -> T:
            begun = monotonic()
            try:
                return view(*args, **kwargs)
            finally:
                sleep(max(0.0, begun + seconds - monotonic()))

        return evenly

    return decorate
