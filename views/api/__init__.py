"""The REST API under /api/v1: the same actions and queries as the pages, described by the code itself."""

from apiflask import APIFlask
from flask import Blueprint

from community.actions import tokens
from community.settings import Settings
from views.api import articles, description, disputes, escalations, members, mine, posts, questions, searching, taxonomy
from views.last_uses import LastUses

BLUEPRINTS: tuple[Blueprint, ...] = (
    questions.bp,
    posts.bp,
    disputes.bp,
    taxonomy.bp,
    searching.bp,
    articles.bp,
    members.bp,
    mine.bp,
    escalations.bp,
    description.bp,
)


def install(app: APIFlask, settings: Settings) -> None:
    """Says in the description what all operations share, and keeps when each token was last used."""
    description.install(app)
    app.extensions["token_uses"] = uses = LastUses[int](tokens.seen)

    @app.teardown_request
    def write_token_uses(error: BaseException | None) -> None:
        uses.write_when_due()
