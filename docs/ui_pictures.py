"""Makes the guides' pictures of the browser UI from what `make demo` recorded: .venv/bin/python docs/ui_pictures.py

    docs/ui_pictures.py [HOME] [--all FOLDER]

People work in a copy of that home, through the real server and Chromium. `--all` keeps every page and state instead, in
each size and theme, for somebody to look at.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.roles import Role
from embrace3k.annotator.services import draft_missing
from embrace3k.cli.settings import read_settings
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.trajectories import iter_trajectories
from embrace3k.tests.web.browser.visitors import RunningClock, Scheme, Visitors
from embrace3k.tests.web.desk import WELL, Worker
from embrace3k.tests.web.service import QUICK, Service, serving
from embrace3k.web.app import create_app

IMAGES = Path(__file__).parent / "images" / "ui"
SIZES = {"1280": (1280, 720), "1920": (1920, 1080), "390": (390, 844)}
GUIDES = {
    "queue", "annotate", "wrong-action", "writing", "conflict", "hand-in", "review", "send-back", "tasks",
    "trajectories", "trajectory", "quality", "people",
}  # fmt: skip
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
FIELD = "Why this action"
# A picture that is out of sight and loads lazily would be waited for without end.
_DECODED = """async () => {
  await Promise.all([...document.images].filter((each) => each.loading !== "lazy").map((each) => each.decode()));
}"""
Reach = Callable[["Stage"], Page]


class Stage:
    """A team in the middle of its work: what each of them has done, and their windows."""

    def __init__(self, service: Service, visitors: Visitors, ids: list[str]) -> None:
        self.service, self.visitors, self.ids = service, visitors, ids
        self.ann, self.ben = Worker(service, "Ann", Role.ANNOTATOR), Worker(service, "Ben", Role.ANNOTATOR)
        self.ria = Worker(service, "Ria", Role.REVIEWER)
        self.ada = Worker(service, "Ada", Role.ADMIN, Role.ENGINEER)
        self.noor = Worker(service, "Noor", Role.ANNOTATOR)

    def open_works(self) -> None:
        half = len(self.ids) // 2
        self.ada.post("works", trajectory_ids=self.ids[:half], annotators=2, overlap=1.0, campaign="pilot")
        self.ada.post("works", trajectory_ids=self.ids[half:], campaign="main")
        self.ada.post("honeypots", trajectory_id=self.ids[0], step_index=0, shown_action="TurnLeft")

    def annotate(self, who: Worker, trajectories: int) -> None:
        """Each has words of their own for some steps, and Ben does not believe every third."""
        for _ in range(trajectories):
            of = who.next()
            assert of is not None
            for step in who.get(f"works/{of}")["work"]["steps"]:
                self.service.clock.pass_by(seconds=4 if who is self.ann else 6)
                self._answer(who, of, step)
            who.submit(of)

    def _answer(self, who: Worker, of: str, step: dict[str, Any]) -> None:
        index, note = step["step_index"], step["annotation"]
        planted = step["action"] != self.true_action(of, index)
        doubted = planted or (who is self.ben and index % 3 == 1)
        answers = WELL | ({"action_matches": "not_grounded"} if planted else {})
        answers |= {"object_present": "unsure"} if doubted and not planted else {}
        text = note["rationale"] + (" It is the nearest one." if who is self.ben and index % 3 == 1 else "")
        who.save(index, note["revision"], text, answers, of)

    def held(self, who: Worker, purpose: str) -> str:
        holding: list[dict[str, str]] = who.get("queue/holding")
        return holding[0]["trajectory_id"] if holding else str(who.next(purpose))

    def true_action(self, of: str, index: int) -> str:
        action: str = self.ada.get(f"trajectories/{of}")["trajectory"]["steps"][index]["evidence"]["action"]
        return action


def ready(page: Page) -> Page:
    """When all that was asked for has come and is drawn."""
    page.wait_for_load_state("networkidle")
    page.evaluate(_DECODED)
    return page


def editor(stage: Stage, *keys: str) -> Page:
    of = stage.held(stage.noor, "annotate")
    page = stage.visitors.open("Noor", f"/annotate/{of}")
    page.get_by_label(FIELD).wait_for()
    for key in keys:
        page.wait_for_timeout(450)
        page.keyboard.press(key)
    return ready(page)


def writing(stage: Stage) -> Page:
    page = editor(stage, "g", "ArrowRight", "e")
    page.keyboard.press("Control+Home")
    page.keyboard.type("I have looked around. ")
    page.wait_for_timeout(1500)
    return page


def conflict(stage: Stage) -> Page:
    """The same person, at another computer, has written something else meanwhile."""
    page = editor(stage, "g", "ArrowRight", "ArrowRight", "e")
    page.context.set_offline(True)
    page.keyboard.press("Control+a")
    page.keyboard.type("The way is free, so I go straight on.")
    page.keyboard.press("Escape")
    of = page.url.rsplit("/", 1)[1]
    revision = stage.noor.get(f"works/{of}")["work"]["steps"][2]["annotation"]["revision"]
    stage.noor.save(2, revision, "Nothing is in my way, so I move on.", of=of)
    page.context.set_offline(False)
    page.get_by_role("dialog").wait_for()
    return page


def offline(stage: Stage) -> Page:
    page = editor(stage, "e")
    page.context.set_offline(True)
    page.keyboard.type(" It is open.")
    page.wait_for_timeout(2500)
    return page


def signed_out(stage: Stage) -> Page:
    page = editor(stage, "e")
    page.context.clear_cookies()
    page.keyboard.type(" It is open.")
    page.get_by_label("Password").wait_for()
    return page


def hand_in(stage: Stage) -> Page:
    page = editor(stage, "g")
    for _ in range(page.get_by_role("navigation", name="Steps").get_by_role("button").count()):
        page.wait_for_timeout(450)
        page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    return page


def review(stage: Stage, *keys: str) -> Page:
    page = stage.visitors.open("Ria", f"/review/{stage.held(stage.ria, 'review')}")
    page.get_by_role("navigation", name="Steps").wait_for()
    for key in keys:
        page.keyboard.press(key)
    return ready(page)


def at(who: str, path: str, *keys: str) -> Reach:
    def reach(stage: Stage) -> Page:
        page = ready(stage.visitors.open(who, path.replace("{first}", stage.ids[0])))
        for key in keys:
            page.keyboard.press(key)
        return ready(page)

    return reach


def nobody(stage: Stage) -> Page:
    return ready(stage.visitors.open(None, "/"))


def one_time_link(stage: Stage) -> Page:
    return ready(stage.visitors.open(None, "/link#not-a-real-one"))


def printed(stage: Stage) -> Page:
    page = at("Ria", "/quality")(stage)
    page.emulate_media(media="print")
    return page


def unreachable(stage: Stage) -> Page:
    window = stage.visitors.window("Ada", viewport={"width": 1280, "height": 720})

    def refuse(route: Route) -> None:
        route.abort()

    window.route("**/api/**", refuse)
    page = window.new_page()
    page.goto("/")
    page.get_by_role("button", name="Try again").wait_for()
    return page


STATES: dict[str, Reach] = {
    "sign-in": nobody,
    "link": one_time_link,
    "unreachable": unreachable,
    "no-such-page": at("Ann", "/nothing-here"),
    "no-permission": at("Ann", "/people"),
    "queue": at("Noor", "/"),
    "queue-reviewer": at("Ria", "/"),
    "annotate": editor,
    "wrong-action": lambda stage: editor(stage, "2"),
    "reasons": lambda stage: editor(stage, "c"),
    "writing": writing,
    "conflict": conflict,
    "offline": offline,
    "signed-out": signed_out,
    "keys": lambda stage: editor(stage, "?"),
    "skip": lambda stage: editor(stage, "s"),
    "hand-in": hand_in,
    "not-yours": at("Ann", "/annotate/{first}"),
    "review": review,
    "review-keys": lambda stage: review(stage, "?"),
    "send-back": lambda stage: review(stage, "f", "x"),
    "tasks": at("Ria", "/tasks"),
    "refuse-task": at("Ria", "/tasks", "x"),
    "trajectories": at("Ria", "/trajectories"),
    "trajectories-table": at("Ria", "/trajectories?look=table"),
    "trajectories-none": at("Ria", "/trajectories?world=nowhere_0000"),
    "trajectory": at("Ria", "/trajectories/{first}", "j", "j"),
    "no-such-trajectory": at("Ria", "/trajectories/nothing"),
    "quality": at("Ria", "/quality"),
    "quality-print": printed,
    "people": at("Ada", "/people"),
    "account": at("Ann", "/account"),
    "help": at("Ann", "/help"),
}


@contextmanager
def team(home: Path, folder: Path) -> Iterator[Stage]:
    """Of whom each has begun."""
    source, store = read_settings(home), folder / "store"
    shutil.copytree(source.home / "store", store)
    shutil.copy(source.home / "embrace3k.sqlite3", folder / "a.db")
    clock = RunningClock()
    with Database(sqlite_url(folder / "a.db")) as database, sync_playwright() as playwright:
        database.migrate()
        with database.session() as session:
            ids = [each.id for each in iter_trajectories(session)][:24]
            draft_missing(session, ids)
        context = Context(database, FolderStore(store), "http://127.0.0.1", clock=clock, passwords=QUICK)
        browser = playwright.chromium.launch(args=["--no-sandbox"], executable_path=shutil.which("chromium"))
        with serving(create_app(context), clock) as service:
            visitors = Visitors(browser, service)
            stage = Stage(service, visitors, ids)
            stage.open_works()
            stage.annotate(stage.ann, 4)
            stage.annotate(stage.ben, 3)
            yield stage
            visitors.close()
        browser.close()


def keep(page: Page, name: str, folder: Path) -> None:
    """In each size and theme."""
    for (label, (width, height)), scheme in product(SIZES.items(), SCHEMES):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}-{label}-{scheme}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, nargs="?")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--only", nargs="*", default=list(STATES), choices=list(STATES), metavar="STATE")
    options = parser.parse_args()
    folder = options.all or IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, team(options.home, Path(work)) as stage:
        for name in options.only:
            if not options.all and name not in GUIDES:
                continue
            page = STATES[name](stage)
            if options.all:
                keep(page, name, folder)
            else:
                page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=82)
            page.context.close()
            print(name, flush=True)


if __name__ == "__main__":
    main()
