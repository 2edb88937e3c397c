"""How Alembic reaches our database: through the application that runs the command, one transaction a migration."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from models import schema, sqlite
from models.base import Instant


def _rendered(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our column type as the plain one that it is in the database, so that a migration never changes with our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        context.configure(
            connection=connection.execution_options(**sqlite.WRITING),
            target_metadata=schema.metadata,
            render_as_batch=True,
            render_item=_rendered,
            compare_type=True,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
