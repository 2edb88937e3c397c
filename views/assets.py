"""Our styles, scripts and icons. Their address holds a hash of all their contents: browsers keep them for a year.

One hash stands for the whole folder, as a path segment: scripts import each other by relative paths and so stay in the
same version. The style sheets are kept apart to be read, and sent as one.
"""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from apiflask import APIFlask
from flask import Blueprint, Response, abort, request

import community
from community.settings import Settings

FOLDER = Path(community.__file__).parent / "static"
SITE_CSS = ("tokens", "base", "layout", "controls", "thread", "data", "pages")
TYPES = {".svg": "image/svg+xml", ".js": "text/javascript", ".css": "text/css"}

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    body: bytes
    packed: bytes
    kind: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its path below /static/, read once: they are few and small."""
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    files["site.css"] = b"\n".join(files[f"css/{name}.css"] for name in SITE_CSS)
    return {name: Asset(body, gzip.compress(body, 9, mtime=0), _kind(name)) for name, body in sorted(files.items())}


@cache
def version() -> str:
    """Twelve hexadecimal digits that change with any of the files."""
    digest = sha256()
    for name, each in assets().items():
        digest.update(name.encode() + b"\0" + each.body)
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file of community/static; KeyError when there is none."""
    assets()[name]
    return f"/static/{version()}/{name}"


@bp.get("/static/<path:name>")
def static(name: str) -> Response:
    """The file, for a year under its version; under any other address it is asked for again by ETag."""
    head, _, rest = name.partition("/")
    current = head == version()
    found = assets().get(rest if current else name) or assets().get(rest)
    if found is None:
        abort(404)
    return _answer(found, "public, max-age=31536000, immutable" if current else "no-cache")


def _answer(found: Asset, caching: str) -> Response:
    packed = request.accept_encodings["gzip"] > 0
    response = Response(found.packed if packed else found.body, content_type=found.kind)
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = caching
    response.set_etag(f"{version()}{'-gzip' if packed else ''}")
    response.make_conditional(request)
    return response


def _kind(name: str) -> str:
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(("text/", "image/svg")) else kind


def install(app: APIFlask, settings: Settings) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(asset=asset, icons=asset("icons.svg"))
