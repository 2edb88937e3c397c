"""The database of the application, and its schema, brought up to this release by the migrations that come with it."""

from pathlib import Path

import flask_migrate
from apiflask import APIFlask

from community.settings import Settings
from models import sqlite
from models.base import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

migrate = flask_migrate.Migrate(directory=str(MIGRATIONS))


def install(app: APIFlask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        sqlite.prepare(db.engine)


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.on_sqlite:
        return {}
    waits = {"connect_timeout": 2, "options": "-c lock_timeout=5s"}  # then it is 503, as on SQLite
    return {"pool_pre_ping": True, "pool_timeout": 5, "connect_args": waits}


def close() -> None:
    """Gives back every connection of this process; inside an application context."""
    db.session.remove()
    db.engine.dispose()


def upgrade(revision: str = "head") -> None:
    """Applies the migrations that are missing; inside an application context."""
    flask_migrate.upgrade(revision=revision)
