"""Colour for code: a few classes on spans, for languages that people paste into a support forum."""

from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, String, _TokenType
from pygments.util import ClassNotFound

from community.markup.deadline import check

LANGUAGES = frozenset(
    "bash c cpp csharp css diff go html http ini java javascript json kotlin lua nginx php powershell properties python "
    "ruby rust shell sh sql swift toml typescript xml yaml js ts py".split()
)

LONGEST = 10_000
"""Characters. Longer code is shown without colour: nobody reads it for its colour, and lexers are slow."""

# The most telling first; whatever is not listed stays in the colour of text.
CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Number, "m"),
    (String, "s"),
    (Literal, "m"),
    (Name.Function, "n"),
    (Name.Class, "n"),
    (Name.Tag, "k"),
    (Name.Attribute, "n"),
    (Name.Builtin, "b"),
    (Generic.Inserted, "i"),
    (Generic.Deleted, "d"),
)
NAMES = frozenset(name for _, name in CLASSES)


def highlighted(code: str, language: str, attributes: str) -> str:
    """`code` as HTML with spans, or "" for the renderer to do it plainly."""
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    if lexer is None:
        return ""
    return "".join(_span(kind, text) for kind, text in lexer.get_tokens(code))


def _lexer(language: str) -> Lexer | None:
    if language not in LANGUAGES:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _span(kind: _TokenType, text: str) -> str:
    check()
    name = next((name for parent, name in CLASSES if kind in parent), None)
    return f'<span class="{name}">{escape(text)}</span>' if name and text.strip() else escape(text)
