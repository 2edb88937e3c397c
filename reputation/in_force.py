"""The rules in force in this process: the default table until the policy says otherwise."""

from reputation.points import RULES, Rules

_used: list[Rules] = []


def current() -> Rules:
    """The rules by which points are given, checked and explained."""
    return _used[-1] if _used else RULES


def use(rules: Rules | None) -> None:
    """From now on `rules` are in force; None: the default. What was given before is put right by a replay."""
    _used[:] = [rules] if rules else []
