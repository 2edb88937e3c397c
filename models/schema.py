"""Every table, imported once, so that `Base.metadata` is whole."""

from models import (  # noqa: F401
    acceptance,
    article,
    bookkeeping,
    credential,
    dispute,
    escalation,
    event_log,
    member,
    notification,
    point,
    post,
    taxonomy,
    thread,
    vote,
)
from models.base import Base

metadata = Base.metadata
