"""A dump that a test writes row by row."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from community.importers import stackexchange
from views.feeds import ILLEGAL

AT = "2020-02-03T10:00:00.000"


class Dump:
    """Files of rows, written to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Element] = {}

    def row(self, file: str, **attributes: Any) -> None:
        SubElement(
            self.files.setdefault(file, Element("rows")),
            "row",
            {n: ILLEGAL.sub("", str(v)) for n, v in attributes.items()},
        )

    def question(self, id_: int, **attributes: Any) -> None:
        given = {"PostTypeId": 1, "CreationDate": AT, "Title": f"Question {id_}", "Body": "<p>b</p>", "Tags": "<a>"}
        self.row("Posts", Id=id_, **{**given, "OwnerUserId": 1, **attributes})

    def answer(self, id_: int, to: int, **attributes: Any) -> None:
        given = {"PostTypeId": 2, "ParentId": to, "CreationDate": AT, "Body": "<p>a</p>", "OwnerUserId": 2}
        self.row("Posts", Id=id_, **{**given, **attributes})

    def vote(self, id_: int, post: int, kind: int, at: str = "2020-02-03") -> None:
        self.row("Votes", Id=id_, PostId=post, VoteTypeId=kind, CreationDate=at)

    def bring(self, name: str = "odd") -> dict[str, Any]:
        """The report."""
        for file, root in self.files.items():
            ElementTree(root).write(self.folder / f"{file}.xml", encoding="utf-8")
        return stackexchange.bring(self.folder, name=name)
