"""Installations to measure, each in a folder of its own with as many threads as it is asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from apiflask import APIFlask

from benchmarks import dataset
from community.actions import installation
from community.settings import Settings
from models.base import db
from models.sqlite import WRITING
from views import database
from views.app import create_app


@contextmanager
def made(threads: int = 0) -> Iterator[Path]:
    """The data directory of a new installation with so many threads; gone at the end."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "secret_key").write_text(os.urandom(24).hex())
        with create_app(settings(folder)).app_context():
            database.upgrade()
            if threads:
                with db.engine.connect().execution_options(**WRITING) as connection:
                    dataset.fill(connection, threads)
                    connection.commit()
            installation.prepare(None)
            db.engine.dispose()
        yield folder


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder)


@contextmanager
def opened(folder: Path) -> Iterator[APIFlask]:
    """The application on `folder`, its context pushed."""
    app = create_app(settings(folder))
    app.testing = True
    with app.app_context():
        yield app
        db.engine.dispose()
