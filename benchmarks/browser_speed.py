"""How fast the editor is in Chromium: until it can be used, from a key to the next picture, and what it loads.

    python -m embrace3k.benchmarks.browser_speed [--label-studio PROGRAM]

A real server, a trajectory of 32 steps with 640x480 JPEG frames. For a cold load each window is new and its cache
empty, as on somebody's first day; a warm one is the second in a window, as on all others. A page can be used when the
picture of its step is painted and there is something to answer it with. From a key to the next picture is measured in
the page, from the event's own time to the frame after the one in which the picture was there. Label Studio shows the
same pictures, with a text and a choice for each step, on its own page in the same browser, turn about with ours.
"""

import argparse
import functools
import http.server
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.roles import Role
from embrace3k.benchmarks.label_studio import LabelStudio, running, walk
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.visitors import RunningClock
from embrace3k.tests.web.service import QUICK, Service, serving
from embrace3k.web.app import create_app

_STEPS = 32
_SETTLES_MS = 1500
"""A new window starts processes of its own, which are no page's fault."""
_USABLE = {
    "embrace3k": """() => {
      const picture = document.querySelector(".editor .frame img");
      const text = document.querySelector(".editor textarea");
      return text && picture?.complete && picture.naturalWidth > 0 ? performance.now() : 0;
    }""",
    "Label Studio": """() => {
      const picture = [...document.querySelectorAll("img")].find((each) => each.naturalWidth === 640);
      return picture?.complete && document.querySelector("textarea") ? performance.now() : 0;
    }""",
}
_SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter((each) => /[.]m?js$/.test(new URL(each.name).pathname))
  .reduce((sum, each) => [sum[0] + 1, sum[1] + each.encodedBodySize, sum[2] + each.decodedBodySize], [0, 0, 0])"""
_WATCH_KEYS = """() => {
  window.painted = [];
  addEventListener("keydown", (event) => {
    const before = document.querySelector(".editor .frame img").src;
    const look = () => {
      const picture = document.querySelector(".editor .frame img");
      if (picture.src === before || !picture.complete) return requestAnimationFrame(look);
      requestAnimationFrame(() => window.painted.push(performance.now() - event.timeStamp));
    };
    requestAnimationFrame(look);
  }, { capture: true });
}"""


@dataclass
class Site:
    name: str
    address: str
    signed_in: list[Any]
    """Cookies as Playwright takes them."""
    cold_ms: list[float] = field(default_factory=list)
    warm_ms: list[float] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    """How many, bytes on the wire, bytes unpacked."""

    def window(self, browser: Browser) -> BrowserContext:
        window = browser.new_context(viewport={"width": 1280, "height": 720})
        window.add_cookies(self.signed_in)
        return window

    def load(self, page: Page) -> float:
        page.wait_for_timeout(_SETTLES_MS)
        page.goto(self.address, wait_until="commit")
        took: float = page.wait_for_function(_USABLE[self.name], polling="raf", timeout=120_000).json_value()
        return took

    def measure(self, browser: Browser) -> None:
        """One load of each kind."""
        window = self.window(browser)
        page = window.new_page()
        self.cold_ms.append(self.load(page))
        page.wait_for_load_state("networkidle")
        self.scripts = page.evaluate(_SCRIPTS)
        self.warm_ms.append(self.load(page))
        window.close()


def keys(page: Page, count: int, pause_ms: float) -> list[float]:
    """Milliseconds from each key to the next picture."""
    page.evaluate(_WATCH_KEYS)
    for number in range(count):
        page.keyboard.press("ArrowRight" if number // (_STEPS - 1) % 2 == 0 else "ArrowLeft")
        page.wait_for_timeout(pause_ms)
    page.wait_for_timeout(200)
    painted: list[float] = page.evaluate("() => window.painted")
    return painted


def row(what: str, values: list[float], beside: list[float] | None = None) -> str:
    p50, p95 = (statistics.quantiles(values, n=100, method="inclusive")[percent - 1] for percent in (50, 95))
    share = f"{p50 / statistics.median(beside):.2f}" if beside else ""
    return f"| {what} | {len(values)} | {p50:.0f} | {p95:.0f} | {share} |"


def report(ours: Site, peer: Site | None, painted: list[float]) -> None:
    print("| milliseconds | number | p50 | p95 | p50 beside Label Studio |\n|---|--:|--:|--:|--:|")
    print(row("until usable, cold", ours.cold_ms, peer.cold_ms if peer else None))
    print(row("until usable, warm", ours.warm_ms, peer.warm_ms if peer else None))
    if peer:
        print(row("Label Studio, cold", peer.cold_ms), row("Label Studio, warm", peer.warm_ms), sep="\n")
    print(row("key to next picture", painted) + "\n")
    for site in (ours, *([peer] if peer else [])):
        count, wire, unpacked = site.scripts
        print(f"{site.name}: {count} scripts, {wire / 1000:.1f} kB on the wire, {unpacked / 1000:.1f} kB unpacked.")


def our_site(service: Service) -> Site:
    service.add("Ann", Role.ANNOTATOR)
    fill(service, "walk", n_steps=_STEPS)
    service.program("Ann").post("/api/v1/queue/next", json={"purpose": "annotate"})
    name = service.context.cookie_name
    cookie = {"name": name, "value": service.browser("Ann").cookies[name], "url": service.url}
    return Site("embrace3k", f"{service.url}/annotate/walk", [cookie])


def their_site(browser: Browser, peer: LabelStudio, pictures: list[str]) -> Site:
    project = peer.project([walk(pictures)])
    task = peer.ask("GET", f"/api/tasks?project={project}")["tasks"][0]["id"]
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{peer.url}/user/login/")
    page.locator("[name=email]").fill(peer.user)
    page.locator("[name=password]").fill(peer.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{peer.url}/**", wait_until="networkidle")
    cookies = [{"name": each["name"], "value": each["value"], "url": peer.url} for each in window.cookies()]
    window.close()
    return Site("Label Studio", f"{peer.url}/projects/{project}/data?task={task}", cookies)


@contextmanager
def pictures_of(service: Service) -> Iterator[list[str]]:
    """Addresses at which anybody gets the frames of our trajectory."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def end_headers(self) -> None:
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "frames").mkdir()
        for index in range(_STEPS):
            frame = service.program("Ann").get(f"/api/v1/works/walk/frames/{index}")
            Path(folder, "frames", f"{index}.jpg").write_bytes(frame.content)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield [f"http://127.0.0.1:{server.server_port}/frames/{index}.jpg" for index in range(_STEPS)]
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loads", type=int, default=40)
    parser.add_argument("--label-studio", type=Path, metavar="PROGRAM", help="of version 1.23.2, to be measured too")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(Database(sqlite_url(folder / "a.db")))
        database.migrate()
        clock, store = RunningClock(), FolderStore(folder / "store")
        context = Context(database, store, "http://127.0.0.1", clock=clock, passwords=QUICK)
        service = stack.enter_context(serving(create_app(context), clock))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        ours, theirs = our_site(service), None
        if options.label_studio:
            pictures = stack.enter_context(pictures_of(service))
            theirs = their_site(browser, stack.enter_context(running(options.label_studio)), pictures)
        for _ in range(options.loads):
            for site in (ours, theirs):
                if site:
                    site.measure(browser)
        page = ours.window(browser).new_page()
        ours.load(page)
        report(ours, theirs, keys(page, 2 * (_STEPS - 1), 150))
        browser.close()


if __name__ == "__main__":
    main()
