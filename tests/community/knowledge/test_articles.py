"""From a candidate to a guide: draft, edit, publish by somebody else, credit, votes."""

import pytest
from sqlalchemy import select

from community.actions import acceptances, articles, candidates, disputes
from models.article import Article, ArticleRevision, ArticleSource, Candidate
from models.base import db
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.event_log import LoggedEvent
from models.member import Member
from tests import factories


@pytest.fixture
def helper(app):
    return factories.member(handle="helper")


@pytest.fixture
def candidate(helper, clock):
    _, answer = factories.solved(helper=helper)
    factories.helpful(answer, 3)
    clock.forward(days=8)
    return db.session.get(Candidate, candidates.find(None)[0])


@pytest.fixture
def drafter(app):
    return factories.member("employee")


@pytest.fixture
def reviewer(app):
    return factories.member("staff")


@pytest.fixture
def draft(candidate, drafter):
    return articles.draft(drafter, candidate.id)


class TestDraft:
    def test_holds_problem_and_solution(self, draft, candidate):
        assert draft.state == "draft"
        assert draft.title == "The hub forgets its channel"
        assert "Each evening it starts anew." in draft.source
        assert "## What helps\n\nSet channel 36 and save." in draft.source
        assert db.session.get(Candidate, candidate.id).state == "drafted"

    def test_knows_where_it_came_from(self, draft, candidate, helper):
        (source,) = db.session.scalars(select(ArticleSource))
        assert (source.article_id, source.post_id, source.author_id) == (draft.id, candidate.post_id, helper.id)

    def test_masks_personal_details(self, drafter, clock):
        question = factories.thread(body="Write to ann.lee@example.org or call +44 20 7946 0958 about it.")
        answer = factories.answer(question, body="I am at bob@example.org, version 3.14.2, since 2026-01-05.")
        factories.helpful(answer, 3)
        acceptances.accept(db.session.get(Member, question.author_id), answer.id)
        clock.forward(days=8)
        draft = articles.draft(drafter, candidates.find(None)[0])
        assert "@example.org" not in draft.source
        assert "7946" not in draft.source
        assert "version 3.14.2, since 2026-01-05" in draft.source

    def test_is_made_once(self, draft, candidate, reviewer):
        with pytest.raises(Conflict):
            articles.draft(reviewer, candidate.id)

    def test_takes_an_employee(self, candidate):
        with pytest.raises(Forbidden):
            articles.draft(factories.member(), candidate.id)

    def test_of_nothing_is_not_found(self, drafter):
        with pytest.raises(NotFound):
            articles.draft(drafter, 999)

    def test_is_withdrawn_when_the_candidate_is_dismissed(self, draft, candidate, reviewer):
        candidates.dismiss(reviewer, candidate.id)
        assert db.session.get(Article, draft.id).state == "withdrawn"
        with pytest.raises(Conflict):
            articles.edit(reviewer, draft.id, title=draft.title, body="Anew.")


class TestEdit:
    def test_makes_a_revision(self, draft, reviewer):
        articles.edit(reviewer, draft.id, title="Pin the channel", body="Do *this*.", scope="Hub 3", note="Shorter")
        assert draft.slug == "pin-the-channel"
        assert draft.html == "<p>Do <em>this</em>.</p>\n"
        rows = db.session.scalars(select(ArticleRevision).order_by(ArticleRevision.number)).all()
        assert [(row.number, row.note) for row in rows] == [(1, "Drafted from the accepted answer"), (2, "Shorter")]

    def test_does_not_overwrite_somebody_elses(self, draft, reviewer):
        articles.edit(reviewer, draft.id, title=draft.title, body="First.", expected_revision=1)
        with pytest.raises(Conflict):
            articles.edit(reviewer, draft.id, title=draft.title, body="Second.", expected_revision=1)

    def test_needs_words(self, draft, reviewer):
        with pytest.raises(Invalid):
            articles.edit(reviewer, draft.id, title=draft.title, body="  ")

    def test_of_a_published_guide_takes_staff(self, draft, drafter, reviewer):
        articles.publish(reviewer, draft.id)
        with pytest.raises(Forbidden):
            articles.edit(drafter, draft.id, title=draft.title, body="Anew.")


class TestPublish:
    def test_credits_the_helper(self, draft, candidate, helper, reviewer):
        before = db.session.get(Member, helper.id, populate_existing=True).reputation
        articles.publish(reviewer, draft.id)
        assert db.session.get(Member, helper.id, populate_existing=True).reputation == before + 25
        assert db.session.get(Candidate, candidate.id, populate_existing=True).state == "published"
        event = db.session.scalars(select(LoggedEvent).where(LoggedEvent.kind == "ArticlePublished")).one()
        assert event.payload["helpers"] == [[helper.id, candidate.post_id]]

    def test_is_for_somebody_who_did_not_draft_it(self, candidate, reviewer):
        draft = articles.draft(reviewer, candidate.id)
        with pytest.raises(Forbidden):
            articles.publish(reviewer, draft.id)

    def test_is_for_somebody_who_did_not_answer(self, drafter, clock):
        staff = factories.member("staff")
        _, answer = factories.solved(helper=staff)
        factories.helpful(answer, 3)
        clock.forward(days=8)
        draft = articles.draft(drafter, candidates.find(None)[0])
        with pytest.raises(Forbidden):
            articles.publish(staff, draft.id)

    def test_twice_is_refused(self, draft, reviewer):
        articles.publish(reviewer, draft.id)
        with pytest.raises(Conflict):
            articles.publish(reviewer, draft.id)

    def test_waits_for_the_end_of_a_dispute(self, draft, candidate, reviewer):
        disputes.open(
            factories.member(),
            candidate.thread_id,
            reason="wrong",
            evidence="It did nothing for me at all.",
            post_id=candidate.post_id,
        )
        with pytest.raises(Conflict):
            articles.publish(reviewer, draft.id)


class TestVote:
    @pytest.fixture
    def guide(self, draft, reviewer):
        return articles.publish(reviewer, draft.id)

    def test_counts_readers_once(self, guide):
        reader = factories.member()
        articles.vote(reader, guide.id, 1)
        articles.vote(reader, guide.id, 1)
        articles.vote(factories.member(), guide.id, -1)
        assert (guide.helpful, guide.not_helpful) == (1, 1)

    def test_can_change_and_be_taken_back(self, guide):
        reader = factories.member()
        articles.vote(reader, guide.id, 1)
        articles.vote(reader, guide.id, -1)
        assert (guide.helpful, guide.not_helpful) == (0, 1)
        articles.vote(reader, guide.id, 0)
        assert (guide.helpful, guide.not_helpful) == (0, 0)

    def test_is_not_for_the_author(self, guide, drafter):
        with pytest.raises(Forbidden):
            articles.vote(drafter, guide.id, 1)

    def test_of_a_draft_is_not_found(self, draft):
        with pytest.raises(NotFound):
            articles.vote(factories.member(), draft.id, 1)
