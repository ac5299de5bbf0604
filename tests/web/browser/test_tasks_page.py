"""The check of tasks, by keys alone: confirm, refuse, correct, and what gets in the way of them."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Near, Polygon
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import Difficulty, Source
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.storage.samples import task
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.looking import STRANGE, all_drawn, fits, fits_across, press, says
from embrace3k.tests.web.browser.stock import INSTRUCTION, fill
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.desk import Worker
from embrace3k.tests.web.service import PASSWORD, Service

pytestmark = pytest.mark.browser

CAR, VAN, MINE = "to the car of a", "family-house_0007/van", "family-house_0007/mine"
LOOKED_MS = 450
# In the page, since a busy machine may need longer from here than anybody looks at a task.
CONFIRM_THE_NEXT_AT_ONCE = """() => {
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const drawn = { subtree: true, childList: true, characterData: true };
  const watch = new MutationObserver(() => { watch.disconnect(); press("c"); });
  watch.observe(document.querySelector(".brief"), drawn);
  press("j");
}"""
SQUARE = [(0.0, 0.0), (300.0, 0.0), (300.0, 300.0)]


@pytest.fixture
def ria(service: Service) -> Worker:
    """A reviewer. A task that was acted out, one that was not, and one that she made."""
    fill(service, "a", n_steps=2)
    add(service, VAN, "Find the red van.", maker=Author(kind=AuthorKind.MODEL, name="model 7"))
    add(service, MINE, "Find the blue van.", maker=Author(kind=AuthorKind.HUMAN, name="Ria"))
    return Worker(service, "Ria", Role.REVIEWER)


def add(service: Service, id: str, instruction: str, **more: Any) -> None:
    region = StageRegion(character_regions=[Polygon(outer=SQUARE)], target_footprints=[SQUARE])
    hard = Difficulty(
        path_length_cm=500, straight_distance_cm=660, turns=1, doors_on_the_way=0, targets_visible_at_start=1,
        distractors_in_view=0, distractors_in_world=2,
    )  # fmt: skip
    known: dict[str, Any] = {
        "targets": ["red_van_2"], "goal": Near(object="red_van_2", radius_cm=220), "difficulty": hard,
        "success": SuccessRegion(final=region, shortest_path_cm=500.0), "shortest_actions": 5,
    }  # fmt: skip
    with service.context.database.session() as session:
        add_tasks(session, [task(id, instruction=instruction, **(known | more))])


def opened(visitors: Visitors, name: str = "Ria", path: str = "/tasks", **options: Any) -> Page:
    """When the task has been looked at for long enough to be decided."""
    page = visitors.open(name, path, **options)
    expect(page.get_by_role("region", name="The task")).to_be_visible()
    page.wait_for_timeout(LOOKED_MS)
    return page


def on(page: Page, instruction: str) -> None:
    """It is the one that is shown, and was looked at."""
    expect(page.get_by_role("region", name="The task").get_by_role("heading")).to_have_text(instruction)
    page.wait_for_timeout(LOOKED_MS)


def asking(page: Page, key: str) -> None:
    press(page, key)
    expect(page.get_by_role("dialog")).to_be_visible()


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Instruction")


def check_of(worker: Worker, of: str) -> tuple[str, str | None]:
    """State, and the reason of the newest decision."""
    found = worker.get(f"tasks/{of}")["task"]
    return found["state"], found["reviews"][-1]["reason"] if found["reviews"] else None


def test_tasks_are_confirmed_and_refused_one_after_the_other_by_keys(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    on(page, INSTRUCTION)
    press(page, "c")
    on(page, "Find the red van.")
    asking(page, "x")
    press(page, "4")
    on(page, "Find the blue van.")
    says(page, "You made it, so somebody else has to confirm it.")
    press(page, "c")
    asking(page, "x")
    press(page, "Tab")
    page.keyboard.type("Not 1 but 2.")
    press(page, "Tab", "6")
    says(page, "Refused. That was the last one.")
    assert (check_of(ria, CAR), check_of(ria, VAN)) == (("confirmed", None), ("refused", "not_unique"))
    assert check_of(ria, MINE) == ("refused", "badly_worded")
    assert ria.get(f"tasks/{MINE}")["task"]["reviews"][0]["note"] == "Not 1 but 2."


def test_a_correction_makes_another_task_that_somebody_else_confirms(service: Service, visitors: Visitors, ria: Worker):
    page = opened(visitors)
    asking(page, "e")
    expect(page.get_by_role("button", name="Make the corrected task")).to_be_disabled()
    press(page, "Control+a")
    page.keyboard.type("Stop before the red car.")
    expect(page.get_by_role("dialog").locator("ins").first).to_be_visible()
    press(page, "Control+Enter")
    expect(text_of(page)).to_have_count(0)
    says(page, "Corrected: somebody else checks the new task")
    assert check_of(ria, CAR) == ("refused", "badly_worded")
    page.goto(f"/tasks?task={CAR}_r1")
    on(page, "Stop before the red car.")
    expect(page.get_by_role("button", name="Confirm c")).to_be_disabled()
    roy = Worker(service, "Roy", Role.ADMIN)
    theirs = opened(visitors, "Roy", f"/tasks?task={CAR}_r1")
    press(theirs, "c")
    says(theirs, "Confirmed")
    assert check_of(roy, f"{CAR}_r1") == ("confirmed", None)


def test_keys_and_links_lead_through_the_list_and_the_address_keeps_the_place(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    assert all_drawn(page), "the view from the start"
    expect(page.get_by_role("img", name="The start and the target from above").locator(".area")).to_be_visible()
    press(page, "k", "j")
    on(page, "Find the red van.")
    says(page, "There is no picture of the start yet.")
    says(page, "5 actions at the least, 1 turn among them; 5.0 m to walk until it counts, 6.6 m straight")
    press(page, "ArrowDown", "j")
    on(page, "Find the blue van.")
    expect(page.get_by_role("link", name="Find the blue van.")).to_have_attribute("aria-current", "true")
    page.reload()
    on(page, "Find the blue van.")
    page.get_by_role("link", name=INSTRUCTION).click()
    on(page, INSTRUCTION)
    page.go_back()
    on(page, "Find the blue van.")


def test_what_came_up_just_now_is_not_decided_by_a_quick_key(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    press(page, "j")
    on(page, "Find the red van.")
    press(page, "k")
    on(page, INSTRUCTION)
    page.evaluate(CONFIRM_THE_NEXT_AT_ONCE)
    says(page, "This one came up just now: look at it first")
    on(page, "Find the red van.")
    assert check_of(ria, VAN) == ("proposed", None)


def test_whoever_decides_late_is_told_and_keeps_what_they_wrote(service: Service, visitors: Visitors, ria: Worker):
    page = opened(visitors)
    roy = Worker(service, "Roy", Role.ADMIN)
    asking(page, "e")
    text_of(page).fill("Stop before the red car.")
    roy.post(f"tasks/{CAR}/review", event="confirm", over=0)
    press(page, "Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Somebody decided meanwhile. Look at it again.")
    expect(text_of(page)).to_have_value("Stop before the red car.")
    says(page, "confirmed by Roy")
    press(page, "Control+Enter")
    on(page, "Find the red van.")
    roy.post(f"tasks/{VAN}/review", event="refuse", over=0, reason="unreachable")
    press(page, "c")
    says(page, "Somebody decided meanwhile. Look at it again.")
    says(page, "refused by Roy")
    says(page, "it cannot be reached")


def test_what_was_decided_is_there_to_look_at_and_to_decide_again(visitors: Visitors, ria: Worker):
    ria.post(f"tasks/{VAN}/review", event="refuse", over=0, reason="other", note="Which van?")
    page = opened(visitors)
    page.get_by_role("button", name="Refused").click()
    on(page, "Find the red van.")
    says(page, "Which van?")
    page.get_by_role("button", name="Confirm after all").click()
    says(page, "Confirmed. That was the last one.")
    page.get_by_role("button", name="Confirmed").click()
    on(page, "Find the red van.")
    assert check_of(ria, VAN) == ("confirmed", None)


def test_a_list_that_is_empty_says_what_fills_it(service: Service, visitors: Visitors):
    service.add("Ria", Role.REVIEWER)
    page = visitors.open("Ria", "/tasks")
    says(page, "No task awaits a check")
    says(page, "embrace3k tasks generate")
    page.get_by_role("button", name="Refused").click()
    says(page, "No task was refused yet")
    page.goto("/tasks?state=nonsense&task=nope")
    expect(page.get_by_role("button", name="To check")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("alert")).to_contain_text("No such task")


def test_engineers_look_and_do_not_check(service: Service, visitors: Visitors, ria: Worker):
    service.add("Eng", Role.ENGINEER)
    page = opened(visitors, "Eng")
    says(page, "People with the role reviewer or admin check it.")
    expect(page.get_by_role("button", name="Confirm c")).to_have_count(0)
    press(page, "c", "x", "e")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "j")
    on(page, "Find the red van.")
    assert check_of(ria, CAR) == ("proposed", None)


def test_an_imported_task_keeps_its_words(service: Service, visitors: Visitors, ria: Worker):
    add(service, "v2-a", "Find it.", source=Source(layout="embrace-v2", path="a"))
    page = opened(visitors, path="/tasks?task=v2-a")
    expect(page.get_by_role("button", name="Correct the instruction")).to_be_disabled()
    press(page, "e")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_more_tasks_are_shown_as_their_end_comes_near(service: Service, visitors: Visitors, ria: Worker):
    for index in range(60):
        add(service, f"more {index:02}", f"Find van {index}.")
    page = opened(visitors)
    letters = page.get_by_role("region", name="Tasks").get_by_role("listitem")
    page.get_by_role("link", name="Find van 46.").click()
    expect(letters).to_have_count(63)
    on(page, "Find van 46.")
    press(page, "j", "j", "j")
    on(page, "Find van 49.")


def test_without_a_server_nothing_is_decided_and_nothing_lost(visitors: Visitors, ria: Worker):
    window = visitors.window("Ria")
    page = window.new_page()
    page.goto("/tasks")
    on(page, INSTRUCTION)
    asking(page, "e")
    text_of(page).fill("Stop before the red car.")
    window.set_offline(True)
    press(page, "Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("The server does not answer. Nothing has changed; try again.")
    window.set_offline(False)
    press(page, "Control+Enter")
    on(page, "Find the red van.")
    assert check_of(ria, CAR) == ("refused", "badly_worded")


def test_a_session_that_has_ended_leads_to_signing_in_and_back_to_what_was_written(
    service: Service, visitors: Visitors, ria: Worker
):
    page = opened(visitors)
    press(page, "j")
    on(page, "Find the red van.")
    asking(page, "e")
    text_of(page).fill("Find the van.")
    service.clock.pass_by(hours=13)
    press(page, "Control+Enter")
    page.get_by_label("Name").fill("Ria")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Enter")
    on(page, "Find the red van.")
    asking(page, "e")
    expect(text_of(page)).to_have_value("Find the van.")
    press(page, "Escape", "e")
    expect(text_of(page)).to_have_value("Find the red van.")


def test_everything_is_in_sight_whatever_the_instruction(service: Service, visitors: Visitors, ria: Worker):
    wide, narrow = opened(visitors), opened(visitors, width=390, height=844)
    for index, words in enumerate(STRANGE):
        add(service, f"strange {index}", words, reason=words)
        for page in (wide, narrow):
            page.goto(f"/tasks?task=strange%20{index}")
            expect(page.get_by_role("region", name="The task").get_by_role("heading")).to_have_text(words)
            assert fits(page) if page is wide else fits_across(page), words
        for name in ("Confirm c", "Refuse… x", "Correct the instruction… e", "Next j", "Keys ?"):
            expect(wide.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        expect(wide.get_by_role("img", name="The start and the target from above")).to_be_in_viewport(ratio=1)
    expect(wide).to_have_title("Tasks – embrace3k")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_or_in_its_dialogs_keeps_people_from_using_it(
    visitors: Visitors, ria: Worker, scheme: Scheme
):
    page = opened(visitors, scheme=scheme)
    assert not violations(page)
    for key in ("x", "e", "?"):
        asking(page, key)
        assert not violations(page), key
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Refused").click()
    says(page, "No task was refused yet")
    assert not violations(page), "nothing there"
    page.goto("/tasks?task=nope")
    says(page, "No such task")
    assert not violations(page), "no such"
