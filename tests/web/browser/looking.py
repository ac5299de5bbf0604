"""What tests of several pages do with a page, and ask of it."""

from playwright.sync_api import Page, expect

STRANGE = [
    "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">",
    "اذهب إلى السيارة الحمراء في نهاية الفناء وتوقف أمامها",
    "Go to the red car " + "and then to the very next one " * 9 + "WithoutAnyPlaceToBreakIt" * 3,
]
"""Markup, right to left, and 300 characters and more."""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def fits_across(page: Page) -> bool:
    """Nothing is to be scrolled sideways."""
    return bool(page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth"))


def fits(page: Page) -> bool:
    """Nothing is to be scrolled at all."""
    return fits_across(page) and bool(page.evaluate("() => document.scrollingElement.scrollHeight <= innerHeight"))


def all_drawn(page: Page) -> bool:
    """Every picture that is on the screen has arrived, and is one."""
    return bool(
        page.evaluate(
            "async () => { const all = [...document.images].filter((each) => each.checkVisibility());"
            "for (const each of all) each.loading = 'eager';"
            "await Promise.all(all.map((each) => each.decode().catch(() => undefined)));"
            "return all.length > 0 && all.every((each) => each.naturalWidth > 0); }"
        )
    )
