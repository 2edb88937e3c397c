"""Words in the reader's language, quickly: a page says some hundred of them.

What flask-babel offers to templates looks up the reader's language for each word, through three calls of Jinja's. Here
the language is found once a request, and each sentence is looked up once a language.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from flask import g
from flask_babel import get_locale, get_translations
from markupsafe import Markup

LANGUAGES = ("en",)
KEPT = 4_096  # sentences, and small pieces of pages: far more than there are, yet a limit


def gettext(message: str, /, **values: Any) -> Markup:
    """The sentence in the reader's language, the (escaped) values put in. Safe: messages are ours."""
    sentence = _sentence(_language(), message)
    return sentence % values if values else sentence


def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
    """The form of the sentence that goes with the number, which it may show as %(num)s."""
    return Markup(get_translations().ungettext(one, many, number)) % {"num": number, **values}  # noqa: S704


@lru_cache(KEPT)
def _sentence(language: str, message: str) -> Markup:
    return Markup(get_translations().ugettext(message))  # noqa: S704


def _language() -> str:
    """The reader's language; found once a request, and never where there is no choice."""
    if len(LANGUAGES) == 1:
        return LANGUAGES[0]
    if "language" not in g:
        g.language = str(get_locale())
    found: str = g.language
    return found


def kept(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """`macro`, which depends on nothing but its arguments and the reader's language, worked out once for each."""

    if len(LANGUAGES) == 1:
        return lru_cache(KEPT)(macro)

    @lru_cache(KEPT)
    def in_language(language: str, *args: Any, **kwargs: Any) -> Markup:
        return macro(*args, **kwargs)

    @wraps(macro)
    def found(*args: Any, **kwargs: Any) -> Markup:
        return in_language(_language(), *args, **kwargs)

    return found
