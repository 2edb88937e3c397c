"""Addresses: absolute ones from the settings alone, and ways back that cannot lead elsewhere."""

from urllib.parse import quote, urlsplit

from flask import current_app, request

from community.settings import Settings


def settings() -> Settings:
    """The settings of the application that answers this request."""
    found: Settings = current_app.extensions["settings"]
    return found


def absolute(path: str) -> str:
    """`path` as an address for mails, feeds and canonical links; the Host header has no say in it."""
    return settings().base_url + path


def local_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this site, else `default`: what `?next=` may lead to."""
    if not target or not target.startswith("/") or "\\" in target or any(ord(character) < 33 for character in target):
        return default
    parts = urlsplit(target)
    # "//host" and "/\host" are other sites to a browser
    return default if parts.scheme or parts.netloc or target.startswith("//") else target


def sign_in_path() -> str:
    """The sign-in page, with the way back to what was asked for; a POST leads back to the page it came from."""
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else _came_from()
    return f"/sign-in?next={quote(wanted)}"


def _came_from() -> str:
    parts = urlsplit(request.referrer or "")
    return local_path(parts.path) if parts.netloc == request.host else "/"
