"""The rows of a dump's XML files, one after another, without ever holding a file in memory.

The parser is expat, told to refuse a document type: a dump has none, and every attack on XML (entities that grow,
files that are fetched) needs one.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from models.errors import DomainError

_CHUNK = 256 * 1024


class Broken(DomainError):
    """The file cannot be read further; the rows before the break were given out."""


def attributes(path: Path) -> Iterator[dict[str, str]]:
    """The attributes of each `<row>` of the file, in its order. Raises Broken where it is not well-formed XML."""
    rows: list[dict[str, str]] = []
    parser = _parser(rows)
    with path.open("rb") as file:
        last = False
        while not last:
            chunk = file.read(_CHUNK)
            last = not chunk
            broken = _feed(parser, chunk, last)
            yield from rows
            rows.clear()
            if broken:
                raise Broken(f"{path.name}: {broken}")


def _parser(rows: list[dict[str, str]]) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            rows.append(attributes)

    def refuse(*_: object) -> None:
        raise Broken("it declares a document type, which a dump never does")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, chunk: bytes, last: bool) -> str:
    """Why the parser cannot go on, or an empty string."""
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        return str(error)
    except Broken as error:
        return str(error)
    return ""
