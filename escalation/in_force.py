"""The policy in force in this process: the default until the application says otherwise."""

from functools import cache

from escalation.policy import Policy
from escalation.policy_reader import parse

_used: list[Policy] = []


@cache
def _default() -> Policy:
    return parse()


def current() -> Policy:
    """The policy that clocks, sweeps and pages go by."""
    return _used[-1] if _used else _default()


def use(policy: Policy | None) -> None:
    """From now on `policy` is in force; None: the default."""
    _used[:] = [policy] if policy else []
