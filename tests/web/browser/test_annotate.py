"""An annotator before the editor: by keys alone, and whatever happens to the network, the server or the session."""

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.schema.annotations import Annotation, Verdict
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations, newest_revision
from embrace3k.storage.work import get_work
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.visitors import Visitors
from embrace3k.tests.web.service import PASSWORD, Service

LOOKED_MS = 450
READ_MS = 900
FIELD = "Why this action"
NO_TIME_BETWEEN_KEYS = """(keys) => {
  for (const key of keys)
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def ann(service: Service) -> str:
    service.add("Ann", Role.ANNOTATOR)
    return "Ann"


def take(visitors: Visitors, name: str, trajectory: str = "walk") -> Page:
    """The editor, with the work that its annotator has just got from the queue."""
    page = visitors.open(name)
    page.get_by_role("button", name="Get the next trajectory").click()
    page.wait_for_url(f"**/annotate/{trajectory}")
    expect(page.get_by_label("Steps")).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    """In place of what stands there."""
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def newest(service: Service, step: int = 0, name: str = "walk") -> Annotation:
    with service.context.database.snapshot() as session:
        found = newest_revision(session, name, 0, step)
    assert found
    return found


def step_cell(page: Page, number: int):
    return page.get_by_label("Steps").get_by_role("button").nth(number - 1)


def expect_saved(page: Page, revision: int) -> None:
    expect(page.get_by_text(f"Saved, revision {revision}", exact=True)).to_be_visible()


@pytest.mark.parametrize("n_steps", [1, 5, 60])
def test_a_whole_trajectory_takes_one_key_a_step_and_no_mouse(
    visitors: Visitors, service: Service, ann: str, n_steps: int
):
    fill(service, "walk", n_steps=n_steps)
    page = visitors.open(ann)
    expect(page.get_by_role("button", name="Get the next trajectory")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step_cell(page, 1)).to_have_attribute("aria-current", "step")
    for number in range(1, n_steps + 1):
        expect(step_cell(page, number)).to_have_attribute("aria-current", "step")
        page.wait_for_timeout(LOOKED_MS)
        page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Every step is judged")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{service.url}/")
    with service.context.database.snapshot() as session:
        said = current_annotations(session, "walk")
        assert get_work(session, "walk").state is WorkState.ANNOTATED
    assert len(said) == n_steps
    assert all(note.is_human and note.verdict is Verdict.GROUNDED and note.revision == 2 for note in said)
    assert all(note.provenance and not note.provenance.edited and note.provenance.dwell_ms >= 400 for note in said)


def test_what_was_rushed_through_is_shown_before_it_can_be_handed_in(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk", n_steps=3)
    page = take(visitors, ann)
    page.evaluate(NO_TIME_BETWEEN_KEYS, ["Enter"] * 3)
    expect(page.get_by_role("dialog")).to_contain_text("Every step is judged")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("was on screen for less than 0.4 s")
    page.keyboard.press("Enter")
    for number in range(1, 4):
        step_cell(page, number).click()
        page.wait_for_timeout(LOOKED_MS)
    page.keyboard.press("Shift+Enter")
    expect(page).to_have_url(f"{service.url}/")


def test_a_wrong_action_takes_one_key_and_one_for_the_right_one(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    page.keyboard.press("2")
    page.get_by_role("dialog").get_by_role("button", name="TurnLeft").wait_for()
    page.keyboard.press("3")
    expect(step_cell(page, 2)).to_have_attribute("aria-current", "step")
    expect(step_cell(page, 1)).to_have_attribute("aria-label", "Step 1: not grounded")
    expect_saved(page, 1)  # The second step, which nobody has touched.
    said = newest(service)
    assert (said.verdict, said.corrected_action) == (Verdict.NOT_GROUNDED, "TurnLeft")
    assert said.reason_codes == ["wrong_action"]


def test_typing_is_saved_without_another_key(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    write(page, "I see the red car, so I walk towards it.")
    expect_saved(page, 2)
    assert newest(service).rationale == "I see the red car, so I walk towards it."


def test_keys_in_the_text_are_text(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("jk nu 2?3 s")
    expect(page.get_by_label(FIELD)).to_have_value("jk nu 2?3 s")
    expect(step_cell(page, 1)).to_have_attribute("aria-current", "step")
    page.keyboard.press("Control+Enter")
    expect(step_cell(page, 2)).to_have_attribute("aria-current", "step")


@pytest.mark.parametrize(
    "text",
    [
        "🚗 ahead 👩🏽‍🚀, so I go on.",
        "أرى السيارة الحمراء أمامي",
        "<script>throw 1</script><img src=x onerror=throw>",
        "long " * 2000,
    ],
    ids=["emoji", "right to left", "script", "ten thousand letters"],
)
def test_any_text_is_kept_as_it_is(visitors: Visitors, service: Service, ann: str, text: str):
    fill(service, "walk")
    page = take(visitors, ann)
    write(page, text)
    page.keyboard.press("Escape")
    expect_saved(page, 2)
    page.reload()
    expect(page.get_by_label(FIELD)).to_have_value(text)
    assert newest(service).rationale == text


def test_undo_outlives_the_page(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    draft = page.get_by_label(FIELD).input_value()
    write(page, "One.")
    page.keyboard.press("Escape")
    expect_saved(page, 2)
    page.reload()
    expect(page.get_by_label(FIELD)).to_have_value("One.")
    page.keyboard.press("u")
    expect(page.get_by_label(FIELD)).to_have_value(draft)
    page.keyboard.press("Shift+U")
    expect(page.get_by_label(FIELD)).to_have_value("One.")


def test_offline_the_work_goes_on_and_is_saved_afterwards(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    page.wait_for_timeout(LOOKED_MS)
    page.context.set_offline(True)
    write(page, "Written offline.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Offline – 2 changes kept on this computer")).to_be_visible()
    assert newest(service).revision == 1
    page.context.set_offline(False)
    expect_saved(page, 1)  # The third step, which nobody has touched.
    assert (newest(service).rationale, newest(service, 1).verdict) == ("Written offline.", Verdict.GROUNDED)


def test_a_page_that_ends_offline_is_taken_up_by_the_next_one(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    page.context.set_offline(True)
    write(page, "Written, and then the lid was shut.")
    expect(page.get_by_text("Offline – 1 change kept on this computer")).to_be_visible()
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto("/")
    expect(other.get_by_text("One change is kept on this computer and not yet saved.")).to_be_visible()
    other.get_by_role("link", name="Open walk and save").click()
    expect_saved(other, 2)
    assert newest(service).rationale == "Written, and then the lid was shut."


def test_a_session_that_ends_while_typing_is_taken_up_in_place(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    service.clock.pass_by(hours=13)
    write(page, "Typed after the session had ended.")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    expect_saved(page, 2)
    assert newest(service).rationale == "Typed after the session had ended."


def test_of_two_tabs_one_writes_and_the_other_can_take_over(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    first = take(visitors, ann)
    write(first, "From the first tab.")
    first.keyboard.press("Escape")
    expect_saved(first, 2)
    second = first.context.new_page()
    second.goto("/annotate/walk")
    expect(second.get_by_text("You work on this in another tab.")).to_be_visible()
    second.keyboard.press("Enter")
    expect(step_cell(second, 1)).to_have_attribute("aria-current", "step")
    second.get_by_role("button", name="Work here").click()
    expect(second.get_by_text("You work on this in another tab.")).to_be_hidden()
    expect(first.get_by_text("You work on this in another tab.")).to_be_visible()
    write(second, "From the second tab.")
    second.keyboard.press("Escape")
    expect_saved(second, 3)
    assert newest(service).rationale == "From the second tab."


def test_who_loses_the_work_to_a_reviewer_keeps_their_words(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    service.add("Ria", Role.REVIEWER)
    page = take(visitors, ann)
    ria = service.program("Ria")
    assert ria.post("/api/v1/works/walk/steal", json={}).status_code == 200
    write(page, "Typed a moment too late.")
    expect(page.get_by_text("Taken by Ria")).to_be_visible()
    page.goto("/")
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_text("Typed a moment too late.")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "kept", "revision"),
    [("m", "Mine.", 3), ("t", "Theirs.", 2), ("b", "Mine.\nTheirs.", 3)],
    ids=["mine", "theirs", "both"],
)
def test_two_texts_are_a_choice_of_three(
    visitors: Visitors, service: Service, ann: str, key: str, kept: str, revision: int
):
    fill(service, "walk")
    service.add("Ria", Role.REVIEWER)
    page = take(visitors, ann)
    page.context.set_offline(True)
    write(page, "Mine.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Offline")).to_be_visible()
    change_as_reviewer(service, "Theirs.")
    page.context.set_offline(False)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Step 1 was changed by Ria meanwhile")
    page.keyboard.type("bottom")
    page.wait_for_timeout(READ_MS)
    page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    page.keyboard.press("Escape")
    expect_saved(page, revision)
    expect(page.get_by_label(FIELD)).to_have_value(kept)
    assert newest(service).rationale == kept


def change_as_reviewer(service: Service, text: str) -> None:
    """Ria takes the work, changes the first step, and Ann gets it back."""
    ria, ann = service.program("Ria"), service.program("Ann")
    assert ria.post("/api/v1/works/walk/steal", json={}).status_code == 200
    body = {"base_rev": newest(service).revision, "client_op_id": "ria", "rationale": text}
    assert ria.put("/api/v1/works/walk/steps/0", json=body).status_code == 200
    assert ria.post("/api/v1/works/walk/release").status_code == 204
    assert ann.post("/api/v1/queue/next", json={"purpose": "annotate"}).json()["trajectory_id"] == "walk"
