"""A live server and a real browser. Without COMMUNITY_TEST_BROWSER nothing here runs."""

import os
from collections.abc import Iterator
from threading import Thread

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.e2e.site import Site
from tests.e2e.world import World, build

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = os.environ.get("COMMUNITY_TEST_BROWSER")
    if not path:
        pytest.skip("COMMUNITY_TEST_BROWSER is not set: no page is looked at in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def site(app: APIFlask, browser: Browser) -> Iterator[Site]:
    """The application on a port of its own, with people's browsers; every page's errors fail the test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = Site(f"http://127.0.0.1:{server.server_port}", browser, app)
    try:
        yield site
        assert site.troubles == []
    finally:
        site.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def world(app: APIFlask) -> World:
    """A small community with a question in every state."""
    return build()
