"""The application factory: what the settings say, made into one Flask application."""

from pathlib import Path

from apiflask import APIFlask
from flask import Blueprint

from community import settings as settings_module
from community.actions import policy
from community.settings import Settings
from views import (
    api,
    assets,
    database,
    display,
    errors,
    first_run,
    health,
    imports,
    keys,
    logs,
    mails,
    pages,
    proxies,
    search_notes,
    security,
    session,
    templating,
    viewer,
)

ROOT = Path(__file__).resolve().parent.parent

PARTS = (
    keys,
    logs,
    proxies,
    database,
    templating,
    assets,
    display,
    viewer,
    session,
    security,
    errors,
    search_notes,
    first_run,
    api,
)

BLUEPRINTS: tuple[Blueprint, ...] = (first_run.bp, health.bp, imports.bp, mails.bp, *pages.BLUEPRINTS, *api.BLUEPRINTS)


def create_app(settings: Settings | None = None) -> APIFlask:
    """The application of `settings` (default: of the environment); SettingsError or PolicyError if they are wrong."""
    settings = settings_module.use(settings or settings_module.load())
    policy.load(settings)
    app = APIFlask(
        "views",
        title=f"{settings.name} API",
        version="v1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        root_path=str(ROOT / "views"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,  # type: ignore[arg-type]
    )
    app.config.from_mapping(configuration(settings))
    app.extensions["settings"] = settings
    for part in PARTS:
        part.install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's own configuration, derived from our settings; limits are those of a forum, not of a file store."""
    return {
        "SECRET_KEY": settings.secret(),
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": session.LONGEST,
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "TRUSTED_HOSTS": [settings.host, "localhost", "127.0.0.1"],
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_MEMORY_SIZE": 1_000_000,
        "MAX_FORM_PARTS": 1_000,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_HEADERS_ENABLED": True,
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(settings.redis_url),  # a Redis that is down still limits
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "OPENAPI_VERSION": "3.1.0",
        "VALIDATION_ERROR_STATUS_CODE": 422,
    }
