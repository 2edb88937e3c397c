"""What must never come out, whatever goes in; and that nothing takes a thread hostage."""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest

from community.markup import gate, plain, render, render_html, sanitise, storable
from models.errors import Invalid

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA", "/nowhere"))
given = pytest.mark.skipif(not DATA.is_dir(), reason="COMMUNITY_TEST_DATA is not set")


def lines(*path: str) -> list[dict]:
    file = DATA.joinpath(*path)
    return [json.loads(line) for line in file.read_text().split("\n") if line] if file.exists() else []


class Auditor(HTMLParser):
    """Notes everything in a page that is not on the list, judged on its own, not by the gate's code."""

    ATTRIBUTES = {"href", "title", "rel", "class", "start", "align", "tabindex"}

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in gate.TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in self.ATTRIBUTES:
                self.wrong.append(f"{tag} {name}")
            scheme = re.match(r"[\s\x00-\x1f]*([a-z][\w+.-]*):", value or "", re.I)
            if name == "href" and scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                self.wrong.append(value)

    def handle_comment(self, data):
        self.wrong.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def wrong_in(html: str) -> list[str]:
    auditor = Auditor()
    auditor.feed(html)
    auditor.close()
    return auditor.wrong


def test_the_auditor_sees_what_is_wrong():
    assert wrong_in('<a onclick=x href=" javascript:x"><script>') == ["a onclick", " javascript:x", "script"]


@given
def test_payloads_come_out_harmless_and_stable():
    payloads = [row["payload"] for row in lines("xss-payloads", "payloads.jsonl")]
    assert len(payloads) > 3000
    for payload in payloads:
        for html in (render(payload).html, render_html(payload).html):
            assert wrong_in(html) == [], payload
            assert sanitise(html) == html, payload


@given
def test_sanitizer_cases_come_out_harmless_and_stable():
    cases = [row["payload"] for row in lines("xss-payloads", "sanitizer-cases.jsonl")]
    assert len(cases) > 100
    for payload in cases:
        for html in (render(payload).html, render_html(payload).html):
            assert wrong_in(html) == [], payload
            assert sanitise(html) == html, payload


@given
def test_payloads_inside_markdown_come_out_harmless():
    """Where an attribute or an address could be broken out of."""
    for row in lines("xss-payloads", "payloads.jsonl")[::23]:
        payload = row["payload"].replace("\n", " ")
        for frame in ("[a]({})", "[a](<{}>)", '[a](/b "{}")', "![{}](/b)", "```{}\na\n```", "<{}>", "|a|\n|-|\n|{}|"):
            assert wrong_in(render(frame.format(payload) if "{}" in frame else frame).html) == [], (frame, payload)


@given
def test_naughty_strings_are_shown_as_typed():
    strings = json.loads((DATA / "naughty-strings" / "strings.json").read_text())
    for string in strings:
        typed = storable(string).replace("`", "")
        rendered = render(f"```\n{typed}\n```")
        assert "".join(rendered.text.split()) == "".join(typed.translate(gate.CONTROLS).split()), string
        assert wrong_in(rendered.html) == []
        assert sanitise(rendered.html) == rendered.html
        plain(string).encode("utf-8")


HOSTILE = {
    "brackets": lambda n: "[" * n,
    "images": lambda n: "![" * (n // 2),
    "links": lambda n: "[a](<b" * (n // 6),
    "emphasis": lambda n: "*a_ " * (n // 4),
    "strong": lambda n: "**a *b " * (n // 7),
    "strikes": lambda n: "~~a " * (n // 4),
    "quotes": lambda n: "> " * (n // 2) + "a",
    "lists": lambda n: "- " * (n // 2) + "a",
    "ticks": lambda n: "".join("e" + "`" * i for i in range(int((2 * n) ** 0.5))),
    "angles": lambda n: "<http:" * (n // 6),
    "addresses": lambda n: "http://" * (n // 7),
    "mails": lambda n: "a@" * (n // 2),
    "mentions": lambda n: "@a." * (n // 3),
    "mention": lambda n: "@" + "a" * (n - 1),
    "entities": lambda n: "&" * n,
    "references": lambda n: "[a]: <" * (n // 6),
    "underlines": lambda n: "a\n=" * (n // 3),
    "stars": lambda n: "*" * n,
    "escapes": lambda n: "\\" * n,
}
HOSTILE_HTML = {
    "bold": lambda n: "<b>" * (n // 3),
    "crossed": lambda n: "<b><p>" * (n // 6),
    "tables": lambda n: "<table><tr><td>" * (n // 15),
    "fostered": lambda n: "<table>" + "a<b>" * (n // 4),
    "divs": lambda n: "<div>" * (n // 5),
    "attributes": lambda n: "<a " + " ".join(f"x{i}=1" for i in range(n // 7)) + ">",
    "comments": lambda n: "<!--" * (n // 4),
    "foreign": lambda n: "<math><mi>" * (n // 10),
}


def of_everybody(source: str):
    """Rendered with each handle a link."""
    return render(source, lambda handles: dict.fromkeys(handles, "/members/1/ab"))


@pytest.mark.parametrize(
    ("work", "make"),
    [(render, make) for make in HOSTILE.values()]
    + [(render_html, make) for make in HOSTILE_HTML.values()]
    + [(of_everybody, make) for make in (lambda n: "@ab " * (n // 4), lambda n: "@ab.-" * (n // 5))],
    ids=[*HOSTILE, *(f"html-{name}" for name in HOSTILE_HTML), "linked", "linked in a row"],
)
def test_time_grows_no_faster_than_the_text(work, make):
    """Twice the text may take 3 times as long (a quadratic one takes 4), leaving out what is too quick to measure."""
    once, twice = seconds(work, make(7_000)), seconds(work, make(14_000))
    assert twice <= max(3 * once, 0.1)


def seconds(work, text: str) -> float:
    def run() -> float:
        start = process_time()
        try:
            work(text)
        except Invalid:
            return 0.0
        return process_time() - start

    return min(run() for _ in range(2))


@given
def test_commonmark_examples_agree_with_the_specification():
    """Where the gates let them: raw HTML stays text, and bare addresses and strikes go beyond the specification."""
    examples = lines("commonmark", "spec-examples.jsonl")
    assert len(examples) == 652
    differing = [row for row in examples if shape(render(row["markdown"]).html) != shape(sanitise(row["html"]))]
    assert [row["example"] for row in differing if not goes_beyond(row)] == []


def shape(html: str) -> str:
    """Without the colours of code and without the space between elements."""
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", re.sub(r"</?span[^>]*>", "", html))


def goes_beyond(row: dict) -> bool:
    raw_html = "HTML" in row["section"] or re.search(r"</?[a-z!?]", row["markdown"])
    return bool(raw_html or "http" in row["markdown"] or "~~" in row["markdown"])
