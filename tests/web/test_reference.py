"""The reference says what the application does, and the client of the guide works."""

import os
import re
import subprocess
import sys
from pathlib import Path

from embrace3k.annotator.roles import Role
from embrace3k.storage.annotations import history
from embrace3k.tests.annotator.workplace import fill
from embrace3k.tests.web.service import Service
from embrace3k.web.reference import reference

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_fresh():
    stale = "run: python -m embrace3k.web.reference > docs/api.md"
    assert (DOCS / "api.md").read_text() == reference(), stale


def test_every_route_says_what_it_is_for_and_who_may_call_it():
    _, *routes = re.split(r"^#### ", (DOCS / "api.md").read_text().split("## Shapes")[0], flags=re.MULTILINE)
    assert len(routes) > 20
    for route in routes:
        assert re.search(r"^\*(anybody|annotator|reviewer|engineer|admin)", route, re.MULTILINE), route
        assert re.search(r"^\d{3}: .", route, re.MULTILINE), route


def test_every_link_to_a_shape_leads_to_one():
    text = (DOCS / "api.md").read_text()
    headings = [heading.lower() for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert headings.count(target) == 1, target


def test_the_client_of_the_guide_annotates_what_is_in_the_queue(service: Service):
    fill(service.context.database, "a", "b")
    service.add("Ann", Role.ANNOTATOR)
    token = service.program("Ann").headers["Authorization"].removeprefix("Bearer ")
    (program,) = re.findall(r"```python\n(.*?)```", (DOCS / "api_client.md").read_text(), re.DOTALL)
    environment = os.environ | {"EMBRACE3K_URL": service.url, "EMBRACE3K_TOKEN": token}
    typed = "I turn to the car.\n\nI go to the car.\nI reach the car.\n"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, input=typed, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert sorted(re.findall(r"(\w) annotated$", done.stdout, re.MULTILINE)) == ["a", "b"]
    with service.context.database.snapshot() as session:
        assert [each.author.name for each in history(session, "a", 0)] == ["drafts", "Ann"]
