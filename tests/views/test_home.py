"""Lists: the home page, tags, categories; feeds and the sitemap; static files."""

import gzip
import re
from xml.etree import ElementTree

import pytest

from community.actions import posts, taxonomy, threads, votes
from reputation.levels import Level
from tests import factories
from tests.browser_client import Client
from views import assets, page_cache

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def empty_shelf():
    page_cache.pages.clear()
    page_cache.figures.clear()


def titles(page: str) -> list[str]:
    return re.findall(r'<h[23]><a href="/questions/[^"]+">([^<]+)</a>', page)


class TestLists:
    def test_each_shows_its_own(self, client: Client):
        factories.thread(title="Waiting one")
        solved, _ = factories.solved()
        affected = factories.thread(title="Many have it")
        factories.answer(affected)
        votes.me_too(factories.member(), affected.id)
        assert len(titles(client.get("/").text)) == 3
        assert titles(client.get("/?show=unanswered").text) == ["Waiting one"]
        assert titles(client.get("/?show=solved").text) == [solved.title]
        assert titles(client.get("/?show=affected").text) == ["Many have it"]

    def test_open_for_advocates_on_what_needs_an_answer(self, client: Client):
        factories.thread(title="Waiting one")
        solved, _ = factories.solved()
        client.sign_in(factories.member(level=Level.ADVOCATE))
        page = client.get("/").text
        assert titles(page) == ["Waiting one"]
        assert 'href="/" aria-current="page">Needs an answer' in page
        assert 'href="/help-out">The ones that fit' in page
        latest = client.get("/?show=latest").text
        assert set(titles(latest)) == {"Waiting one", solved.title}
        assert 'href="/?show=latest" aria-current="page">Latest' in latest
        client.sign_in(factories.member("employee"))
        assert len(titles(client.get("/").text)) == 2

    def test_pages_by_key_miss_nothing(self, client: Client):
        staff = factories.member("staff")
        wanted = [factories.thread(staff, title=f"Question {number:03}").title for number in range(35)]
        first = client.get("/").text
        more = re.search(r'rel="next" href="([^"]+)"', first)
        assert more
        second = client.get(more[1].replace("&amp;", "&")).text
        assert titles(first) + titles(second) == wanted[::-1]

    def test_cost(self, client: Client, app, statements):
        staff = factories.member("staff")
        for _ in range(5):
            factories.solved(staff, factories.member("staff"))
        with statements:
            client.get("/")
        assert len(statements) <= 6
        member = app.test_client().sign_in(staff)
        with statements:
            member.get("/?show=solved")
        assert len(statements) <= 10

    def test_are_kept_until_something_happens(self, client: Client, statements):
        factories.thread(title="First")
        tag = client.get("/").headers["ETag"]
        with statements:
            assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
        assert len(statements) == 1
        factories.thread(title="Second")
        assert titles(client.get("/", headers={"If-None-Match": tag}).text) == ["Second", "First"]

    def test_hide_what_is_deleted(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker, title="Gone soon", tags=["hub"])
        posts.delete(asker, thread.opening_id)
        for path in (
            "/",
            "/?show=unanswered",
            "/tags/hub",
            "/feeds/questions.atom",
            "/feeds/tags/hub.atom",
            "/sitemap-0.xml",
        ):
            page = client.get(path).text
            assert "Gone soon" not in page and "gone-soon" not in page, path

    @pytest.mark.parametrize("after", ["x", "~1", "2026~1", "2026-01-01T00:00:00Z~x", "1~99999999999999999999"])
    def test_broken_links_are_refused(self, client: Client, after: str):
        assert client.get(f"/?after={after}").status_code == 422

    def test_an_unknown_list_is_not_found(self, client: Client):
        assert client.get("/?show=everything").status_code == 404


class TestCategories:
    def test_have_a_page_to_follow(self, client: Client):
        category = taxonomy.add_category(factories.member("admin"), slug="wifi", name="Wi-Fi", description="Air.")
        factories.thread(title="About air", category_id=category.id)
        client.sign_in(factories.member())
        assert titles(client.get("/categories/wifi").text) == ["About air"]
        client.post("/categories/wifi/follow", data={"on": "1"})
        assert "Following" in client.get("/categories/wifi").text
        assert client.get("/categories/other").status_code == 404


class TestTags:
    def test_have_pages(self, client: Client):
        factories.thread(title="About hubs", tags=["hub", "c++"])
        assert "/tags/c%2B%2B" in client.get("/tags").text
        assert titles(client.get("/tags/c%2B%2B").text) == ["About hubs"]
        assert "c++" not in client.get("/tags?begins=h").text
        assert client.get("/tags/other").status_code == 404

    def test_of_what_is_deleted_are_there_for_its_author_and_staff_alone(self, client: Client, app):
        asker, staff = factories.member(), factories.member("staff")
        thread = factories.thread(asker, tags=["secret"])
        posts.delete(asker, thread.opening_id)
        for reader in (client, app.test_client().sign_in(factories.member(level=4))):
            for path in ("/tags/secret", "/feeds/tags/secret.atom", "/leaders?tag=secret", "/tags/secret/edit"):
                known, unknown = reader.get(path), reader.get(path.replace("secret", "zunknown"))
                assert known.status_code == unknown.status_code != 200, path
                assert known.text.replace("secret", "") == unknown.text.replace("zunknown", ""), path
            tries = [
                reader.post(f"/tags/{name}/follow", data={"on": "1"}).status_code for name in ("secret", "zunknown")
            ]
            assert tries[0] == tries[1]
        for member in (asker, staff):
            assert app.test_client().sign_in(member).get("/tags/secret").status_code == 200

    def test_that_nobody_uses_any_more_stay(self, client: Client):
        asker = factories.member()
        thread = factories.thread(asker, tags=["old"])
        threads.edit(asker, thread.id, tags=["new"])
        assert client.get("/tags/old").status_code == 200

    def test_are_described_by_those_who_may(self, client: Client, app):
        factories.thread(tags=["hub"])
        assert app.test_client().sign_in(factories.member(level=0)).get("/tags/hub/edit").status_code == 403
        client.sign_in(factories.member("staff")).post("/tags/hub/edit", data={"description": "The white box."})
        assert "The white box." in client.get("/tags/hub").text


class TestFeeds:
    def test_hold_what_was_typed(self, client: Client):
        thread = factories.thread(title="A <b>bold</b> & odd \u0085 title", tags=["hub"])
        for path in ("/feeds/questions.atom", "/feeds/tags/hub.atom"):
            answer = client.get(path)
            assert answer.mimetype == "application/atom+xml"
            entry = ElementTree.fromstring(answer.data).find(f"{ATOM}entry")
            assert entry is not None
            assert entry.findtext(f"{ATOM}title") == thread.title
            assert entry.find(f"{ATOM}link").get("href").startswith(f"http://127.0.0.1:8000/questions/{thread.id}/")

    def test_the_sitemap_lists_questions(self, client: Client):
        thread = factories.thread(title="Hub drops")
        parts = re.findall(r"<loc>http://127.0.0.1:8000(/sitemap-\d+\.xml)</loc>", client.get("/sitemap.xml").text)
        assert parts == ["/sitemap-0.xml"]
        assert f"/questions/{thread.id}/hub-drops" in client.get(parts[0]).text
        assert client.get("/sitemap-1.xml").status_code == 404


class TestStaticFiles:
    def test_are_kept_for_a_year_under_their_version(self, client: Client):
        answer = client.get(assets.asset("site.css"))
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.mimetype == "text/css"
        assert "@layer tokens, base" in answer.text

    def test_are_asked_for_again_elsewhere(self, client: Client):
        for path in ("/static/icons.svg", "/static/000000000000/js/main.js"):
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "no-cache"
            assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304

    def test_are_packed_for_those_who_unpack(self, client: Client):
        answer = client.get(assets.asset("site.css"), headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.data) == client.get(assets.asset("site.css")).data

    @pytest.mark.parametrize(
        "path", ["/static/nothing.css", "/static/../app.py", "/static/%2e%2e/settings.py", "/static/"]
    )
    def test_are_nothing_but_ours(self, client: Client, path: str):
        assert client.get(path).status_code == 404
