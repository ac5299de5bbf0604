"""What holds for every page that is no editor: nobody is kept from using it, on any screen, in either theme."""

import pytest
from playwright.sync_api import expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.service import Service

pytestmark = pytest.mark.browser

PAGES = {"/people": "People", "/account": "Ada", "/help": "Help"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_keeps_people_from_using_it(service: Service, visitors: Visitors, path: str, scheme: Scheme):
    service.add("Ada", *Role)
    service.add("Ben", Role.ANNOTATOR)
    page = visitors.open("Ada", path, scheme=scheme)
    expect(page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not violations(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_telephone(service: Service, visitors: Visitors, path: str):
    service.add("Ada", *Role)
    page = visitors.open("Ada", path, width=390, height=844)
    expect(page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390
