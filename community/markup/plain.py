"""Text without markup: names and titles made safe to print, addresses made of them, first lines."""

import re
from html.parser import HTMLParser
from unicodedata import category, combining, normalize

# Marks, embeddings, overrides and isolates that turn the direction of the text around them.
BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
BREAKING = """
blockquote br dd dl dt h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul
"""
BLOCKS = frozenset(BREAKING.split())
FOLDS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})


def plain(text: str) -> str:
    """`text` for a title or a name: one line, composed characters, no control or direction characters."""
    text = normalize("NFC", " ".join(text.split())).translate(BIDI)
    return " ".join("".join(c for c in text if category(c) not in ("Cc", "Cs")).split())


def storable(text: str) -> str:
    """`text` as typed, with plain line ends and without what no database holds (NUL, halves of characters)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "ignore").decode("utf-8")


def slugify(text: str, otherwise: str = "question", longest: int = 80) -> str:
    """The words of `text` joined by hyphens for an address: accents folded, other scripts kept, cut between words."""
    slug = "-".join(re.findall(r"\w+", _folded(plain(text).lower()).replace("_", " ")))
    if len(slug) > longest:
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    return slug or otherwise


def _folded(text: str) -> str:
    """Latin letters without their accents; a Cyrillic й or a Devanagari vowel sign is a letter of its own and stays."""
    return "".join(_base(character) for character in text.translate(FOLDS))


def _base(character: str) -> str:
    parts = normalize("NFKD", character)
    return "".join(c for c in parts if not combining(c)) if parts[0].isascii() else character


def excerpt(text: str, n: int) -> str:
    """The first `n` characters of `text` on one line, cut between words, with an ellipsis where something was cut."""
    line = " ".join(text[: 4 * n].split())
    if len(line) <= n and len(text) <= 4 * n:
        return line
    cut = line[:n] if line[n : n + 1] in ("", " ") else line[:n].rpartition(" ")[0] or line[:n]
    return cut.rstrip(" ,;:.-") + "…"


def lines(html: str) -> str:
    """The words of clean HTML, a line for each block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line for raw in "".join(reader.parts).splitlines() if (line := " ".join(raw.split())))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
