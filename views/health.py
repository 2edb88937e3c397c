"""For machines: is it alive, can it serve, what does it measure, what may robots read."""

import ipaddress
from hmac import compare_digest

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from community import doctor
from community.queries import health
from views.urls import absolute, settings

bp = Blueprint("health", __name__)

WAITING = Gauge("cairn_deliveries", "Deliveries that are not done; search is how far the index lags.", ["state"])

NOT_FOR_ROBOTS = (
    "/api/",
    "/admin/",
    "/help-out",
    "/inbox",
    "/questions/ask",
    "/search",
    "/settings/",
    "/sign-in",
    "/sign-up",
    "/staff",
)


@bp.get("/health/live")
def live() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="ok")


@bp.get("/health/ready")
def ready() -> tuple[Response, int]:
    """200 when the database answers and has this release's schema, else 503; what is wrong is told on loopback only."""
    wrong = health.problems()
    body: dict[str, object] = {"status": "unavailable" if wrong else "ok"}
    if wrong and _trusted():
        body["problems"] = wrong
    return jsonify(body), 503 if wrong else 200


@bp.get("/metrics")
def metrics() -> Response:
    """What prometheus reads; for loopback, or with the bearer token of COMMUNITY_METRICS_TOKEN."""
    if not _trusted():
        abort(404)
    for state, number in doctor.figures().items():
        WAITING.labels(state).set(number)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@bp.get("/robots.txt")
def robots() -> Response:
    """Where robots need not look, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), f"Sitemap: {absolute('/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _trusted() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return is_loopback() or bool(token and compare_digest(given.encode(), token.encode()))


def is_loopback() -> bool:
    """Whether this machine itself asks."""
    return bool(request.remote_addr) and ipaddress.ip_address(request.remote_addr or "").is_loopback
