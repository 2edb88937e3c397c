"""Pages as guests get them: they hold nothing of a member, so one copy serves all until something changes.

A page is known by its path, the parameters it listens to, and its version: the last event that could have changed it.
So a change is seen at once, and nothing is ever thrown away by hand.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import time
from typing import Any, TypeVar

from flask import Response, make_response, request, session

from community import cache, proofs
from views import assets

T = TypeVar("T")

MOST = 512  # pages of about 30 KB
FRESH = 300  # seconds: words such as "9 min ago" and what other questions say grow no older than this


class Shelf:
    """The newest `most` values by key; safe among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Any, value: T) -> T:
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


pages = Shelf()
figures = Shelf(most=32)


def for_guests(version: int, make: Callable[[], Any], *, listens_to: tuple[str, ...] = ()) -> Response:
    """The page as any guest gets it: 304 where the browser has it, else from the shelf, else made."""
    if "_flashes" in session:  # a word for this one guest is on the page
        return make_response(make())
    parameters = tuple((name, request.args.get(name, "")) for name in listens_to)
    key = (request.path, parameters, version, assets.version(), int(time() / FRESH))
    tag = f"{version}-{assets.version()}-{key[-1]}"
    if tag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    page = pages.get(key) or _shared(key, make)
    if not isinstance(page, str):
        return make_response(page)
    response = make_response(pages.put(key, page))
    response.set_etag(tag)
    return response


def _shared(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` answers, or what it answered in another process where they share a cache."""
    shared = cache.shared()
    if shared is None:
        return make()
    name = proofs.sign(repr(key))  # ours alone, though another installation may use the same Redis
    if kept := shared.get(name):
        return kept.decode()
    page = make()
    if isinstance(page, str):
        shared.put(name, page.encode(), FRESH)
    return page


def now_and_then(name: str, make: Callable[[], T]) -> T:
    """A figure that is the same for everybody and may be five minutes old."""
    key = (name, int(time() / FRESH))
    kept: tuple[T] | None = figures.get(key)
    return (kept or figures.put(key, (make(),)))[0]
