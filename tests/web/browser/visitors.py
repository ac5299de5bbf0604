"""People before browsers: each has a window of their own and is signed in. What their pages complain of is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from embrace3k.tests.web.service import Clock, Service

Scheme = Literal["light", "dark"]
_ANSWERS = "Failed to load resource"
"""What Chromium writes to the console of every answer that is an error. The API's are what many tests are about."""
# Chromium reports violations on the console too, but not by which rule.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`breaks the policy ${event.violatedDirective}: ${event.blockedURI} at ${event.sourceFile}`));
"""


class RunningClock(Clock):
    """Goes as the wall's does, and can be told that more time has passed."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def pass_by(self, **amount: float) -> None:
        self._ahead += timedelta(**amount)


class Visitors:
    def __init__(self, browser: Browser, service: Service) -> None:
        self.service = service
        self.troubles: list[str] = []
        """Errors and refused loads of all pages, one a line."""
        self._browser = browser
        self._windows: list[BrowserContext] = []

    def open(
        self, name: str | None, path: str = "/", *, width: int = 1280, height: int = 720, scheme: Scheme = "light"
    ) -> Page:
        """A page of a user whom the service has; None for nobody. Another call with the name is another computer."""
        window = self.window(name, viewport={"width": width, "height": height}, color_scheme=scheme)
        page = window.new_page()
        page.goto(path)
        return page

    def window(self, name: str | None, **options: Any) -> BrowserContext:
        """For several pages of one person; `options` are Playwright's of a context."""
        window = self._browser.new_context(base_url=self.service.url, reduced_motion="reduce", **options)
        window.set_default_timeout(10_000)
        self._windows.append(window)
        self._watch(window)
        if name is not None:
            cookie = self.service.context.cookie_name
            value = self.service.browser(name).cookies[cookie]
            window.add_cookies([{"name": cookie, "value": value, "url": self.service.url}])
        return window

    def close(self) -> None:
        for window in self._windows:
            window.close()

    def _watch(self, window: BrowserContext) -> None:
        window.add_init_script(_TELL_VIOLATIONS)
        window.on("weberror", lambda found: self.troubles.append(f"error in a page: {found.error}"))
        window.on("console", self._heard)
        window.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_ANSWERS):
            self.troubles.append(f"on the console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and "/api/" not in response.url:
            self.troubles.append(f"{response.status} for {response.url}")
