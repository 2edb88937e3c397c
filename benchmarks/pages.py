"""What pages cost: their statements, and their time with a hundred thousand threads beside that with one thousand."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import event

from benchmarks import dataset, installation
from benchmarks.question_page import sign_in
from benchmarks.report import Result, Section
from models.base import db
from views import page_cache
from views.app import create_app

SMALL, LARGE = 1_000, 100_000
TIMES = 20
STAFF = 2
"""The member of the dataset who is staff."""

QUESTION, LIST, OTHER = "question", "list", "other"
MOST = {("guest", QUESTION): 8, ("member", QUESTION): 14, ("guest", LIST): 6, ("member", LIST): 10}


@dataclass(frozen=True)
class Page:
    path: str
    kind: str
    readers: tuple[str, ...] = ("guest", "member")


def pages() -> list[Page]:
    """Each page that shows threads, with an old question and a new one of those that both communities have."""
    old, new = (f"/questions/{number}/{dataset.thread(number)['slug']}" for number in (11, 991))
    return [
        Page(old, QUESTION),
        Page(new, QUESTION),
        Page("/", LIST),
        Page("/?show=unanswered", LIST),
        Page("/?show=solved", LIST),
        Page("/?show=affected", LIST),
        Page("/categories/category-1", LIST),
        Page("/tags", LIST),
        Page("/tags/tag7", LIST),
        Page("/members", LIST),
        Page("/members/7/member7", OTHER),
        Page("/leaders", OTHER),
        Page("/help-out", LIST, ("staff",)),
        Page("/inbox", OTHER, ("member",)),
        Page("/staff", OTHER, ("staff",)),
        Page("/feeds/questions.atom", OTHER, ("guest",)),
        Page("/sitemap.xml", OTHER, ("guest",)),
        Page("/api/v1/questions", OTHER, ("guest",)),
        Page("/api/v1/questions/991", OTHER, ("guest",)),
    ]


def run() -> Section:
    page_cache.pages = page_cache.Shelf(most=0)
    results = []
    with _community(SMALL) as small, _community(LARGE) as large:
        for page in pages():
            for reader in page.readers:
                name = f"`{page.path[:40]}`, {reader}"
                most = MOST.get((reader, page.kind))
                results.append(Result(f"{name}: statements", large.statements(page, reader), at_most=most))
                few, many = _cheapest(*(partial(at.ask, page, reader) for at in (small, large)))
                ratio, note = many / few, f"{few:.1f} and {many:.1f} ms"
                results.append(Result(f"{name}: {LARGE:,} ÷ {SMALL:,}", ratio, at_most=1.3, note=note))
    return Section(
        "Pages",
        f"Statements of each page, and its processor time with {LARGE:,} threads divided by that with {SMALL:,}, "
        "measured in turns; no page comes from a cache.",
        results,
    )


class Community:
    """An application on a community of some size, and a browser for each kind of reader."""

    def __init__(self, folder: Path) -> None:
        self.cookies = {"guest": "", "member": sign_in(folder), "staff": sign_in(folder, STAFF)}
        self.app = create_app(installation.settings(folder))
        self.client = self.app.test_client(use_cookies=False)

    def ask(self, page: Page, reader: str) -> None:
        cookie = self.cookies[reader]
        answer = self.client.get(page.path, headers={"Cookie": cookie} if cookie else {})
        assert answer.status_code == 200, (page.path, answer.status)

    def statements(self, page: Page, reader: str) -> int:
        """How many the page takes once everything that is kept is there."""
        self.ask(page, reader)
        heard: list[str] = []

        def hear(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]
            if not statement.startswith("BEGIN"):
                heard.append(statement)

        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", hear)
            self.ask(page, reader)
            event.remove(db.engine, "before_cursor_execute", hear)
        return len(heard)


@contextmanager
def _community(threads: int) -> Iterator[Community]:
    with installation.made(threads) as folder:
        community = Community(folder)
        yield community
        with community.app.app_context():
            db.engine.dispose()


def _cheapest(*asks: Callable[[], None]) -> list[float]:
    """Milliseconds of processor time that each takes at its cheapest: what it costs when nothing else disturbs."""
    costs: list[list[float]] = [[] for _ in asks]
    for _ in range(TIMES):
        for ask, cost in zip(asks, costs, strict=True):
            began = time.thread_time()
            ask()
            cost.append(time.thread_time() - began)
    return [1000 * min(cost) for cost in costs]
