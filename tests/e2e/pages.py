"""Every page that a person can see, by who sees it. Add yours: a function from the world to (person, path)."""

from collections.abc import Callable, Iterable

from community import proofs
from tests.e2e.world import World

Seen = tuple[str, str]
"""Who looks ("guest" or a key of `World.people`), and at what."""


def reading(world: World) -> Iterable[Seen]:
    paths = ["/", "/?show=unanswered", "/?show=solved", "/?show=affected", "/categories/wifi", "/tags", "/tags/hub"]
    questions = (world.waiting, world.answered, world.solved, world.disputed, world.closed)
    paths += [f"/questions/{each.id}/{each.slug}" for each in questions]
    paths += [f"/posts/{world.solved.opening_id}/history"]
    yield from (("guest", path) for path in paths)
    yield from (("advocate", path) for path in (paths[0], paths[9]))
    yield ("staff", paths[10])
    yield ("customer", paths[7] + "?posted=1")


def writing(world: World) -> Iterable[Seen]:
    yield from (("customer", path) for path in ("/questions/ask", f"/questions/{world.waiting.id}/edit"))
    yield ("customer", f"/posts/{world.waiting.opening_id}/delete")
    yield ("customer", f"/posts/{world.accepted.id}/flag")
    yield ("customer", f"/posts/{world.accepted.id}/dispute")
    yield ("customer", f"/posts/{world.accepted.id}/why")
    yield ("advocate", f"/posts/{world.accepted.id}/edit")
    yield ("staff", f"/questions/{world.waiting.id}/close")
    yield ("staff", "/tags/hub/edit")


def accounts(world: World) -> Iterable[Seen]:
    guest = ("/sign-in", "/sign-up", "/sign-up/sent", "/reset", "/reset/x", "/confirm/x")
    yield from (("guest", path) for path in guest)
    own = ("/inbox", *(f"/settings/{each}" for each in ("profile", "look", "mail", "password", "devices")))
    yield from (("customer", path) for path in own)
    yield ("customer", "/inbox?show=mentions")
    yield ("customer", "/sign-out")
    yield ("guest", proofs.unsubscribe_path(world.people["customer"].id, "answer"))


def plain(world: World) -> Iterable[Seen]:
    yield from (("guest", f"/help/{name}") for name in ("rules", "accessibility", "privacy", "keys"))
    yield ("guest", "/nothing-here")


def people(world: World) -> Iterable[Seen]:
    """Profiles with and without the ledger, the lists, and how points work."""
    helper = world.people["advocate"]
    profile = f"/members/{helper.id}/{helper.handle}"
    lists = ("/members", "/leaders", "/leaders?period=all", "/badges", "/help/points")
    yield from (("guest", path) for path in (*lists, profile))
    yield from (("advocate", path) for path in (profile, f"{profile}/reputation", f"{profile}/reputation?kind=guides"))
    yield ("staff", f"{profile}/reputation")


def programs(world: World) -> Iterable[Seen]:
    yield ("guest", "/api/v1/docs")


def finding(world: World) -> Iterable[Seen]:
    """Search and guides."""
    paths = ["/search", "/search?q=hub", "/search?q=hub&type=member", "/search?q=whistling", "/kb"]
    paths += [f"/kb/{world.guide.id}/{world.guide.slug}"]
    yield from (("guest", path) for path in paths)
    yield ("customer", paths[-1])


def staff(world: World) -> Iterable[Seen]:
    """The queue and what belongs to it, and the shorter list of those who help out."""
    paths = ["/staff", "/staff?view=mine", "/staff/disputes", "/staff/review", "/staff/knowledge", "/staff/policy"]
    paths += [f"/staff/threads/{each.id}" for each in (world.waiting, world.disputed)]
    paths += [f"/staff/knowledge/{world.candidate}", "/staff/audit", f"/staff/threads/{world.waiting.id}?write=note"]
    yield from (("staff", path) for path in paths)
    yield from ((person, "/help-out") for person in ("advocate", "employee"))


PAGES: list[Callable[[World], Iterable[Seen]]] = [
    reading,
    writing,
    accounts,
    plain,
    people,
    programs,
    finding,
    staff,
]
