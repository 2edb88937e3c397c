"""The community as it stands in a browser: people with a window each, and what went wrong in their pages."""

from apiflask import APIFlask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from models.base import db
from models.member import Member
from tests.browser_client import Client

PHONE, DESK = 390, 1280
HARMLESS = ("favicon", "status of 404", "status of 422", "status of 403", "status of 409")
"""Parts of console messages that say only what the test asked for: an answer with that status."""


class Site:
    """`page(member)` opens a window; `troubles` gathers script errors and breaches of the content policy."""

    def __init__(self, url: str, browser: Browser, app: APIFlask) -> None:
        self.url = url
        self.troubles: list[str] = []
        self._browser, self._app = browser, app
        self._contexts: list[BrowserContext] = []

    def page(
        self, member: Member | None = None, *, width: int = DESK, theme: str = "light", scripts: bool = True,
        lawless: bool = False,
    ) -> Page:  # fmt: skip
        """A fresh window of `member` (None: a guest); `lawless` lets a test bring scripts of its own."""
        phone = width < 500
        context = self._browser.new_context(
            base_url=self.url, viewport={"width": width, "height": 844}, color_scheme=theme, is_mobile=phone,
            has_touch=phone, reduced_motion="reduce", java_script_enabled=scripts, bypass_csp=lawless,
        )  # fmt: skip
        self._contexts.append(context)
        if member is not None:
            context.add_cookies([{"name": "session", "value": self._cookie(member), "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message))
        return page

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in HARMLESS):
            self.troubles.append(f"{page.url}: {message.text}")

    def _cookie(self, member: Member) -> str:
        client = self._app.test_client()
        assert isinstance(client, Client)
        client.sign_in(member)
        db.session.rollback()
        cookie = client.get_cookie("session", domain="localhost") or client.get_cookie("session")
        assert cookie is not None
        return cookie.value

    def close(self) -> None:
        for context in self._contexts:
            context.close()
