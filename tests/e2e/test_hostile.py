"""Hostile texts in every field, looked at in a real browser with our content policy switched off: nothing runs.

The policy is the second line; here the first one stands alone.
"""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from community import markup, relay, search_feed
from community.actions import answers, comments, flags, members, posts, taxonomy, threads
from models.errors import Invalid
from models.member import Member
from models.thread import Thread
from tests import factories
from tests.e2e.site import Site
from views.threads import path

pytestmark = pytest.mark.browser

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere"))
CHUNK = 60
SAMPLE = 180
"""Every so many-th payload is in the everyday suite; all of them in the long one."""

WATCH = """for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.ran = (window.ran ?? []).concat(name + ": " + words); };"""
LOOK = """() => [...(window.ran ?? []),
  ...[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes].flatMap(({ name, value }) =>
    name.startsWith("on") || name === "style" || name === "srcdoc" || (["href", "src", "action", "formaction", "data",
      "xlink:href"].includes(name) && /^[\\s\\x00-\\x1f]*(javascript|data|vbscript):/i.test(value))
      ? [`${each.tagName} ${name}=${value}`] : [])),
  ...[...document.querySelectorAll("iframe, object, embed, base, frame, applet, marquee, math")].map((e) => e.tagName),
  ...[...document.scripts].filter((each) => each.type !== "application/ld+json" && !each.src.includes("/static/"))
    .map((each) => each.outerHTML),
]"""


def payloads() -> list[str]:
    if not DATA.is_dir():
        pytest.skip("COMMUNITY_TEST_DATA is not set: no hostile texts are tried")
    folder = DATA / "xss-payloads"
    files = (folder / "payloads.jsonl", folder / "sanitizer-cases.jsonl")
    return [json.loads(line)["payload"] for file in files for line in file.read_text().split("\n") if line]


class Victims:
    """A question whose every field holds hostile text."""

    def __init__(self) -> None:
        self.admin = factories.member("admin")
        self.staff = [factories.member("staff") for _ in range(CHUNK)]

    def post(self, texts: Sequence[str]) -> Iterator[str]:
        """The addresses of the pages that show these texts."""
        first = texts[0]
        category = self._category(first)
        asker = self.staff[0]
        thread = threads.ask(
            asker, title=f"{first[:140]} question", body=f"{first}\n\nquestion", category_id=category,
            fields={"version": first[:100]},
        )  # fmt: skip
        for author, text in zip(self.staff, texts, strict=False):
            self._write(author, thread, text)
        for text in texts[1:]:
            threads.ask(asker, title=f"{text[:140]} title", body=text[:200] + " body")
        search_feed.tend()
        relay.drain()
        yield from (path(thread), "/", f"/questions/{thread.id}/edit", f"/posts/{thread.opening_id}/history", "/inbox")
        yield from (f"/search?q={quote(text[:200])}" for text in texts[:2])
        yield f"/questions/ask?title={quote(first[:150])}"
        yield f"/sign-in?next={quote(first)}"
        yield from ("/staff/review", "/staff", f"/members/{asker.id}/{asker.handle}", "/members", "/settings/profile")

    def _category(self, text: str) -> int:
        fields = [{"name": "version", "label": text[:60], "required": False, "choices": []}]
        slug = f"c{abs(hash(text))}"
        return taxonomy.add_category(self.admin, slug=slug, name=text[:60], description=text[:300], fields=fields).id

    def _write(self, author: Member, thread: Thread, text: str) -> None:
        members.edit_profile(
            author, display_name=text[:60], about=text[:2000], location=text[:60], signature=text[:120]
        )
        answer = answers.post(author, thread.id, body=f"{text}\n\nanswer")
        posts.edit(author, answer.id, body=f"{text}\n\nedited", note=text[:300])
        comments.add(author, answer.id, body=f"{text[:1900]} comment")
        flags.report(self.admin, answer.id, reason="other", note=text[:1000])


def look(page: Page, address: str) -> list[str]:
    """What ran on the page, or could."""
    answer = page.goto(address)
    assert answer is not None and answer.status < 500, address
    found = [f"{address}: {each}" for each in page.evaluate(LOOK)]
    return found if page.url.split("?")[0].startswith(page.evaluate("location.origin")) else [*found, page.url]


def check(site: Site, texts: list[str]) -> None:
    victims = Victims()
    page = site.page(victims.staff[0], lawless=True)
    page.add_init_script(WATCH)
    found = []
    texts = [text for text in texts if postable(text)]
    for begin in range(0, len(texts), CHUNK):
        for address in victims.post(texts[begin : begin + CHUNK]):
            found += look(page, address)
    assert found == []
    site.troubles.clear()  # hostile addresses may be refused, which the browser mentions


def postable(text: str) -> bool:
    """Whether it can be posted at all: what is refused is shown to nobody."""
    try:
        markup.render(text)
    except Invalid:
        return False
    return bool(text.strip())


@pytest.mark.parametrize(
    "wrong",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<p style='x'>",
        "<iframe srcdoc=x>",
    ],
)
def test_the_lookout_sees(site: Site, wrong: str):
    page = site.page(lawless=True)
    page.set_content(wrong)
    assert page.evaluate(LOOK)


def test_nothing_of_a_sample_runs(site: Site):
    check(site, list(islice(payloads(), 0, None, SAMPLE)))


@pytest.mark.acceptance
def test_nothing_of_all_runs(site: Site):
    check(site, payloads())
