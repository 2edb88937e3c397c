"""Whether this installation can serve, in a few cheap questions."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.base import db


def problems() -> list[str]:
    """What keeps us from serving, one sentence each; nothing when all is well."""
    try:
        version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError as error:
        return [f"the database does not answer, or has no schema: {type(error).__name__}"]
    return [] if version else ["the database has no schema: run `community upgrade`"]
