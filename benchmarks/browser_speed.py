"""How fast the editor is in Chromium: until it can be used, from a key to the next picture, and what it loads.

    python -m embrace3k.benchmarks.browser_speed

A real server, a trajectory of 32 steps with 640x480 JPEG frames, and a new browser context, its cache empty, for each
load. A page is interactive when its picture is painted and a key would be heard. From a key to the next picture is
measured in the page, from the event's own time to the frame after the one in which the picture was there.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.roles import Role
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.visitors import RunningClock, Visitors
from embrace3k.tests.web.service import QUICK, Service, serving
from embrace3k.web.app import create_app

_STEPS = 32
_INTERACTIVE = """() => {
  const picture = document.querySelector(".editor .frame img");
  const strip = document.querySelector(".editor .strip");
  return strip && picture?.complete && picture.naturalWidth > 0 ? performance.now() : 0;
}"""
_LOADED = """() => performance.getEntriesByType("resource").filter((each) => /[.]m?js$/.test(each.name))
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


def load(visitors: Visitors) -> tuple[float, list[int], Page]:
    """Milliseconds until the page is interactive, and scripts: how many, bytes on the wire, bytes unpacked."""
    page = visitors.open("Ann", "/annotate/walk")
    ready = page.wait_for_function(_INTERACTIVE, polling="raf").json_value()
    return ready, page.evaluate(_LOADED), page


def keys(page: Page, count: int, pause_ms: float) -> list[float]:
    """Milliseconds from each key to the next picture."""
    page.evaluate(_WATCH_KEYS)
    for number in range(count):
        page.keyboard.press("ArrowRight" if number // (_STEPS - 1) % 2 == 0 else "ArrowLeft")
        page.wait_for_timeout(pause_ms)
    page.wait_for_timeout(200)
    painted: list[float] = page.evaluate("() => window.painted")
    return painted


def p(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def measure(browser: Browser, service: Service, loads: int) -> None:
    visitors = Visitors(browser, service)
    times, scripts = [], [0, 0, 0]
    for _ in range(loads):
        ready, scripts, page = load(visitors)
        times.append(ready)
        page.context.close()
    _, _, page = load(visitors)
    painted = keys(page, 2 * (_STEPS - 1), 150)
    print(f"| interactive, cold cache, {loads} loads | {p(times, 50):.0f} ms | {p(times, 95):.0f} ms |")
    print(f"| key to next picture, {len(painted)} keys | {p(painted, 50):.0f} ms | {p(painted, 95):.0f} ms |")
    print(f"\n{scripts[0]} scripts, {scripts[1] / 1000:.1f} kB on the wire, {scripts[2] / 1000:.1f} kB unpacked.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loads", type=int, default=40)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    print("| what | p50 | p95 |\n|---|--:|--:|")
    with tempfile.TemporaryDirectory() as folder, Database(sqlite_url(Path(folder, "a.db"))) as database:
        database.migrate()
        clock = RunningClock()
        context = Context(
            database, FolderStore(Path(folder, "store")), "http://127.0.0.1", clock=clock, passwords=QUICK
        )
        with serving(create_app(context), clock) as service, sync_playwright() as playwright:
            service.add("Ann", Role.ANNOTATOR)
            fill(service, "walk", n_steps=_STEPS)
            service.program("Ann").post("/api/v1/queue/next", json={"purpose": "annotate"})
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            measure(browser, service, options.loads)
            browser.close()


if __name__ == "__main__":
    main()
