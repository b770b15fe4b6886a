"""For the last row, on a phone, by the keyboard: everything is on the screen and within reach."""

import pytest

from tests.browser.visit import CHARTS, ENDLESS, Visit

pytestmark = pytest.mark.browser

OVERLAPS = """() => {
    const text = document.createRange();
    const extent = (e) => {
        text.selectNodeContents(e);
        return e.matches('button') ? e.getBoundingClientRect() : text.getBoundingClientRect();
    };
    const all = [...document.querySelectorAll('.board .bar :is(button, dt, dd)')];
    const boxes = all.filter((e) => e.offsetParent).map(extent);
    return boxes.some((a, i) => boxes.some((b, k) => i < k
        && a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 5 && b.top < a.bottom - 5));
}"""

IS_TRUE_TO_SCALE = """(() => {
    const { xaxis, yaxis } = plot._fullLayout;
    const [across, up] = [xaxis, yaxis].map(({ _length, range: [a, b] }) => _length / (b - a));
    const ticks = [...plot.querySelectorAll('.xtick text')];
    const lowest = Math.max(...ticks.map((tick) => tick.getBoundingClientRect().bottom));
    const title = plot.querySelector('.g-xtitle').getBoundingClientRect();
    const fills = plot.layout.height === plot.clientHeight;
    return fills && Math.abs(across / up - 1) < 0.01 && title.top >= lowest;
})()"""
"""The plane fills its card, with one scale on both axes and the title below the numbers."""


@pytest.mark.parametrize(
    ("width", "height", "query"),
    [
        (1280, 720, "dataset=blobs&n_classes=4"),
        (1366, 768, "validation_size=0.2"),
        (1920, 1080, "dataset=multilabel&loss=bce_with_logits&n_classes=4"),
    ],
)
def test_a_larger_page_fits_a_projector(visit: Visit, width, height, query):
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(f"large=1&{query}")
    visit.until_plot("boundary", "plot.data[0].marker.size >= 9 && plot.layout.font.size >= 14")
    assert visit.plot("boundary", "plot._fullLayout.xaxis._length") > 0.5 * height
    assert visit.plot("loss", "plot._fullLayout.yaxis._length") > 0.08 * height
    for name in CHARTS:
        box = visit.chart(name).bounding_box()
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    for seen in (visit.button("Copy link"), visit.button("Larger text"), visit.button("Train")):
        box = seen.bounding_box()
        assert box["x"] + box["width"] <= width
    status = visit.page.get_by_test_id("value-status").bounding_box()
    assert status["x"] + status["width"] <= width
    assert not visit.page.evaluate(OVERLAPS)
    visit.button("Larger text").click()
    visit.page.wait_for_url(lambda url: "large" not in url)
    visit.until_plot("boundary", "plot.layout.font.size < 14")
    assert not visit.page.evaluate(OVERLAPS)


def test_the_plane_stays_true_when_the_page_changes_size_in_mid_run(enter):
    visit = enter(viewport={"width": 390, "height": 844}).open(ENDLESS)
    visit.train()
    for width, height in ((390, 600), (420, 844), (1280, 720), (800, 700), (390, 844)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.until_plot("boundary", IS_TRUE_TO_SCALE)


def test_train_and_the_plane_stay_in_sight_on_a_phone(visit: Visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open()
    visit.page.get_by_text("More training options").scroll_into_view_if_needed()
    for seen in (visit.button("Train"), visit.chart("boundary")):
        box = seen.bounding_box()
        assert 0 <= box["y"] < 300
    visit.train()


def test_controls_and_board_are_seen_together_at_200_per_cent(visit: Visit):
    visit.page.set_viewport_size({"width": 640, "height": 400})
    visit.open()
    board, controls = visit.board.bounding_box(), visit.page.locator(".st-key-controls")
    beside = controls.bounding_box()
    assert beside["x"] + beside["width"] <= board["x"] + 1
    visit.page.get_by_text("More training options").scroll_into_view_if_needed()
    assert 0 <= visit.button("Train").bounding_box()["y"] < 60


def test_the_keyboard_reaches_train_first_and_moves_the_probe(visit: Visit):
    visit.open(ENDLESS)
    hint = visit.page.get_by_test_id("hint")
    assert hint.is_visible()
    names = []
    for _ in range(6):
        visit.page.keyboard.press("Tab")
        names.append(visit.page.evaluate("document.activeElement.textContent"))
    assert "Train" in names
    crosses = "plot.data.find((t) => t.meta.role === 'wrong').x[0]"
    assert visit.plot("boundary", crosses) is None
    visit.chart("boundary").focus()
    before = visit.trace("probe")["x"][0]
    visit.page.keyboard.press("Shift+ArrowRight")
    visit.until_plot(
        "boundary",
        "plot.data.find((t) => t.meta.role === 'probe').x[0] > argument + 0.1",
        before,
    )
    visit.page.mouse.click(*visit.cell(0, 0))
    ring = "plot.data.find((t) => t.meta.role === 'ring').x[0]"
    visit.until_plot("boundary", f"{ring} !== null")
    assert hint.is_hidden()
    visit.page.get_by_role("spinbutton", name="Seed").focus()
    visit.page.keyboard.press("Escape")
    visit.until_plot("boundary", f"{ring} === null")


def test_a_zoom_shows_its_way_out(visit: Visit):
    visit.open(ENDLESS)
    whole = visit.plot("boundary", "plot.layout.xaxis.range")
    out = visit.page.get_by_test_id("chart-boundary").get_by_role("button", name="Show all")
    assert out.is_hidden()
    visit.page.mouse.move(*visit.spot(0, 0))
    visit.page.mouse.down()
    visit.page.mouse.move(*visit.spot(0.5, 0.5))
    visit.page.mouse.move(*visit.spot(1, 1))
    visit.page.mouse.up()
    out.click()
    visit.until_plot("boundary", "plot.layout.xaxis.range[0] === argument", whole[0])
    assert out.is_hidden()


def test_a_finished_run_says_what_to_do(visit: Visit):
    visit.open("epochs=3")
    visit.button("Train").click()
    visit.until_status("finished")
    visit.page.get_by_test_id("notice").get_by_text("All 3 epochs are done.").wait_for()
    assert "Raise Epochs" in visit.button("Train").get_attribute("title")
