"""A visitor brings data: pasted, uploaded or drawn with the mouse."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator

from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

PLOTS = "[data-testid=board] .js-plotly-plot"
HEADER = "<img src=x onerror=alert(1)>,a & <b>b</b> %{y},kind"
ROWS = "".join(f"{i % 7},{i % 5},{'<i>up</i>' if i % 2 else '%{x} 7'}\n" for i in range(40))


def panel(visit: Visit, way: str) -> Locator:
    """Open the page and its panel for own data, at one of its three ways."""
    visit.open()
    visit.page.get_by_role("radio", name="Your own").click()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("radio", name=way).click()
    return dialog


def use(visit: Visit, button: Locator) -> None:
    """Press ``button`` and wait until the run has the visitor's points."""
    generation = visit.data("generation")
    button.click()
    visit.page.wait_for_url(re.compile("dataset=own"))
    visit.until("data.generation !== argument", generation)


def test_a_pasted_table_is_trained_on_and_its_words_are_shown_as_text(visit: Visit):
    dialog = panel(visit, "Paste")
    dialog.get_by_role("textbox", name="Table with a row of names").fill(f"{HEADER}\n{ROWS}")
    dialog.get_by_role("textbox", name="Table with a row of names").press("Control+Enter")
    use(visit, dialog.get_by_role("button", name="Use this data"))
    visit.page.keyboard.press("Escape")
    titles = "[plot.querySelector('.xtitle'), plot.querySelector('.ytitle')]"
    visit.until_plot(
        "boundary",
        f"{titles}.map((title) => title?.textContent).join() === argument",
        "<img src=x onerror=alert(1)>,a & <b>b</b> %{y}",
    )
    assert visit.board.locator("img").count() == 0
    legend = visit.chart("boundary").locator(".legendtext").all_text_contents()
    assert {"<i>up</i>", "%{x} 7"} <= {*legend}
    for chart, ticks in (("softmax", ".ytick text"), ("confusion", ".xtick text")):
        assert set(visit.chart(chart).locator(ticks).all_text_contents()) == {"<i>up</i>", "%{x} 7"}
    visit.train()
    assert visit.errors == []


def test_an_uploaded_file_that_is_no_table_is_refused_and_the_experiment_stays(visit: Visit):
    dialog = panel(visit, "Upload")
    before = visit.data("generation")
    junk = {"name": "t.csv", "mimeType": "text/csv", "buffer": bytes(range(256)) * 40}
    dialog.locator("input[type=file]").set_input_files([junk])  # type: ignore[list-item]
    dialog.get_by_test_id("stAlert").wait_for()
    assert visit.data("generation") == before
    good = {"name": "t.csv", "mimeType": "text/csv", "buffer": f"{HEADER}\n{ROWS}".encode()}
    dialog.locator("input[type=file]").set_input_files([good])  # type: ignore[list-item]
    use(visit, dialog.get_by_role("button", name="Use this data"))


def test_points_are_drawn_and_erased_with_the_mouse(visit: Visit):
    dialog = panel(visit, "Draw")
    square = dialog.get_by_label("Drawing square")
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    assert box is not None
    assert box["width"] == box["height"] > 0.5 * 800  # of a window 800 pixels high
    assert dialog.get_by_role("button", name="Draw class").count() == 10

    def click(across: float, up: float) -> None:
        visit.page.mouse.click(
            box["x"] + box["width"] * (1 + across) / 2, box["y"] + box["height"] * (1 - up) / 2
        )

    for place in ((-0.5, 0.5), (-0.5, -0.5), (-0.8, 0.0), (0.0, 0.9)):
        click(*place)
    dialog.get_by_role("button", name="Draw class 1").click()
    for place in ((0.5, 0.5), (0.5, -0.5), (0.8, 0.0)):
        click(*place)
    dialog.get_by_role("button", name="Erase points").click()
    click(0.0, 0.9)
    dialog.get_by_text("6 of 1000 points").wait_for()
    use(visit, dialog.get_by_role("button", name="Use these points"))
    points = visit.plot(
        "boundary",
        "plot.data.filter(({meta}) => meta.role === 'points')"
        ".map(({x, y, meta}) => Array.from(x, (v, i) => [v, y[i], meta.label])).flat()"
        ".filter(([v]) => v !== null)",
    )
    drawn = [(-0.8, 0, 0), (-0.5, -0.5, 0), (-0.5, 0.5, 0), (0.5, -0.5, 1), (0.5, 0.5, 1)]
    assert np.array(sorted(points)) == pytest.approx(np.array([*drawn, (0.8, 0, 1)]), abs=0.02)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_link_whose_table_is_gone_says_so_and_the_ways_out_work(visit: Visit, n_classes: int):
    visit.page.goto(f"{visit.address}?dataset=own&data=c{n_classes}n150f4-{'0' * 32}")
    absent = visit.page.get_by_test_id("absent")
    absent.get_by_text("The data of this experiment are not on this server").wait_for()
    assert visit.page.get_by_test_id("value-status").inner_text() == "No data"
    assert visit.button("Train").is_disabled()
    visit.page.wait_for_function(f"document.querySelectorAll({PLOTS!r}).length === 4")
    assert not visit.chart("boundary").is_visible()
    absent.get_by_role("button", name="Bring it again").click()
    visit.page.get_by_role("dialog").get_by_role("radio", name="Draw").wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("radio", name="Moons").click()
    visit.ready()
    absent.wait_for(state="hidden")
    assert visit.chart("boundary").is_visible()
    visit.train()


def test_a_single_feature_has_its_probability_curves(visit: Visit):
    rows = "".join(f"{i / 4},{'low' if i < 20 else 'high'}\n" for i in range(40))
    dialog = panel(visit, "Paste")
    box = dialog.get_by_role("textbox", name="Table with a row of names")
    box.fill(f"height,kind\n{rows}")
    box.press("Control+Enter")
    use(visit, dialog.get_by_role("button", name="Use this data"))
    visit.page.keyboard.press("Escape")
    titles = "[plot.querySelector('.xtitle'), plot.querySelector('.ytitle')]"
    visit.until_plot(
        "boundary",
        f"{titles}.map((title) => title?.textContent).join() === argument",
        "height,Probability",
    )
    visit.train()
    curves = "plot.data.filter(({meta}) => meta.role === 'curve')"
    visit.until_plot("boundary", f"{curves}.every(({{y}}) => y.length === 240)")
    low, high = visit.plot("boundary", f"{curves}.map(({{y}}) => Array.from(y))")
    assert np.add(low, high) == pytest.approx(1, abs=1e-5)
    assert visit.errors == []
