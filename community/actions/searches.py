"""What was searched for: noted without who, for the list of what nobody has answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from community import personal_data
from community.transaction import transactional
from models.base import db
from models.bookkeeping import SearchLog


@dataclass(frozen=True)
class Searched:
    query: str
    hits: int
    at: datetime


@transactional
def note(by: None, searches: Sequence[Searched]) -> None:
    """Notes these searches, without what looks like a personal detail."""
    rows = [{"query": personal_data.masked(each.query), "hits": each.hits, "at": each.at} for each in searches]
    db.session.execute(insert(SearchLog), rows)
