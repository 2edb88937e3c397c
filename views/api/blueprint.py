"""What every part of the API has in common: its address, its place in the description, and how its body is read."""

from apiflask import APIBlueprint

from views.api import strict

PREFIX = "/api/v1"


def blueprint(tag: str) -> APIBlueprint:
    """A blueprint whose operations stand under `tag` in the description."""
    made = APIBlueprint(f"api_{tag.lower().replace(' ', '_')}", __name__, url_prefix=PREFIX, tag=tag)
    made.before_request(strict.check)
    return made
