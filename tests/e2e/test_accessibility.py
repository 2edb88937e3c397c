"""axe-core finds nothing on any page, at both widths and in both themes; nothing scrolls sideways at 320 pixels."""

import os
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import PAGES
from tests.e2e.site import DESK, PHONE, Site
from tests.e2e.world import World

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => (await axe.run(document, { runOnly: rules })).violations.map(
  (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`)"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, which belongs to nobody's product and is brought by the environment."""
    path = os.environ.get("COMMUNITY_TEST_AXE")
    if not path:
        pytest.skip("COMMUNITY_TEST_AXE is not set: pages are not checked with axe-core")
    return Path(path).read_text()


EVERYDAY = ((PHONE, "dark"),)
REST = ((DESK, "light"), (DESK, "dark"), (PHONE, "light"))


@pytest.mark.parametrize("family", PAGES, ids=lambda family: family.__name__)
@pytest.mark.parametrize(
    "looks", [EVERYDAY, pytest.param(REST, marks=pytest.mark.acceptance)], ids=["everyday", "rest"]
)
def test_nothing_to_find(family, looks, site: Site, world: World, axe: str):
    window = cache(
        lambda person, width, theme: site.page(world.people.get(person), width=width, theme=theme, lawless=True)
    )
    found = []
    for person, path in family(world):
        for width, theme in looks:
            page: Page = window(person, width, theme)
            page.goto(path)
            page.evaluate(axe)
            # axe calls what lies under a sticky bar too small, so the window is as tall as the page.
            page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
            found += [f"{person} {path} {width} {theme}: {each}" for each in page.evaluate(RUN, RULES)]
            page.set_viewport_size({"width": width, "height": 844})
    assert found == []


@pytest.mark.parametrize("family", PAGES, ids=lambda family: family.__name__)
def test_no_sideways_scroll(family, site: Site, world: World):
    window = cache(lambda person: site.page(world.people.get(person), width=320))
    wide = {}
    for person, path in family(world):
        page: Page = window(person)
        page.goto(path)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[f"{person} {path}"] = width
    assert wide == {}
