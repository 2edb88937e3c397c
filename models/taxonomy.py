"""Where a question belongs: one category, a few tags."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, pk, ref


class Category(Base):
    """`fields` lists what the ask form asks here: {name, label, required, choices}."""

    __tablename__ = "category"

    id: Mapped[pk]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="dots")
    fields: Mapped[list[Any]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    thread_count: Mapped[int] = mapped_column(default=0)


class Tag(Base):
    __tablename__ = "tag"

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    thread_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_tag_thread_count", "thread_count", "id"),)


class ThreadTag(Base):
    __tablename__ = "thread_tag"

    thread_id: Mapped[int] = ref("thread.id", primary_key=True)
    tag_id: Mapped[int] = ref("tag.id", primary_key=True)

    __table_args__ = (Index("ix_thread_tag_tag_id_thread_id", "tag_id", "thread_id"),)
