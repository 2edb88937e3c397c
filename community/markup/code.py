"""Colour for code: a few classes on spans, for languages that people paste into a support forum."""

from html import escape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, String, _TokenType
from pygments.util import ClassNotFound

from community.markup.deadline import check

# No csharp: its lexer is cubic on empty lines. The others were tried with hostile input; the worst are quadratic.
SPOKEN = """
bash c cpp css diff go html http ini java javascript js json kotlin lua nginx php powershell properties py python
ruby rust sh shell sql swift toml ts typescript xml yaml
"""
LANGUAGES = frozenset(SPOKEN.split())

LONGEST = 4_000
"""Characters. Longer code is shown without colour. No lexer holds a thread for half a second on so much of anything."""

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
    named = ((_class(kind), text) for kind, text in lexer.get_tokens(code))
    runs = groupby(named, key=lambda part: part[0])
    return "".join(_span(name, "".join(text for _, text in run)) for name, run in runs)


def _lexer(language: str) -> Lexer | None:
    if language not in LANGUAGES:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _class(kind: _TokenType) -> str:
    check()
    return next((name for parent, name in CLASSES if kind in parent), "")


def _span(name: str, text: str) -> str:
    return f'<span class="{name}">{escape(text)}</span>' if name and text.strip() else escape(text)
