"""Guides: drafted from a solved question, looked at by somebody else, published, kept up, voted on."""

from sqlalchemy import ScalarSelect, func, select, update

from community import access, markup, personal_data, writing
from community.transaction import record, transactional
from models.article import Article, ArticleRevision, ArticleSource, ArticleVote, Candidate
from models.base import db
from models.clock import now
from models.dispute import Dispute
from models.errors import Conflict, Invalid, NotFound
from models.events import ArticleDrafted, ArticleEdited, ArticleHelpful, ArticlePublished
from models.member import Member
from models.post import Post
from models.thread import Thread
from reputation import privileges
from reputation.privileges import Parties, Privilege

LONGEST_SCOPE = 150
PROBLEM = 600
"""Characters of the question that a draft begins with; a reviewer makes it shorter."""

EXCERPT = 200


@transactional
def draft(by: Member, candidate_id: int) -> Article:
    """A draft from the candidate: the problem, the solution, for what it holds; personal details masked."""
    candidate = db.session.get(Candidate, candidate_id, with_for_update=True, populate_existing=True)
    if candidate is None:
        raise NotFound
    privileges.require(by, Privilege.DRAFT_ARTICLE)
    if candidate.state != "open":
        raise Conflict("This has a draft, or has been decided, already.")
    thread, answer = access.answer(by, candidate.post_id)
    article = _new(by, thread, personal_data.masked(_assembled(access.opening(thread), answer)))
    source = ArticleSource(article_id=article.id, post_id=answer.id, thread_id=thread.id, author_id=answer.author_id)
    db.session.add(source)
    candidate.state, candidate.article_id = "drafted", article.id
    record(ArticleDrafted(article_id=article.id, candidate_id=candidate.id))
    return article


def _new(by: Member, thread: Thread, source: str) -> Article:
    rendered = markup.render(source)
    article = Article(
        title=thread.title, slug=markup.slugify(thread.title, "guide"), category_id=thread.category_id,
        author_id=by.id, scope=_scope(thread), source=source, html=rendered.html, renderer=markup.RENDERER,
        excerpt=markup.excerpt(rendered.text, EXCERPT), created_at=now(),
    )  # fmt: skip
    db.session.add(article)
    db.session.flush()
    _revise(article, by, "Drafted from the accepted answer")
    return article


def _assembled(opening: Post, answer: Post) -> str:
    problem = markup.excerpt(markup.lines(opening.html), PROBLEM)
    solution = answer.source if answer.format == "markdown" else markup.lines(answer.html).replace("\n", "\n\n")
    return f"{problem}\n\n## What helps\n\n{solution}"[: markup.LIMIT]


def _scope(thread: Thread) -> str:
    """For what it holds, as far as the asker said: the version, the platform."""
    return markup.excerpt(", ".join(str(value) for value in thread.fields.values() if value), LONGEST_SCOPE)


@transactional
def edit(
    by: Member,
    article_id: int,
    *,
    title: str,
    body: str,
    scope: str = "",
    note: str = "",
    expected_revision: int | None = None,
) -> Article:
    """The guide with its next revision. Raises Conflict when it was edited meanwhile."""
    article = access.article(by, article_id, lock=True)
    published = article.state == "published"
    privileges.require(by, Privilege.REVIEW_ARTICLE if published else Privilege.DRAFT_ARTICLE)
    if article.state == "withdrawn":
        raise Conflict("This draft was withdrawn.")
    if expected_revision is not None and expected_revision != article.revision:
        raise Conflict("Somebody else changed this meanwhile. Please look at their change first.")
    source = markup.storable(body)
    if not source.strip():
        raise Invalid(body="Write something first.")
    rendered = markup.render(source)
    article.title = writing.title(title)
    article.slug = markup.slugify(article.title, "guide")
    article.scope = writing.line(scope, "scope", LONGEST_SCOPE)
    article.source, article.html, article.renderer = source, rendered.html, markup.RENDERER
    article.excerpt = markup.excerpt(rendered.text, EXCERPT)
    article.revision += 1
    article.edited_at = now()
    _revise(article, by, writing.line(note, "note", writing.LONGEST_NOTE))
    record(ArticleEdited(article_id=article.id, revision=article.revision))
    return article


def _revise(article: Article, by: Member, note: str) -> None:
    db.session.add(
        ArticleRevision(
            article_id=article.id, number=article.revision or 1, editor_id=by.id, at=now(), title=article.title,
            body=article.source, note=note,
        )
    )  # fmt: skip


@transactional
def publish(by: Member, article_id: int) -> Article:
    """The published guide; its helpers are credited. Neither who drafted it nor who gave the answer may."""
    article = access.article(by, article_id, lock=True)
    sources = list(db.session.scalars(select(ArticleSource).where(ArticleSource.article_id == article.id)))
    privileges.require(by, Privilege.PUBLISH_ARTICLE, article)
    for source in sources:
        privileges.require(by, Privilege.PUBLISH_ARTICLE, Parties(author_id=source.author_id))
        access.answer(by, source.post_id, lock=True)  # what deletes or accepts it waits for us, and we for it
        _require_undisputed(source)
    if article.state != "draft" or not sources:
        raise Conflict("Only a draft can be published.")
    article.state, article.published_at, article.reviewer_id = "published", now(), by.id
    for candidate in db.session.scalars(select(Candidate).where(Candidate.article_id == article.id)):
        candidate.state, candidate.decided_at, candidate.decided_by_id = "published", now(), by.id
    record(
        ArticlePublished(
            thread_id=sources[0].thread_id, article_id=article.id, revision=article.revision,
            helpers=tuple((each.author_id, each.post_id) for each in sources if each.author_id is not None),
            fact_at=article.published_at.isoformat(),
        )
    )  # fmt: skip
    return article


def _require_undisputed(source: ArticleSource) -> None:
    open_ones = select(Dispute.id).where(Dispute.post_id == source.post_id, Dispute.decided_at.is_(None))
    if db.session.scalar(open_ones.limit(1)):
        raise Conflict("This answer is disputed. Decide the dispute first.")


@transactional
def vote(by: Member, article_id: int, value: int) -> Article:
    """The guide with this reader's word on the revision they read: 1 it worked, -1 it did not, 0 taken back."""
    article = access.article(by, article_id, lock=True)
    privileges.require(by, Privilege.VOTE, article)
    if value not in (-1, 0, 1):
        raise Invalid(value="Use 1, 0 or -1.")
    if article.state != "published":
        raise NotFound
    row = db.session.get(ArticleVote, (article.id, by.id))
    if row is None:
        row = ArticleVote(article_id=article.id, member_id=by.id, value=0, revision=article.revision, at=now())
        db.session.add(row)
    elif row.value == value and row.revision == article.revision:
        return article
    row.value, row.revision, row.at = value, article.revision, now()
    db.session.flush()
    _count(article)
    record(
        ArticleHelpful(
            article_id=article.id, member_id=by.id, value=value, helpful=article.helpful,
            not_helpful=article.not_helpful,
        )
    )  # fmt: skip
    return article


def _count(article: Article) -> None:
    """Counted from the rows in the statement itself."""

    def said(value: int) -> ScalarSelect[int]:
        rows = ArticleVote.article_id == article.id, ArticleVote.value == value
        return select(func.count()).select_from(ArticleVote).where(*rows).scalar_subquery()

    db.session.execute(
        update(Article)
        .where(Article.id == article.id)
        .values(helpful=said(1), not_helpful=said(-1))
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(article, ["helpful", "not_helpful"])
