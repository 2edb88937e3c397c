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
from community.actions import (
    acceptances,
    answers,
    articles,
    comments,
    disputes,
    drafts,
    escalations,
    flags,
    members,
    taxonomy,
    threads,
    votes,
)
from community.importers.bulk import Keys
from community.queries import feeds
from community.queries import posts as shown
from models.article import Candidate
from models.base import db
from models.clock import now
from models.errors import Invalid
from models.member import Member
from models.thread import Thread
from tests import factories
from tests.e2e.site import Site
from tests.importers.made_dump import AT, Dump
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


class Imported:
    """A dump whose every text is hostile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def post(self, texts: Sequence[str]) -> Iterator[str]:
        dump = Dump(self.folder)
        for number, text in enumerate(texts, start=1):
            self._rows(dump, number, text)
        site = hex(abs(hash(texts[0])))[2:]
        dump.bring(site)
        search_feed.tend()
        relay.drain()
        yield from (f"/import/{site}/{kind}/1" for kind in ("question", "member", "tag"))
        yield from ("/", "/tags", "/members", "/leaders", "/sitemap.xml")
        keys = Keys(site)
        post_id = keys["post"][1]
        yield from (f"/questions/{keys['thread'][1]}/edit", f"/posts/{post_id}/history", f"/posts/{post_id}/edit")

    def _rows(self, dump: Dump, number: int, text: str) -> None:
        """One question with the first of the texts; the others answer it."""
        at = {"CreationDate": AT, "UserId": number, "UserDisplayName": text}
        dump.row("Users", Id=number, DisplayName=text, AboutMe=text, WebsiteUrl=text, Location=text, CreationDate=AT)
        if number == 1:
            dump.question(1, Title=text, Body=text, Tags=f"<{text.replace('<', '').replace('>', '')}>")
        else:
            dump.answer(number, to=1, Body=text, OwnerUserId=number)
        dump.row("Comments", Id=number, PostId=number, Text=text, **at)
        dump.row("Tags", Id=number, TagName=text, Count=0, WikiPostId=1_000 + number)
        dump.row("Posts", Id=1_000 + number, PostTypeId=5, Body=text, CreationDate=AT, OwnerUserId=number)
        dump.row("Badges", Id=number, UserId=1, Name=text, Date=AT)
        for kind in (1, 2, 4, 5, 10, 11):
            told = {"PostHistoryTypeId": kind, "PostId": number, "Text": text, "Comment": text}
            dump.row("PostHistory", Id=number * 100 + kind, RevisionGUID=f"{text} {kind}", **told, **at)


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
        guide = self._work_on(thread, asker, first)
        for text in texts[1:]:
            threads.ask(asker, title=f"{text[:140]} title", body=text[:200] + " body")
        search_feed.tend()
        relay.drain()
        more = shown.answers(self.admin, thread.id).next, feeds.questions("latest").next
        yield from (f"{path(thread)}?after={more[0]}", f"/?after={quote(more[1])}")
        yield from (path(thread), "/", f"/questions/{thread.id}/edit", f"/posts/{thread.opening_id}/history", "/inbox")
        yield from (f"/search?q={quote(text[:200])}" for text in texts[:2])
        yield f"/questions/ask?title={quote(first[:150])}"
        yield f"/sign-in?next={quote(first)}"
        yield from (
            "/staff/disputes",
            f"/staff/threads/{thread.id}",
            "/tags/hostile",
            "/tags",
            "/leaders",
            "/staff/audit",
        )
        yield from (f"/kb/{guide}", "/kb", f"/staff/knowledge/articles/{guide}/edit", f"/categories/{category}")
        yield from ("/staff/review", "/staff", f"/members/{asker.id}/{asker.handle}", "/members", "/settings/profile")

    def _category(self, text: str) -> int:
        fields = [{"name": "version", "label": text[:60], "required": False, "choices": []}]
        slug = f"c{abs(hash(text))}"
        return taxonomy.add_category(self.admin, slug=slug, name=text[:60], description=text[:300], fields=fields).id

    def _work_on(self, thread: Thread, asker: Member, text: str) -> int:
        """What only happens once to a question; the id of the guide that it becomes."""
        other, answer = (answers.post(self.admin, thread.id, body=f"{text}\n\n{each}") for each in ("other", "one"))
        votes.cast(self.staff[1], answer.id, -1, reason=text[:300], fields={"version": text[:100]})
        acceptances.accept(asker, answer.id, scope=text[:100])
        acceptances.accept(asker, other.id)
        disputes.open(self.staff[1], thread.id, reason="wrong", evidence=f"{text[:1900]} evidence", post_id=other.id)
        escalations.note(self.staff[2], thread.id, body=f"{text[:1900]} note")
        drafts.save(asker, f"answer:{thread.id}", body=text)
        threads.edit(asker, thread.id, tags=["hostile"], note=text[:300])
        taxonomy.describe_tag(self.admin, "hostile", text[:300])
        candidate = Candidate(thread_id=thread.id, post_id=answer.id, reasons=[text[:100]], found_at=now())
        db.session.add(candidate)
        db.session.commit()
        guide = articles.draft(self.staff[1], candidate.id)
        articles.edit(
            self.staff[1], guide.id, title=f"{text[:140]} guide", body=f"{text}\n\nguide", scope=text[:100],
            note=text[:300],
        )  # fmt: skip
        return articles.publish(self.staff[3], guide.id).id

    def _write(self, author: Member, thread: Thread, text: str) -> None:
        members.edit_profile(
            author, display_name=text[:60], about=text[:2000], location=text[:60], signature=text[:120]
        )
        answer = answers.post(author, thread.id, body=f"{text}\n\nanswer")
        comments.add(author, answer.id, body=f"{text[:1900]} comment")
        flags.report(self.admin, answer.id, reason="other", note=text[:1000])


def look(page: Page, address: str) -> list[str]:
    """What ran on the page, or could."""
    answer = page.goto(address)
    assert answer is not None and answer.status < 500, address
    found = [f"{address}: {each}" for each in page.evaluate(LOOK)]
    return found if page.url.split("?")[0].startswith(page.evaluate("location.origin")) else [*found, page.url]


def check(site: Site, victims: Victims | Imported, texts: list[str]) -> None:
    page = site.page(factories.member("staff"), lawless=True)
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
    check(site, Victims(), list(islice(payloads(), 0, None, SAMPLE)))


def test_nothing_of_an_imported_sample_runs(site: Site, tmp_path: Path):
    check(site, Imported(tmp_path), list(islice(payloads(), 7, None, SAMPLE)))


@pytest.mark.acceptance
def test_nothing_of_all_runs(site: Site):
    check(site, Victims(), payloads())


@pytest.mark.acceptance
def test_nothing_of_all_imported_runs(site: Site, tmp_path: Path):
    check(site, Imported(tmp_path), payloads())
