"""Personal details in a text that is about to be read by many: found by their shape, and masked.

Patterns alone, so a person reads the draft as well; what they find is named in the checks of the review.
"""

import re
from collections.abc import Callable

MASK = "[removed]"

# Each looks at a character a bounded number of times.
ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
# A sign, then seven digits or more in groups: not a version (dots), not a date, not a serial of letters.
NUMBER = re.compile(r"(?<![\w.-])\+?\(?\d(?:[ ()/-]{0,2}\d){6,18}(?![\w.]?\d)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


def masked(text: str) -> str:
    """`text` with mail addresses, account numbers and telephone numbers taken out."""
    for pattern, replace in RULES:
        text = pattern.sub(replace, text)
    return text


def holds_any(text: str) -> bool:
    """Whether something in `text` looks like a personal detail."""
    return masked(text) != text


def _unless_date(found: re.Match[str]) -> str:
    return found[0] if DATE.match(found[0]) else MASK


RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (ADDRESS, MASK),
    (IBAN, MASK),
    (NUMBER, _unless_date),
)
