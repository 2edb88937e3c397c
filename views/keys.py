"""Ids in addresses: what no database holds is not found, rather than an error further down."""

from apiflask import APIFlask
from werkzeug.routing import IntegerConverter, Map

from community.settings import Settings

LARGEST = 2**63 - 1


class Key(IntegerConverter):
    """A row's id: the digits of a number that fits into 64 bits."""

    regex = r"[0-9]{1,19}"

    def __init__(self, map: Map, signed: bool = False) -> None:
        super().__init__(map, min=-LARGEST if signed else 0, max=LARGEST, signed=signed)


def install(app: APIFlask, settings: Settings) -> None:
    app.url_map.converters["int"] = Key
