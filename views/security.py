"""The browser and HTTP layer: where a request may come from, what a browser may do with an answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from apiflask import APIFlask
from flask import Response, current_app, request, session
from flask_limiter import Limiter
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from community.settings import Settings
from views.session import is_personal

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()


def make_limiter() -> Limiter:
    """Limits a network address at a time; it keeps to the storage of the last application that it was given to."""
    return Limiter(key_func=lambda: request.remote_addr or "unknown", strategy="moving-window")


limiter = make_limiter()


def open_to_programs(view: View) -> View:
    """`view`, which programs without a cookie may POST to: its address or token proves them (one-click unsubscribe)."""
    view.open_to_programs = True  # type: ignore[attr-defined]
    return view


def install(app: APIFlask, settings: Settings) -> None:
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_check_unsafe)
    app.after_request(_headers)
    if settings.https:
        app.after_request(_strict_transport)


def _check_unsafe() -> None:
    """Refuses a change that another site makes in a member's name, before any view sees it (ASVS 3.5)."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    if getattr(current_app.view_functions[request.endpoint], "open_to_programs", False):
        return
    _same_origin()
    if request.path.startswith("/api/"):
        _json_only()
        if "Authorization" in request.headers or not session:
            return  # no cookie speaks for the caller, so no other site can misuse one
    csrf.protect()


def _same_origin() -> None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("This came from another site.")
    origin = request.headers.get("Origin")
    if origin not in (None, request.host_url.rstrip("/"), current_app.extensions["settings"].base_url):
        raise Forbidden("This came from another site.")


def _json_only() -> None:
    if request.content_length and not request.is_json:
        raise UnsupportedMediaType("Send application/json.")


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.blueprint != "assets":
        _caching(response)
    return response


def _caching(response: Response) -> None:
    """What holds anything of a member is stored nowhere; errors neither. Guests' pages are asked for again by ETag."""
    if is_personal() or "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-store"
        response.vary.add("Cookie")
    elif response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")


def _strict_transport(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    return response
