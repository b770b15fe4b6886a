"""A sweep from the board's experiment to its results and back to the board, in Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from playground.ui.frame import PAGES
from tests.browser.visit import Visit
from tests.serve.live import Server, serving

pytestmark = pytest.mark.browser

EXPERIMENT = "n_samples=40&hidden=3&epochs=20"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = str(tmp_path_factory.mktemp("sweeps"))
    with serving(env={"PLAYGROUND_SWEEPS": folder}) as running:
        yield running


def test_a_sweep_of_the_boards_experiment_runs_and_comes_back(visit: Visit, server: Server):
    page = visit.open(EXPERIMENT).page
    page.get_by_role("link", name="Sweeps").click()
    page.get_by_text("9 new, about").wait_for()
    page.get_by_role("textbox", name="Values of Learning rate").fill("0.01,0.1")
    page.get_by_role("textbox", name="Values of Learning rate").press("Enter")
    page.get_by_text("6 runs (2 combinations × 3 seeds), 6 new").wait_for()
    for step in ("Increment", "Decrement", "Decrement"):
        page.get_by_test_id(f"stNumberInputStep{'Up' if step == 'Increment' else 'Down'}").click()
        expect(page.get_by_test_id("stAppStatusWidget")).to_have_count(0)
    page.get_by_text("4 runs (2 combinations × 2 seeds), 4 new").wait_for()

    page.get_by_role("button", name="Start").click()
    page.get_by_text("4 of 4 runs").wait_for()
    page.get_by_text("Best so far: Learning rate").wait_for()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    expect(page.get_by_role("img", name="decision boundary")).to_have_count(2)
    links = page.get_by_role("link", name="open in the board")
    expect(links).to_have_count(2)
    assert EXPERIMENT.split("&")[0] in str(links.first.get_attribute("href"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    again = visit.context.new_page()  # Streamlit looks for its own paths below a page's first
    again.set_viewport_size({"width": 390, "height": 844})
    again.goto(page.url)
    again.get_by_text("4 of 4 runs").wait_for()
    again.get_by_text("0 new").wait_for()
    expect(again.locator(".js-plotly-plot")).to_have_count(2)
    main = again.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") == 0

    page.get_by_role("link", name=PAGES[0].title).click()
    visit.ready()
    assert visit.page.url.startswith(visit.address)
