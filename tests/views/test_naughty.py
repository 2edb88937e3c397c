"""Odd and hostile strings give no error of ours, in any field, and what is kept comes back as it was typed."""

import html
import json
import os
import re
from itertools import islice
from pathlib import Path

import pytest

from community import markup
from models.base import db
from models.thread import Thread
from tests import factories
from tests.browser_client import Client
from views import page_cache

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere"))
OWN = [
    "", " ", "\x00", "a\x00b", "\ud800", "%s%n", "{{7*7}}", "{% raise %}", "${7*7}", "\u202eabc", "a" * 200, "🦊" * 80,
    "-1", "1e309", "' OR 1=1 --", "../../etc/passwd", "\r\nSet-Cookie: x=1", "null", "[]", "<", "&lt;", "%00", "%",
]  # fmt: skip
EVERY = 50
"""Every so many-th string of the given lists is in the everyday suite; all of them in the long one."""


def given() -> list[str]:
    if not DATA.is_dir():
        return []
    naughty = json.loads((DATA / "naughty-strings" / "strings.json").read_text())
    lines = (DATA / "injection-strings" / "strings.jsonl").read_text().split("\n")
    return naughty + [json.loads(line)["payload"] for line in lines if line]


def everyday() -> list[str]:
    return OWN + list(islice(given(), 0, None, EVERY))


def sent(text: str) -> str:
    """What a browser can send of it: no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def area(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found, name
    return html.unescape(found[1])


def try_everywhere(client: Client, texts: list[str]) -> None:
    """Each text as everything that a form or an address can hold."""
    staff = factories.member("staff")
    client.sign_in(staff)
    for text in map(sent, texts):
        page_cache.pages.clear()
        data = {"title": text, "body": text, "tags": text, "kind": "question", "category": text, "do": "post"}
        assert client.post("/questions/ask", data=data).status_code in (303, 404, 422), text
        asked = client.post("/questions/ask", data={**data, "title": "A title", "tags": "", "category": ""})
        assert asked.status_code in (303, 422), text
        if asked.status_code == 303:
            thread = db.session.query(Thread).order_by(Thread.id.desc()).first()
            typed = markup.storable(text).replace("\r\n", "\n").replace("\r", "\n")
            kept = area(client.get(f"/questions/{thread.id}/edit").text, "body")
            assert kept.replace("\r\n", "\n").replace("\r", "\n") == typed
        for address, fields in (
            ("/settings/profile", ("display_name", "about", "website", "location", "zone", "theme")),
            ("/drafts", ("place", "title", "body")),
            ("/preview", ("body",)),
            ("/inbox/read", ("up_to",)),
        ):
            status = client.post(address, data=dict.fromkeys(fields, text)).status_code
            assert status in (200, 204, 303, 404, 409, 422, 429), (address, text)
        for address in ("/", "/tags", "/search", "/sign-in", "/questions/ask", "/inbox", "/members"):
            query = dict.fromkeys(("q", "show", "after", "begins", "next", "title", "category", "sort"), text)
            assert client.get(address, query_string=query).status_code < 500, (address, text)


def test_a_sample_gives_no_error(client: Client):
    try_everywhere(client, everyday())


@pytest.mark.acceptance
@pytest.mark.skipif(not DATA.is_dir(), reason="COMMUNITY_TEST_DATA is not set")
def test_all_give_no_error(client: Client):
    assert given()
    try_everywhere(client, given())


@pytest.mark.parametrize(
    "address", ["/questions/%s", "/tags/%s", "/a/%s", "/members/%s/x", "/kb/%s", "/help/%s", "/%s"]
)
def test_odd_addresses_are_not_found(client: Client, address: str):
    for text in ("0", "-1", "99999999999999999999", "%00", "%ff", "..", "'", "x" * 3000):
        assert client.get(address.replace("%s", text)).status_code in (301, 302, 308, 400, 404), (address, text)
