"""What is deleted, internal or not ready is told by no derived view: every address is asked, and so is every search."""

from collections.abc import Iterator

import pytest
from flask import current_app

from community import mailer, search_feed
from community.actions import articles, comments, drafts, escalations, flags, posts, threads, votes
from models.article import Candidate
from models.base import db
from models.clock import now
from models.member import Member
from tests import factories

HIDDEN = (
    "zdeletedquestion", "zitsanswer", "zdeletedanswer", "zbelowit", "zdeletedcomment", "zredacted", "zinternalnote",
    "zdraft", "zunpublishedguide", "zreport", "zvotereason", "zlonelytag", "zdeletededit",
)  # fmt: skip
"""One word for each thing that only its author or staff may know of."""


class Place:
    """A question that everybody sees, with everything hidden around it; `ids` says how far addresses go."""

    def __init__(self) -> None:
        self.asker, self.author = factories.member(handle="asker"), factories.member(handle="author")
        self.staff = factories.member("staff")
        self.seen = factories.thread(self.asker, title="Open to all", tags=["hub"])
        self.solution = factories.answer(self.seen, self.author, "Plain to see, at first zredacted it was.")
        self._delete()
        self._work()
        db.session.commit()
        search_feed.reindex()

    def _delete(self) -> None:
        gone = threads.ask(self.author, title="Gone zdeletedquestion", body="zdeletedquestion", tags=["zlonelytag"])
        factories.answer(gone, self.asker, "zitsanswer")
        answer = factories.answer(self.seen, self.author, "zdeletedanswer")
        posts.edit(self.author, answer.id, body="zdeletedanswer", note="zdeletededit")
        comments.add(self.asker, answer.id, body="zbelowit")
        comment = comments.add(self.author, self.solution.id, body="zdeletedcomment")
        for post_id in (gone.opening_id, answer.id, comment.id):
            posts.delete(self.staff, post_id, reason="staff")

    def _work(self) -> None:
        posts.edit(self.author, self.solution.id, body="Plain to see.")
        posts.redact(self.staff, self.solution.id, 1)
        escalations.note(self.staff, self.seen.id, body="zinternalnote")
        drafts.save(self.author, f"answer:{self.seen.id}", body="zdraft")
        flags.report(self.author, self.seen.opening_id, reason="other", note="zreport")
        votes.cast(self.asker, self.solution.id, -1, reason="zvotereason")
        candidate = Candidate(thread_id=self.seen.id, post_id=self.solution.id, reasons=["helpful"], found_at=now())
        db.session.add(candidate)
        db.session.commit()
        guide = articles.draft(self.staff, candidate.id)
        articles.edit(self.staff, guide.id, title="zunpublishedguide", body="zunpublishedguide")


@pytest.fixture
def place(client) -> Place:
    return Place()


@pytest.fixture(params=["guest", "asker", "stranger"])
def reader(request, place, client):
    members: dict[str, Member] = {"asker": place.asker, "stranger": factories.member()}
    if request.param in members:
        client.sign_in(members[request.param])
    return client


def addresses() -> Iterator[str]:
    """Everything that can be read, with the first ids wherever one belongs."""
    words = {"slug": "x", "handle": "x", "name": "hub", "source": "x", "kind": "post", "token": "x", "signature": "x"}
    for rule in current_app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.startswith(("static", "assets")):
            continue
        numbers = rule.arguments - words.keys()
        for number in range(1, 13 if numbers else 2):
            _, path = rule.build({**words, **dict.fromkeys(numbers, number)}) or ("", "")
            yield path


def test_no_address_tells(reader):
    for address in set(addresses()):
        page = reader.get(address, follow_redirects=True)
        assert page.status_code < 500, address
        if page.request.path != "/sign-in":  # it says where one wanted to go
            body = page.text.replace(address, "")
            assert [word for word in HIDDEN if word in body] == [], (address, page.status_code)


@pytest.mark.parametrize("word", HIDDEN)
def test_no_search_finds(reader, word):
    for address in ("/api/v1/search", "/api/v1/questions", "/api/v1/suggestions", "/api/v1/articles"):
        for text in (word, f'"{word}"'):
            name = "title" if address.endswith("suggestions") else "q"
            assert reader.get(address, query_string={name: text}).json["items"] == [], (address, text)


def test_what_is_gone_before_it_is_mailed_is_mailed_to_nobody(place, drain):
    drain()
    told = " ".join(mail.subject + mail.text for mail in mailer.sent())
    assert "Open to all" in told
    assert [word for word in HIDDEN if word in told] == []
