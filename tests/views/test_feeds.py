"""Feeds and the sitemap, read by a parser of XML."""

from urllib.parse import quote
from xml.etree.ElementTree import Element, fromstring

import pytest

from community.actions import posts
from community.queries import sitemap
from models.base import db
from models.clock import now
from models.taxonomy import Tag
from models.thread import Thread
from tests import factories
from tests.browser_client import Client

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def feed(client: Client, path: str = "/feeds/questions.atom") -> Element:
    answer = client.get(path)
    assert answer.mimetype == "application/atom+xml"
    return fromstring(answer.data)


def texts(root: Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path, ATOM)]


def locations(client: Client, path: str) -> list[str]:
    return [each.text or "" for each in fromstring(client.get(path).data).iterfind(".//s:loc", SITEMAP)]


class TestQuestions:
    def test_hold_what_rfc_4287_asks_for(self, client: Client, settings):
        thread = factories.thread(title="Fish & <chips>", body="A *plain* text.")
        root = feed(client)
        assert all(texts(root, f"a:{name}") != [] for name in ("id", "title", "updated"))
        assert texts(root, "a:entry/a:title") == ["Fish & <chips>"]
        assert texts(root, "a:entry/a:id") == [f"{settings.base_url}/questions/{thread.id}"]
        assert len(texts(root, "a:entry/a:author/a:name")) == len(texts(root, "a:entry/a:updated")) == 1
        link = root.find("a:entry/a:link", ATOM).get("href")
        assert link == f"{settings.base_url}/questions/{thread.id}/{thread.slug}"

    def test_hold_the_clean_text(self, client: Client):
        factories.thread(body="Some *words* <script>alert(1)</script>")
        (content,) = feed(client).findall("a:entry/a:content", ATOM)
        assert content.get("type") == "html"
        assert "<em>words</em>" in content.text
        assert "<script" not in content.text

    def test_hold_no_host_that_was_sent(self, client: Client):
        factories.thread()
        assert b"localhost" not in client.get("/feeds/questions.atom", headers={"Host": "localhost"}).data

    def test_leave_out_what_is_deleted(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker, title="Soon to be gone for good")
        posts.delete(asker, thread.opening_id)
        assert "gone for good" not in client.sign_in(asker).get("/feeds/questions.atom").text

    def test_survive_what_xml_cannot_hold(self, client: Client):
        thread = factories.thread()
        db.session.get_one(Thread, thread.id).title = "Bell \x07 and \ufffe and ]]>"
        db.session.commit()
        assert texts(feed(client), "a:entry/a:title") == ["Bell  and  and ]]>"]

    def test_are_asked_for_again_cheaply(self, client: Client, clock):
        first = client.get("/feeds/questions.atom")
        clock.forward(hours=1)
        again = client.get("/feeds/questions.atom", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        factories.thread()
        changed = client.get("/feeds/questions.atom", headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200

    def test_cost_the_same_however_many(self, client: Client, statements):
        for _ in range(3):
            factories.thread(factories.member("staff"))
        with statements:
            client.get("/feeds/questions.atom")
        assert len(statements) <= 3


class TestTags:
    def test_hold_only_theirs(self, client: Client):
        factories.thread(title="About the hub itself", tags=["hub"])
        factories.thread(title="About the app itself", tags=["app"])
        assert texts(feed(client, "/feeds/tags/hub.atom"), "a:entry/a:title") == ["About the hub itself"]

    def test_have_addresses_whatever_their_name(self, client: Client, settings):
        db.session.add(Tag(name="c++ & früh"))
        db.session.commit()
        place = f"/feeds/tags/{quote('c++ & früh')}.atom"
        assert feed(client, place).find("a:link", ATOM).get("href") == settings.base_url + place

    def test_that_nobody_made(self, client: Client):
        assert client.get("/feeds/tags/nothing.atom").status_code == 404


class TestLinks:
    @pytest.mark.parametrize("page, place", [("/", "/feeds/questions.atom"), ("/tags/hub", "/feeds/tags/hub.atom")])
    def test_stand_in_the_head_of_lists(self, client: Client, page, place):
        factories.thread(tags=["hub"])
        head = client.get(page).text.partition("</head>")[0]
        assert f'type="application/atom+xml" href="{place}"' in head.replace(' title="Newest questions"', "")


class TestSitemap:
    def test_names_what_is_there(self, client: Client, settings):
        thread = factories.thread()
        gone = factories.thread()
        db.session.get_one(Thread, gone.id).deleted_at = now()
        db.session.commit()
        (part,) = locations(client, "/sitemap.xml")
        assert part == f"{settings.base_url}/sitemap-0.xml"
        assert locations(client, "/sitemap-0.xml") == [f"{settings.base_url}/questions/{thread.id}/{thread.slug}"]

    def test_goes_on_in_further_parts(self, client: Client, monkeypatch):
        monkeypatch.setattr(sitemap, "STRETCH", 2)
        ids = [factories.thread().id for _ in range(3)]
        parts = [f"/{each.rpartition('/')[2]}" for each in locations(client, "/sitemap.xml")]
        found = [int(each.split("/questions/")[1].split("/")[0]) for part in parts for each in locations(client, part)]
        assert found == ids

    def test_ends(self, client: Client):
        assert client.get("/sitemap-1.xml").status_code == 404
        assert client.get("/sitemap-x.xml").status_code == 404
