"""What every table is built from: the database handle, the column types and their short names."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it as text of fixed width, so that it sorts and compares as on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts up a primary key only where its type is exactly INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")

pk = Annotated[int, mapped_column(BigId, primary_key=True)]


class Base(DeclarativeBase):
    """The class of every table. (`db.Model` would do the same, but says nothing to a type checker.)"""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Instant, int: BigId, str: Text, dict[str, Any]: JSON, list[Any]: JSON},
    )


def ref(column: str, *, index: bool = False, primary_key: bool = False, unique: bool = False) -> Any:
    """A foreign key column to `column` ("table.id"); nothing is ever deleted through it."""
    return mapped_column(BigId, ForeignKey(column), index=index, primary_key=primary_key, unique=unique)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": False})


def fetch(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a read that names columns, in the session's transaction.

    The session itself would look for objects to load, which costs more than most of our reads.
    """
    return db.session.connection().execute(statement, values)
