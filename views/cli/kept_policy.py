"""What every start does with the policy: a changed one is kept as a version, and holds for every clock."""

from community.actions import policy
from community.replay import clocks
from community.settings import Settings
from community.transaction import unit_of_work


def keep_policy(settings: Settings) -> None:
    """The settings' policy in force and on the record; where it changed, each running clock is reckoned again."""
    text = policy.text_of(settings)
    changed = policy.is_new(text)
    policy.keep(None, text)
    if changed:
        with unit_of_work():
            clocks.repair()
