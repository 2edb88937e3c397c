"""The small community that the browser looks at: one question in every state, and people of every kind."""

from dataclasses import dataclass

from community import search_feed
from community.actions import acceptances, articles, disputes, flags, follows, taxonomy, threads, votes
from models.article import Article, Candidate
from models.base import db
from models.clock import now
from models.member import Member
from models.post import Post
from models.thread import Thread
from reputation.levels import Level
from tests import factories

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
"""A word that no screen can break where it likes."""

BODY = """Since the update the light **blinks** and nothing helps.

1. I restarted the *hub*.
2. I waited.

> Somebody said so.

```python
def wait(minutes: int) -> None:
    print("a long line of code that must scroll inside its box and never push the page sideways", minutes)
```

See https://example.org/a/long/path/that/goes/on/and/on/and/on/and/on/without/any/space and `hub.reset()`.
"""


@dataclass
class World:
    """People by what they are; questions by the state they are in."""

    people: dict[str, Member]
    waiting: Thread
    answered: Thread
    solved: Thread
    accepted: Post
    disputed: Thread
    closed: Thread
    guide: Article
    candidate: int
    """One that nobody has drafted yet."""


def build() -> World:
    people = {
        "customer": factories.member(handle="maple_jo"),
        "advocate": factories.member(handle="kestrel42", level=Level.ADVOCATE),
        "employee": factories.member("employee", handle="okan"),
        "staff": factories.member("staff", handle="asha"),
        "admin": factories.member("admin", handle="helene"),
    }
    customer, advocate, staff = people["customer"], people["advocate"], people["staff"]
    category = taxonomy.add_category(
        people["admin"], slug="wifi", name="Broadband & Wi-Fi", icon="wifi", description="Hub, fibre, signal.",
        fields=[{"name": "version", "label": "Version", "required": False, "choices": []}],
    )  # fmt: skip
    waiting = factories.thread(
        customer, title="Hub says activation pending since this morning", tags=["hub", "activation"],
        category_id=category.id, fields={"version": "3.14.2"}, body=BODY,
    )  # fmt: skip
    answered = factories.thread(customer, title=f"Where is the {LONG} in the app?", tags=["app"])
    factories.comment(factories.answer(answered, advocate, body=BODY), customer)
    solved, accepted = factories.solved(customer, advocate)
    threads.edit(customer, solved.id, tags=["hub", "wi-fi"], note="Tags that help to find it.")
    factories.answer(solved, staff, body="Update 3.14.3 comes on Tuesday.")
    factories.helpful(accepted, 2)
    follows.set(advocate, "thread", waiting.id)
    disputed, wrong = factories.solved(factories.member(), advocate)
    disputes.open(customer, disputed.id, reason="outdated", evidence="The menu is gone since 3.14.", post_id=wrong.id)
    for reader in (customer, staff):
        flags.report(reader, factories.answer(answered, body="Cheap hubs here.").id, reason="spam")
    closed = factories.thread(advocate, title="Is this the same as the other one?")
    threads.close(staff, closed.id, reason="same answer", same_as_id=solved.id)
    votes.me_too(advocate, waiting.id)
    acceptances.verify(staff, accepted.id)
    guide = articles.draft(staff, _candidate(accepted))
    articles.publish(people["admin"], guide.id)
    _, other = factories.solved(customer, advocate)
    db.session.commit()
    search_feed.tend()
    return World(people, waiting, answered, solved, accepted, disputed, closed, guide, _candidate(other))


def _candidate(post: Post) -> int:
    """What a sweep makes of an answer that stood long enough."""
    found = Candidate(thread_id=post.thread_id, post_id=post.id, reasons=["helpful 3"], found_at=now())
    db.session.add(found)
    db.session.commit()
    return found.id
