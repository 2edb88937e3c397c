"""What pages cost: their statements, and their time with a hundred thousand threads beside that with one thousand."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event

from benchmarks import dataset, installation
from benchmarks.question_page import sign_in
from benchmarks.report import Result, Section
from models.base import db
from views import page_cache
from views.app import create_app

SMALL, LARGE = 1_000, 100_000
TIMES = 15
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
    small, large = _measure(SMALL), _measure(LARGE)
    results = []
    for (reader, page), (statements, cost) in large.items():
        name = f"`{page.path[:40]}`, {reader}"
        results.append(Result(f"{name}: statements", statements, at_most=MOST.get((reader, page.kind))))
        note = f"{small[reader, page][1]:.1f} and {cost:.1f} ms"
        results.append(Result(f"{name}: {LARGE:,} ÷ {SMALL:,}", cost / small[reader, page][1], at_most=1.3, note=note))
    return Section(
        "Pages",
        f"Statements of each page, and the processor time of it with {LARGE:,} threads divided by that with {SMALL:,}; "
        "no page comes from a cache.",
        results,
    )


def _measure(threads: int) -> dict[tuple[str, Page], tuple[int, float]]:
    """Statements and milliseconds of each page and reader."""
    found = {}
    with installation.made(threads) as folder:
        cookies = {"guest": "", "member": sign_in(folder), "staff": sign_in(folder, STAFF)}
        app = create_app(installation.settings(folder))
        for page in pages():
            for reader in page.readers:
                client = app.test_client(use_cookies=False)
                headers = {"Cookie": cookies[reader]} if cookies[reader] else {}

                def ask(path: str = page.path) -> None:
                    answer = client.get(path, headers=headers)  # noqa: B023
                    assert answer.status_code == 200, (path, answer.status)

                ask()
                with app.app_context(), _counted() as statements:
                    ask()
                found[reader, page] = (len(statements), _cheapest(ask))
        with app.app_context():
            db.engine.dispose()
    return found


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def heard(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", heard)
    yield statements
    event.remove(db.engine, "before_cursor_execute", heard)


def _cheapest(ask) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds of processor time of the cheapest of some times: what it costs when nothing else disturbs."""
    costs = []
    for _ in range(TIMES):
        began = time.thread_time()
        ask()
        costs.append(time.thread_time() - began)
    return 1000 * min(costs)
