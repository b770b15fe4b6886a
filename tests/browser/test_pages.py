"""Leaving the board's page for another and coming back, in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.visit import ENDLESS, Visit
from tests.serve.live import Server, serving

pytestmark = pytest.mark.browser

AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"

START = f"noise=0.4&{ENDLESS}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(app=Path(__file__).with_name("two_pages.py")) as running:
        yield running


def follow(visit: Visit, link: str) -> None:
    """Click a link to a page."""
    visit.page.get_by_role("link", name=link).click()


def arrive(visit: Visit, query: str = START) -> None:
    """Wait until the board's page is there, at the address of an experiment, and stands still."""
    visit.page.wait_for_url(f"{visit.address}?{query}")
    visit.ready()
    visit.page.wait_for_selector(AT_REST)


def arrive_elsewhere(visit: Visit) -> None:
    """Wait until the second page is there, without the board, and stands still."""
    visit.page.wait_for_url(f"{visit.address}second")
    visit.page.get_by_role("heading", name="The second page").wait_for()
    visit.board.wait_for(state="detached")
    visit.page.wait_for_selector(AT_REST)


def leave(visit: Visit) -> None:
    """Go to the second page."""
    follow(visit, "To the second page")
    arrive_elsewhere(visit)


def shows_start(visit: Visit) -> bool:
    """Tell whether the controls show what the tests start with."""
    noise = visit.page.get_by_role("slider", name="Noise").get_attribute("aria-valuetext")
    speed = visit.page.get_by_role("spinbutton", name="Speed limit").input_value()
    return (noise, speed) == ("0.40", "30")


def test_leaving_and_coming_back_keeps_controls_address_and_the_run(visit: Visit):
    visit.open(START).train()
    epoch = visit.number("epoch")
    leave(visit)
    follow(visit, "To the playground")
    arrive(visit)
    assert shows_start(visit)
    visit.until_frames(5)
    assert visit.data("status") == "running"
    assert visit.number("epoch") >= epoch


def test_a_link_brings_its_experiment_and_back_brings_the_one_before(visit: Visit):
    visit.open(START)
    leave(visit)
    follow(visit, "To XOR")
    arrive(visit, "dataset=xor")
    assert visit.page.get_by_role("radio", name="XOR").is_checked()
    visit.page.go_back()
    arrive_elsewhere(visit)
    visit.page.go_back()
    arrive(visit)
    assert shows_start(visit)


def test_back_from_another_page_to_the_default_experiment_shows_that(visit: Visit):
    visit.open("")
    leave(visit)
    follow(visit, "To XOR")
    arrive(visit, "dataset=xor")
    visit.page.go_back()
    arrive_elsewhere(visit)
    visit.page.go_back()
    visit.page.get_by_role("radio", name="Moons", checked=True).wait_for()


def test_the_tab_keeps_its_title_and_picture(visit: Visit):
    picture = "document.querySelector('link[rel~=icon]').href"
    visit.open(START)
    ours = visit.page.evaluate(picture)
    assert "/media/" in ours
    assert visit.page.title() == "Classification Playground"
    leave(visit)
    assert visit.page.title() == "Second · Classification Playground"
    assert visit.page.evaluate(picture) == ours
    visit.page.go_back()
    arrive(visit)
    assert visit.page.title() == "Classification Playground"
