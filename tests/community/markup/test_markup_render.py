"""What a text turns into: the parts of Markdown, the outline, links instead of pictures, mentions."""

import pytest

from community.markup import HTML_LIMIT, LIMIT, render, render_html, sanitise
from models.errors import Invalid

REL = 'rel="nofollow ugc noopener"'


def ann(typed: str) -> str:
    return f'<a href="/members/1/Ann" {REL}>@{typed}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        # marks
        ("**a** _b_ ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n"),
        # HTML stays what was typed
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>\n"),
        # addresses become links, names of files do not
        (
            "https://a.example/?b=1&c",
            f'<p><a href="https://a.example/?b=1&amp;c" {REL}>https://a.example/?b=1&amp;c</a></p>\n',
        ),
        ("settings.py and me@b.example", "<p>settings.py and me@b.example</p>\n"),
        # no scheme but http, https and mailto
        ("[a](ftp://b)", f"<p><a {REL}>a</a></p>\n"),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>\n"),
        # a list keeps its first number
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        # code can be reached with the keyboard, since it may scroll
        ("```\na\n```", '<pre tabindex="0"><code>a\n</code></pre>\n'),
        (
            "```sh\nif x\n```",
            '<pre tabindex="0"><code class="language-sh"><span class="k">if</span> x\n</code></pre>\n',
        ),
        ("```brainfuck\n+\n```", '<pre tabindex="0"><code>+\n</code></pre>\n'),
    ],
)
def test_markdown(source, html):
    assert render(source).html == html


class TestOutline:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ([1, 2, 3], [2, 3, 4]),
            ([3, 1, 4], [2, 2, 3]),
            ([1, 6, 3, 6], [2, 3, 3, 4]),
            ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        ],
    )
    def test_starts_at_h2_and_skips_no_level(self, typed, shown):
        html = render("\n\n".join("#" * level + " a" for level in typed)).html
        assert [int(part[0]) for part in html.split("<h")[1:]] == shown


class TestImages:
    def test_become_links_with_their_words(self):
        assert render("![a plan](https://b.example/c.png)").html == (
            f'<p><a href="https://b.example/c.png" {REL}>a plan</a></p>\n'
        )

    def test_without_words_say_image(self):
        assert f'<a href="/c.png" {REL}>image</a>' in render_html('<img src="/c.png">').html

    def test_inside_a_link_leave_their_words(self):
        assert render("[![a](/b.png)](/c)").html == f'<p><a href="/c" {REL}>a</a></p>\n'

    def test_with_data_in_the_address_leave_their_words(self):
        assert render("![a](data:image/png;base64,AAAA)").html == "<p>a</p>\n"


class TestTables:
    def test_sides_are_attributes_not_styles(self):
        html = render("|a|b|\n|-|-:|\n|1|2|").html
        assert '<td align="right">2</td>' in html
        assert "style" not in html


class TestMentions:
    @pytest.mark.parametrize(
        ("source", "mentions"),
        [
            ("@ann and @Bob-by, @ann again", ("ann", "Bob-by")),
            ("thanks @ann.", ("ann",)),
            ("(@ann) **@bob**", ("ann", "bob")),
            ("`@ann`", ()),
            ("```\n@ann\n```", ()),
            ("mail a@b.example, see https://x.example/@ann", ()),
            ("@@ann @", ()),
        ],
    )
    def test_are_found_outside_code(self, source, mentions):
        assert render(source).mentions == mentions

    @pytest.mark.parametrize(
        ("source", "html"),
        [
            ("@Ann, **@ann**", f'<p>{ann("Ann")}, <strong>{ann("ann")}</strong></p>'),
            ("(@ann.)", f'<p>({ann("ann")}.)</p>'),
            ("# @ann", f'<h2>{ann("ann")}</h2>'),
            # nobody's, parts of words, code and links stay what they are
            ("@bob x@ann @@ann @anna", "<p>@bob x@ann @@ann @anna</p>"),
            ("`@ann`", "<p><code>@ann</code></p>"),
            ("```\n@ann\n```", '<pre tabindex="0"><code>@ann\n</code></pre>'),
            ("[ask @ann](https://b.example)", f'<p><a href="https://b.example" {REL}>ask @ann</a></p>'),
            ("<https://b.example/@ann>", f'<p><a href="https://b.example/@ann" {REL}>https://b.example/@ann</a></p>'),
        ],
    )  # fmt: skip
    def test_of_somebody_are_links(self, source, html):
        shown = render(
            source, lambda handles: {each: "/members/1/Ann" for each in handles if each.lower() == "ann"}
        ).html
        assert shown.strip() == html
        assert sanitise(shown) == shown


class TestText:
    def test_holds_the_words_a_line_for_each_block(self):
        assert render("# A & b\n\n- c\n- `d`").text == "A & b\nc\nd"


class TestLimits:
    def test_a_long_text_is_refused_before_parsing(self):
        with pytest.raises(Invalid) as refusal:
            render("a" * (LIMIT + 1))
        assert "30,000" in refusal.value.fields["body"]

    def test_the_longest_is_not(self):
        assert len(render("a " * (LIMIT // 2)).text) == LIMIT - 1

    def test_imported_html_may_be_longer(self):
        assert render_html("a" * HTML_LIMIT).text == "a" * HTML_LIMIT

    def test_too_many_parts_are_refused(self):
        with pytest.raises(Invalid):
            render("a|b\n-|-\n" + "|\n" * 10_000)

    def test_too_slow_a_text_is_refused(self, monkeypatch):
        monkeypatch.setattr("community.markup.SECONDS", 0.0)
        with pytest.raises(Invalid, match="check what you entered") as refusal:
            render("# a")
        assert "too long to format" in refusal.value.fields["body"]


class TestImportedHtml:
    def test_loses_scripts_with_their_text(self):
        assert render_html("<p>a<script>alert(1)</script><style>b</style></p>").html == "<p>a</p>"

    def test_keeps_the_words_of_unknown_elements(self):
        assert render_html("<marquee>a</marquee>").html == "a"

    def test_is_not_nested_without_end(self):
        assert render_html("<ul><li>" * 1000 + "a").html.count("<ul>") == 30
