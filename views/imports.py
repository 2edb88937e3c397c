"""`/import/<source>/<kind>/<id>`: addresses of another community lead to what became of them here."""

from urllib.parse import quote

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from community.queries import imports
from community.queries.imports import Place
from views import session

bp = Blueprint("imports", __name__)


@bp.get("/import/<source>/<kind>/<int(signed=True):original_id>")
def original(source: str, kind: str, original_id: int) -> Response:
    place = imports.place(session.current(), source, kind, original_id)
    return redirect(_address(place), 301)


def _address(place: Place) -> str:
    name = quote(place.name, safe="")
    return {
        "question": f"/questions/{place.id}/{name}",
        "post": f"/a/{place.id}",
        "member": f"/members/{place.id}/{name}",
        "tag": f"/tags/{name}",
    }[place.kind]
