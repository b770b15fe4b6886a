"""What the charts say to each other: places, points, cells."""

import pytest

from tests.browser.visit import ENDLESS, Visit

pytestmark = pytest.mark.browser

POINTS = """(() => {
    const rows = plot.data.filter((t) => t.meta.role === 'points');
    return rows.flatMap((t) => Array.from(t.x, (x, i) =>
        ({x, y: t.y[i], label: t.meta.label, part: t.meta.part})));
})()"""

PAINTED_THEN_DRAWN = """[0, 1].map((again) => {
    if (again) Plotly.redraw(plot);
    const texts = [...plot.querySelectorAll('.heatmap-label text')];
    const cells = texts.map((text) => [text.textContent, getComputedStyle(text).fill]);
    return [cells, plot.querySelector('.hm image').getAttribute('href')];
})"""

SHAPES = "(plot.layout.shapes ?? []).map((s) => [(s.y0 + s.y1) / 2, (s.x0 + s.x1) / 2])"


def lonely(visit: Visit) -> dict:
    """Return the test point that is farthest from its neighbours."""
    points = visit.plot("boundary", POINTS)

    def room(p: dict) -> float:
        return min((p["x"] - q["x"]) ** 2 + (p["y"] - q["y"]) ** 2 for q in points if q is not p)

    return max((p for p in points if p["part"] == 1), key=room)


def test_the_outputs_answer_for_the_place_under_the_pointer(visit: Visit):
    visit.open()
    for x, y in ((-1.0, 1.0), (1.5, -0.5)):
        visit.page.mouse.move(*visit.spot(x, y))
        visit.page.get_by_text(f"Network output at x₁ {x:.1f}".replace("-", "−")).wait_for()
        total = visit.plot("softmax", "Array.from(plot.data[0].x).reduce((a, b) => a + b)")
        assert total == pytest.approx(1, abs=1e-5)
    tooltip = visit.board.locator(".tooltip")
    assert tooltip.is_visible()
    assert "class 0" in tooltip.inner_text()
    assert "x₁ 1.5" in tooltip.inner_text()
    visit.page.mouse.move(5, 5)
    tooltip.wait_for(state="hidden")


def test_hovering_answers_while_the_network_learns(visit: Visit):
    visit.open().train()
    visit.page.mouse.move(*visit.spot(1.5, -0.5))
    visit.page.get_by_text("Network output at x₁ 1.5").wait_for()
    before = visit.plot("softmax", "String(plot.data[0].x)")
    visit.until_plot("softmax", "String(plot.data[0].x) !== argument", before)
    drawn = """[...plot.querySelectorAll('.bars path')].map(
        (bar) => Number(/H([^V]+)V/.exec(bar.getAttribute('d'))[1]))"""
    visit.pause()
    widths = visit.plot("softmax", drawn)
    scale = visit.plot("softmax", "plot._fullLayout.xaxis.d2p(1)")
    assert widths == pytest.approx(
        [share * scale for share in visit.plot("softmax", "Array.from(plot.data[0].x)")], abs=0.6
    )


def test_a_click_pins_the_place_and_escape_lets_go(visit: Visit):
    visit.open()
    heading = visit.page.get_by_test_id("chart-softmax").locator(".heading")
    centre = heading.inner_text()
    visit.page.mouse.click(*visit.spot(-1.4, -1.6))
    visit.page.mouse.move(5, 5)
    visit.until_plot(
        "boundary", "Math.abs(plot.data.find((t) => t.meta.role === 'probe').x[0] + 1.4) < 0.05"
    )
    visit.page.get_by_text("Network output at x₁ −1.4").wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_text(centre, exact=True).wait_for()


def test_a_cell_rings_its_points_and_the_rings_follow_the_frames(visit: Visit):
    visit.open(f"{ENDLESS}&noise=0.4")
    visit.train()
    visit.page.mouse.click(*visit.cell(0, 0))
    visit.until_plot("confusion", f"{SHAPES}.length === 1")
    assert visit.plot("confusion", SHAPES) == [[0, 0]]
    visit.until_frames(20)
    visit.pause()
    count = visit.plot("confusion", "plot.data[0].customdata[0][0]")
    visit.until_plot(
        "boundary",
        "plot.data.find((t) => t.meta.role === 'ring').x.length === argument",
        count,
    )
    ring = visit.trace("ring")
    points = visit.plot("boundary", POINTS)
    tested = {(p["x"], p["y"]) for p in points if p["label"] == 0 and p["part"] == 1}
    assert {*zip(ring["x"], ring["y"], strict=True)} <= tested
    visit.page.mouse.click(*visit.cell(0, 0))
    visit.until_plot("confusion", f"{SHAPES}.length === 0")
    assert visit.trace("ring")["x"] == [None]


def test_a_point_lights_its_cell_in_its_part(visit: Visit):
    visit.open()
    visit.train()
    visit.page.get_by_text("train", exact=True).last.click()
    point = lonely(visit)
    visit.page.mouse.click(*visit.spot(point["x"], point["y"]))
    visit.page.mouse.move(5, 5)
    visit.until_plot("confusion", f"{SHAPES}.length === 1")
    assert visit.page.get_by_role("radio", name="test").is_checked()
    assert visit.plot("confusion", SHAPES)[0][0] == point["label"]
    visit.until_frames(20)
    assert visit.plot("confusion", SHAPES)[0][0] == point["label"]
    assert visit.trace("ring") == {"x": [point["x"]], "y": [point["y"]]}
    visit.page.mouse.click(*visit.spot(point["x"], point["y"]))
    visit.until_plot("confusion", f"{SHAPES}.length === 0")


def test_the_matrix_shows_train_or_test_counts_or_shares(visit: Visit):
    visit.open()
    tested = visit.plot("confusion", "plot.data[0].customdata.flat().reduce((a, b) => a + b)")
    visit.page.get_by_test_id("chart-confusion").get_by_text("train", exact=True).click()
    trained = "plot.data[0].customdata.flat().reduce((a, b) => a + b)"
    visit.until_plot("confusion", f"{trained} !== argument", tested)
    assert (tested, visit.plot("confusion", trained)) == (60, 240)
    visit.page.get_by_text("% of row").click()
    visit.until_plot("confusion", "plot.data[0].text.flat().every((t) => t.endsWith(' %'))")


@pytest.mark.parametrize(("query", "n_classes"), [("noise=0.4", 2), ("dataset=digits", 10)])
def test_the_matrix_is_painted_while_it_moves_as_plotly_would_paint_it(
    visit: Visit, query: str, n_classes: int
):
    visit.open(f"{query}&epochs=100000").train()
    visit.until_plot("confusion", "plot._fullData[0].text !== plot.data[0].text")  # patched
    painted, drawn = visit.plot("confusion", PAINTED_THEN_DRAWN)
    assert len(painted[0]) == n_classes**2
    assert painted == drawn


def test_cells_are_reached_by_the_keyboard(visit: Visit):
    visit.open().train()
    visit.chart("confusion").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowDown")
    visit.until_plot("confusion", f"JSON.stringify({SHAPES}) === '[[1,1]]'")  # the cursor alone
    ring = "plot.data.find((t) => t.meta.role === 'ring').x[0]"
    assert visit.plot("boundary", ring) is None
    visit.page.keyboard.press("Enter")
    visit.until_plot("confusion", f"JSON.stringify({SHAPES}) === '[[1,1],[1,1]]'")
    visit.until_plot("boundary", f"{ring} !== null")
    assert "True class 1, predicted class 1" in visit.board.locator("[aria-live]").inner_text()
    visit.page.keyboard.press("Escape")
    visit.until_plot("confusion", f"JSON.stringify({SHAPES}) === '[[1,1]]'")
    visit.until_plot("boundary", f"{ring} === null")
