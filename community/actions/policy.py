"""Which policy is in force: the file that the settings name over the default; every version is kept."""

from dataclasses import replace

from sqlalchemy import select

from community.settings import Settings
from community.transaction import record, transactional
from escalation import in_force
from escalation.policy import Policy
from escalation.policy_file import read
from escalation.policy_reader import default_text, parse
from models.base import db
from models.clock import now
from models.errors import Forbidden
from models.escalation import PolicyVersion
from models.events import PolicyChanged
from models.member import Member
from reputation import in_force as points_in_force
from reputation.points import rules_from


def text_of(settings: Settings) -> str:
    """The text of the policy: of the file that the settings name, else of the default."""
    return read(settings.policy) if settings.policy else default_text()


def load(settings: Settings) -> Policy:
    """The policy in force from now on in this process. Raises PolicyError with every problem and its line."""
    policy = parse(text_of(settings))
    _use(policy)
    return policy


def is_new(text: str) -> bool:
    """Whether this text differs from the last that was in force: then clocks have to be reckoned again."""
    last = db.session.scalar(select(PolicyVersion.toml).order_by(PolicyVersion.number.desc()).limit(1))
    return last is not None and last != text


@transactional
def keep(by: Member | None, text: str) -> PolicyVersion:
    """The version of this text, in force in this process; a new one, on the record, where it differs from the last."""
    if by is not None and by.role not in ("admin", "system"):
        raise Forbidden("Only administrators change the policy.")
    policy = parse(text)
    last = db.session.scalars(select(PolicyVersion).order_by(PolicyVersion.number.desc()).limit(1)).one_or_none()
    if last is None or last.toml != text:
        last = PolicyVersion(number=last.number + 1 if last else 1, at=now(), by_id=by.id if by else None, toml=text)
        db.session.add(last)
        db.session.flush()
        record(PolicyChanged(version=last.number))
    _use(replace(policy, number=last.number))
    return last


def _use(policy: Policy) -> None:
    in_force.use(policy)
    points_in_force.use(rules_from(policy.reputation, policy.number))
