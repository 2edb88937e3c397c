"""What search engines read of a page: schema.org as dictionaries, printed as JSON-LD by the base template."""

from typing import Any
from urllib.parse import quote

from community.queries.people import Person
from community.queries.posts import Contribution
from community.queries.threads import Head
from views.urls import absolute

MOST = 4
"""Answers that are described: engines show one, and each costs its whole text again."""


def question(thread: Head, answers: list[Contribution]) -> dict[str, Any]:
    """A QAPage; accepted answers apart from the others, automated suggestions not at all."""
    human = [each for each in answers if each.role != "bot" and not each.deleted_at][:MOST]
    main: dict[str, Any] = {
        "@type": "Question",
        "name": thread.title,
        "text": thread.html,
        "answerCount": thread.answers,
        "upvoteCount": thread.me_too,
        "dateCreated": thread.created_at.isoformat(),
        "author": _person(thread.author),
    }
    if accepted := [_answer(each) for each in human if each.accepted]:
        main["acceptedAnswer"] = accepted
    if suggested := [_answer(each) for each in human if not each.accepted]:
        main["suggestedAnswer"] = suggested
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": main}


def _answer(each: Contribution) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": each.html,
        "upvoteCount": each.helpful,
        "dateCreated": each.created_at.isoformat(),
        "url": absolute(f"/a/{each.id}"),
        "author": _person(each.author),
    }


def _person(who: Person) -> dict[str, Any]:
    person = {"@type": "Person", "name": who.name or "A former member"}
    return person | {"url": absolute(f"/members/{who.id}/{quote(who.handle)}")} if who.id else person
