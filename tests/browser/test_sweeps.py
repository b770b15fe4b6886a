"""A sweep from the board's experiment to its results and back to the board, in Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from playground import url
from playground.export.script import script
from playground.sweeps.axis import read_axis
from playground.sweeps.plan import Plan, plan
from playground.sweeps.service import Wanted
from playground.sweeps.store import Store
from playground.sweeps.task import run
from playground.ui.frame import PAGES
from tests.browser.visit import Visit
from tests.serve.live import Server, serving

pytestmark = pytest.mark.browser

EXPERIMENT = "n_samples=40&hidden=3&epochs=20"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sweeps")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(env={"PLAYGROUND_SWEEPS": str(folder)}) as running:
        yield running


def stored(folder: Path, name: str) -> Plan:
    """Write a finished sweep as a server keeps it, with rows of one run but for an accuracy."""
    wanted = Wanted(EXPERIMENT, ["learning_rate=0.01,0.1,1", "hidden=2|4"], 2)
    base = url.decode(wanted.query)[0]
    planned = plan(base, [read_axis(text) for text in wanted.vary], wanted.seeds)
    (folder / f"{name}.json").write_text(json.dumps(vars(wanted)))
    store, row = Store(folder / f"{name}.jsonl"), run(wanted.query)
    for k, key in enumerate(planned.keys):
        store.add(row | {"query": key, "test_accuracy": k / 12})
    store.close()
    return planned


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


def test_a_click_in_the_heat_map_picks_a_combination(
    browser: Browser, server: Server, folder: Path
):
    planned = stored(folder, "0" * 32)
    cell = next(cell for cell in planned.cells if cell.values == (0.01, (4,)))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server.address}sweeps?sweep={'0' * 32}")
    page.get_by_text("12 of 12 runs").wait_for()
    links = page.get_by_role("link", name="open in the board")
    expect(links.first).to_have_attribute("href", f"./?{planned.cells[-1].keys[0]}")

    plane = page.locator(".js-plotly-plot").first.locator(".heatmaplayer image")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.9)
    expect(links.first).to_have_attribute("href", f"./?{cell.keys[0]}")
    expect(page.get_by_text("Confusion matrix, test part, 2 seeds together")).to_be_visible()
    page.get_by_text("Compare two combinations").click()
    page.get_by_text("Over 2 seeds, Learning rate 1").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Script").click()
    assert Path(download.value.path()).read_text() == script(url.decode(cell.keys[0])[0])
    page.set_viewport_size({"width": 390, "height": 844})
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") == 0
    page.close()
