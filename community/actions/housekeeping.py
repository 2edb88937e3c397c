"""What is kept for a time only, and dropped by the worker when that is over."""

from datetime import timedelta

from sqlalchemy import delete

from community.queries.sessions import ABSOLUTE
from community.transaction import transactional
from models.base import db
from models.bookkeeping import IdempotencyKey, JobRun, SearchLog
from models.clock import now
from models.credential import Proof, Session
from models.event_log import Delivery
from models.member import Member

JOB_RUNS = timedelta(days=7)
IDEMPOTENCY_KEYS = timedelta(days=2)
PROOFS = timedelta(days=30)
DELIVERIES_DONE = timedelta(days=90)
SEARCHES = timedelta(days=90)


@transactional
def prune(by: Member | None = None) -> None:
    """Drops what has lapsed: sign-ins, proofs, notes about jobs, requests, deliveries that are done, and searches."""
    at = now()
    for doomed in (
        delete(Session).where(Session.created_at < at - ABSOLUTE),
        delete(Proof).where(Proof.expires_at < at - PROOFS),
        delete(JobRun).where(JobRun.slot < at - JOB_RUNS),
        delete(IdempotencyKey).where(IdempotencyKey.at < at - IDEMPOTENCY_KEYS),
        delete(Delivery).where(Delivery.state == "done", Delivery.done_at < at - DELIVERIES_DONE),
        delete(SearchLog).where(SearchLog.at < at - SEARCHES),
    ):
        db.session.execute(doomed)
