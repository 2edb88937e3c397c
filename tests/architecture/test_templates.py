"""Every template compiles and keeps to what the strict policy of the browser allows."""

import re
from pathlib import Path

import pytest

from views.app import ROOT

TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*"))

TRUSTED = re.compile(r"\b(?:html|excerpt|marked|preview)\s*\|\s*rendered\b")
"""What the renderer made at write time, and excerpts made from it; nothing else passes unescaped."""


def source(name: str) -> str:
    return re.sub(r"\{#.*?#\}", "", (Path(ROOT) / "templates" / name).read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
class TestEachTemplate:
    def test_compiles(self, app, name):
        app.jinja_env.get_template(name)

    def test_has_no_style_or_script_of_its_own(self, name):
        text = source(name)
        assert not re.search(r"\sstyle\s*=", text)
        assert not re.search(r"<style", text)
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/ld+json"' in tag

    def test_escapes_all_but_rendered_html(self, name):
        text = source(name)
        assert not re.search(r"\|\s*safe\b", text)
        assert len(re.findall(r"\|\s*rendered\b", text)) == len(TRUSTED.findall(text))
        assert "autoescape false" not in text

    def test_loads_nothing_from_elsewhere(self, name):
        assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", source(name))

    def test_every_form_that_posts_carries_the_token(self, name):
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source(name), flags=re.DOTALL | re.IGNORECASE)
        for form in forms:
            # (one-click unsubscribe: the signed address itself proves the right)
            assert "csrf()" in form or 'action="/unsubscribe/' in form, form[:200]
