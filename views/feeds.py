"""What machines read: Atom feeds (RFC 4287) and the sitemap, made by an XML library and never of strings.

They hold what any guest may read, whoever asks. Readers come back often, so an unchanged one is answered with 304.
"""

import re
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, request
from flask_babel import gettext

from community.queries import feeds, openings, sitemap, taxonomy
from community.queries.feeds import Row
from views.threads import path
from views.urls import absolute, settings

bp = Blueprint("feeds", __name__)

ATOM = "http://www.w3.org/2005/Atom"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# What XML 1.0 cannot hold, however it is escaped.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without entries changed last: it must say some instant, and the same one each time."""


@bp.get("/feeds/questions.atom")
def questions() -> Response:
    return _feed("/feeds/questions.atom", "/", gettext("Newest questions"), feeds.questions("latest").items)


@bp.get("/feeds/tags/<name>.atom")
def tag(name: str) -> Response:
    found = taxonomy.tag(name)
    here = f"/tags/{quote(found.name)}"
    title = gettext("Questions about %(tag)s", tag=found.name)
    return _feed(f"/feeds{here}.atom", here, title, feeds.tagged(found.id).items)


def _feed(address: str, page: str, title: str, rows: list[Row]) -> Response:
    root = Element("feed", {"xmlns": ATOM, XML_BASE: absolute("/")})
    _text(root, "title", f"{title} · {settings().name} Community")
    _text(root, "id", absolute(address))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=absolute(address))
    SubElement(root, "link", rel="alternate", type="text/html", href=absolute(page))
    _text(root, "updated", _instant(max((row.active_at for row in rows), default=NEVER)))
    htmls = openings.htmls([row.id for row in rows])
    for row in rows:
        _entry(root, row, htmls.get(row.id, ""))
    return _xml(root, "application/atom+xml")


def _entry(root: Element, row: Row, html: str) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "title", row.title)
    _text(entry, "id", absolute(f"/questions/{row.id}"))
    SubElement(entry, "link", rel="alternate", type="text/html", href=absolute(path(row)))
    _text(entry, "published", _instant(row.created_at))
    _text(entry, "updated", _instant(row.active_at))
    _text(SubElement(entry, "author"), "name", row.author.name or gettext("A former member"))
    for name in row.tags:
        SubElement(entry, "category", term=_legal(name))
    _text(entry, "content", html, type="html")


@bp.get("/sitemap.xml")
def index() -> Response:
    """The parts of the sitemap: each holds a fixed stretch of question ids, so that it stays as others come."""
    root = Element("sitemapindex", xmlns=SITEMAP)
    for number in range(sitemap.parts()):
        _text(SubElement(root, "sitemap"), "loc", absolute(f"/sitemap-{number}.xml"))
    return _xml(root, "application/xml")


@bp.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    root = Element("urlset", xmlns=SITEMAP)
    for place in sitemap.part(number):
        url = SubElement(root, "url")
        _text(url, "loc", absolute(place.path))
        _text(url, "lastmod", _instant(place.changed_at))
    return _xml(root, "application/xml")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _legal(text)


def _legal(text: str) -> str:
    return ILLEGAL.sub("", text)


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(root: Element, mimetype: str) -> Response:
    response = Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype=mimetype)
    response.add_etag()
    response.make_conditional(request)
    return response
