"""Slices, labels, pictures, warnings, divergence, details: the board with the whole choice."""

import re
from typing import Any

import pytest

from playground.config import DEFAULT
from tests.browser.altered import Altered
from tests.browser.visit import CHARTS, ENDLESS, Visit

pytestmark = pytest.mark.browser

IRIS = f"{ENDLESS}&dataset=iris&plane=features&plane_x=2&plane_y=3"
DIGITS = f"{ENDLESS}&dataset=digits&loss=cross_entropy"
LABELS = f"{ENDLESS}&dataset=multilabel&loss=bce_with_logits&n_classes=4"
DIVERGING = "dataset=moons&optimizer=sgd&learning_rate=10&weight_decay=1&epochs=100000"

POINT = """(() => {
    const points = plot.data.filter((t) => t.meta.role === 'points' && t.x[0] !== null);
    const rows = points.flatMap((t) => Array.from(t.x, (x, i) => [x, t.y[i], t.meta.label]));
    const room = (p) => Math.min(...rows.filter((q) => q !== p).map(
        (q) => (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2));
    return rows.slice(0, 400).reduce((a, b) => room(b) > room(a) ? b : a);
})()"""
"""x, y and label of a point with room around it."""


def test_a_slice_names_its_axes_and_says_so(visit: Visit):
    visit.open(IRIS)
    titles = "[plot.layout.xaxis.title.text, plot.layout.yaxis.title.text]"
    visit.until_plot("boundary", "plot.layout.xaxis.title.text === 'petal length'")
    assert visit.plot("boundary", titles) == ["petal length", "petal width"]
    assert "the other 2 features" in visit.page.get_by_test_id("note").inner_text()
    visit.page.get_by_text("Network output at petal length").wait_for()
    assert visit.plot("boundary", "plot._fullLayout.yaxis.scaleanchor ?? null") in (None, False)


def test_the_plane_itself_has_no_note_and_one_scale(visit: Visit):
    visit.open("")
    assert visit.page.get_by_test_id("note").is_hidden()
    assert visit.plot("boundary", "plot.layout.xaxis.title.text") == "x₁"
    assert visit.plot("boundary", "plot._fullLayout.yaxis.scaleanchor") == "x"


EXACT_MATCH = r"([\d.]+) % exact match, ([\d.]+) % of labels"


def test_every_label_has_its_bar_and_the_plane_shows_one(visit: Visit):
    visit.open(LABELS).train()
    visit.page.get_by_text("Probabilities, each label for itself").wait_for()
    assert visit.plot("softmax", "plot.data[0].y.length") == 4
    visit.until_plot("softmax", "plot.data[0].x.reduce((a, b) => a + b) > 1.05")
    assert visit.plot("confusion", "plot.data[0].z.length") == 2
    visit.page.mouse.move(*visit.spot(0, 0))
    tooltip = visit.board.locator(".tooltip")
    tooltip.wait_for()
    assert tooltip.locator(".number").count() == 4
    visit.pause()
    visit.button("Details").click()
    for name in ("value-train-accuracy", "value-test-accuracy", "detail-accuracy"):
        shown = visit.page.get_by_test_id(name).inner_text()
        exact, each = map(float, re.fullmatch(EXACT_MATCH, shown).groups())
        assert exact < each
    dataset = visit.page.locator(".st-key-dataset")
    dataset.get_by_test_id("stTooltipIcon").first.hover()
    about = visit.page.get_by_test_id("stTooltipContent").bounding_box()
    pictures = dataset.get_by_role("radiogroup").bounding_box()
    assert about is not None
    assert pictures is not None
    assert about["y"] + about["height"] <= pictures["y"]


def test_a_digit_under_the_pointer_is_drawn(visit: Visit):
    visit.open(DIGITS)
    assert visit.page.get_by_test_id("chart-softmax").get_by_text("point at a digit").is_visible()
    x, y, label = visit.plot("boundary", POINT)
    visit.page.mouse.move(*visit.spot(x, y))
    shown = visit.board.locator(".tooltip .portrait")
    shown.wait_for()
    assert f"true {label}" in shown.inner_text()
    ink = """(canvas) => canvas.getContext('2d').getImageData(0, 0, 8, 8).data
        .filter((_, i) => i % 4 === 3).reduce((a, b) => a + b)"""
    for place in (".tooltip", ".softmax"):
        canvas = visit.board.locator(f"{place} canvas")
        assert canvas.evaluate("(canvas) => [canvas.width, canvas.height]") == [8, 8]
        assert canvas.evaluate(ink) > 1000
    visit.page.mouse.move(5, 5)
    visit.page.get_by_test_id("chart-softmax").get_by_text("point at a digit").wait_for()


def test_a_clicked_digit_stays(visit: Visit):
    visit.open(DIGITS)
    x, y, label = visit.plot("boundary", POINT)
    visit.page.mouse.click(*visit.spot(x, y))
    visit.page.mouse.move(5, 5)
    panel = visit.page.get_by_test_id("chart-softmax")
    panel.get_by_text(f"true {label}").wait_for()
    panel.get_by_text("predicted").wait_for()


def warning(key: str, field: str = "dropout") -> dict[str, Any]:
    """Return a warning as frames carry it."""
    return {"key": key, "text": f"<b>{key}</b> goes wrong.", "field": field, "classes": []}


def warned(visit: Visit, *warnings: dict[str, Any]) -> list[int]:
    """Open a page that is warned of ``warnings``; return the epochs at which it is."""
    told: list[int] = []

    def change(about):
        if "warnings" in about:
            told.append(about["epoch"])
            about["warnings"] = list(warnings)

    Altered(visit, change)
    visit.open().train()
    return told


CUT_OFF = """(text) => {
    const words = document.createRange();
    words.selectNodeContents(text);
    const { right, top } = text.getBoundingClientRect();
    const isCut = text.textContent.endsWith('…') || text.scrollWidth > text.clientWidth;
    return [...words.getClientRects()].filter((line) => isCut || line.right > right + 1
        || line.top < top - 5 || line.bottom > innerHeight).map((line) => line.bottom);
}"""
"""Where the lines of a text end that can't be read to their end."""


def test_a_warning_is_one_line_that_unfolds(visit: Visit):
    long = warning("one") | {"text": f"<b>one</b> goes wrong. {'So it is said. ' * 15}"}
    warned(visit, long, warning("two", "learning_rate"))
    strip = visit.page.get_by_test_id("warnings")
    strip.locator(".line").wait_for()
    assert visit.page.get_by_test_id("warning-count").inner_text() == "2"
    assert "<b>one</b> goes wrong." in strip.locator(".line").inner_text()
    assert strip.locator("b").count() == 0
    assert strip.locator(".line .text").evaluate(CUT_OFF) == []
    strip.get_by_role("button", name="2 warnings").click()
    items = strip.locator("li")
    assert [items.nth(i).is_visible() for i in range(2)] == [True, True]
    items.nth(0).get_by_role("button", name="Dismiss").click()
    strip.get_by_text("<b>one</b>").first.wait_for(state="detached")
    assert visit.page.get_by_test_id("warning-count").inner_text() == "1"


def test_a_dismissed_warning_stays_away_until_the_next_run(visit: Visit):
    told = warned(visit, warning("one"))
    strip = visit.page.get_by_test_id("warnings")
    strip.get_by_role("button", name="Dismiss").first.click()
    strip.wait_for(state="hidden")
    before = len(told)
    visit.until_noted(lambda: len(told) >= before + 10)
    assert strip.is_hidden()
    visit.button("Reset").click()
    visit.until_status("idle")
    strip.locator(".line").wait_for()


def test_a_warning_shows_its_control_even_in_a_closed_drawer(visit: Visit):
    warned(visit, warning("one", "label_smoothing"))
    control = visit.page.locator(".st-key-label_smoothing")
    assert not control.is_visible()
    strip = visit.page.get_by_test_id("warnings")
    strip.locator(".line").get_by_role("button", name="Label smoothing").click()
    control.wait_for()
    visit.page.wait_for_function(
        """() => {
            const box = document.querySelector('.st-key-label_smoothing')
                .getBoundingClientRect();
            return box.height > 10 && box.top >= 0 && box.bottom <= innerHeight;
        }"""
    )


def test_one_click_leads_out_of_divergence(visit: Visit):
    visit.open(DIVERGING)
    visit.button("Train").click()
    visit.until_status("diverged")
    notice = visit.page.get_by_test_id("notice")
    notice.get_by_role("link", name="Reset").wait_for()
    notice.get_by_role("button", name="Rewind and halve the rate").click()
    visit.page.wait_for_function("location.search.includes('learning_rate=5&')")
    notice.get_by_text("learning rate 5").wait_for()  # still too high: the offer stands again
    assert notice.get_by_role("button", name="Rewind and halve the rate").is_enabled()


def test_halving_is_rewind_then_play_with_the_new_rate(visit: Visit):
    visit.open(DIVERGING)
    altered = Altered(visit, lambda about: None)
    visit.page.reload()
    visit.ready()
    visit.button("Train").click()
    visit.until_status("diverged")
    altered.said.clear()
    notice = visit.page.get_by_test_id("notice")
    notice.get_by_role("button", name="Rewind and halve the rate").click()
    visit.page.wait_for_function("location.search.includes('learning_rate=5&')")
    notice.get_by_text("learning rate 5").wait_for()
    said = [message["op"] for message in altered.said]
    assert [op for op in said if op != "probe"] == ["rewind", "play"]


def test_a_run_that_stopped_early_says_why(visit: Visit):
    def change(about):
        if about["status"] == "finished":
            about["message"] = "Stopped at epoch 3: the test loss did not improve."

    Altered(visit, change)
    visit.open("epochs=3")
    visit.button("Train").click()
    visit.until_status("finished")
    notice = visit.page.get_by_test_id("notice")
    notice.get_by_text("the test loss did not improve").wait_for()
    assert notice.get_attribute("data-kind") == "run"
    visit.button("Reset").click()
    notice.wait_for(state="hidden")


def test_the_details_state_data_network_and_steps(visit: Visit):
    visit.open(IRIS).train()
    visit.button("Details").click()
    panel = visit.page.get_by_test_id("details")
    text = panel.inner_text()
    for words in ("120 × 4", "30 × 4", "float32", "int64", "setosa", "4 → 8", "8 → 3"):
        assert words in text
    assert "Steps are taken by" not in text
    total = f"{4 * 8 + 8 + 8 * 8 + 8 + 8 * 3 + 3}"
    assert panel.get_by_role("row", name="all").get_by_role("cell").last.inner_text() == total
    assert visit.page.get_by_test_id("detail-rate").inner_text() == str(DEFAULT.learning_rate)
    assert visit.page.get_by_test_id("detail-device").inner_text() == "cpu"
    assert visit.page.get_by_test_id("detail-accuracy").inner_text().endswith(" %")
    visit.page.keyboard.press("Escape")
    panel.get_by_role("button", name="Close").click()
    panel.wait_for(state="hidden")


def test_the_present_rate_follows_a_schedule(visit: Visit):
    visit.open("epochs=100000&schedule=exponential&gamma=0.99").train()
    visit.button("Details").click()
    rate = "Number(document.querySelector('[data-testid=detail-rate]').textContent)"
    visit.page.wait_for_function(f"{rate} < {DEFAULT.learning_rate} / 2")


def test_the_details_stay_in_place_while_training(visit: Visit):
    visit.open().train()
    visit.button("Details").click()
    table = visit.page.get_by_test_id("details").locator("table").first.element_handle()
    visit.until_frames(40)
    assert table.evaluate("(table) => table.isConnected")


def test_the_details_lead_to_files_of_this_run(visit: Visit):
    visit.open("")
    visit.button("Details").click()
    key = visit.page.evaluate("sessionStorage.getItem('playground-run')")
    for name in ("weights.safetensors", "weights.pt", "dataset.csv"):
        link = visit.page.get_by_test_id("details").locator(f"a[download='{name}']")
        assert link.evaluate("(a) => a.href") == f"{visit.address}playground/run/{key}/{name}"
        with visit.page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.endswith(name.rsplit(".")[-1])
        assert download.value.path().stat().st_size > 100


LEGEND_IS_ABOVE = """(() => {
    const entries = plot.data.filter(({ meta }) => meta.role === 'class');
    const { top } = plot.querySelector('.nsewdrag').getBoundingClientRect();
    const legends = [...plot.querySelectorAll('.legend, .legend2')];
    return entries.length === argument && legends.length === 2
        && legends.every((legend) => legend.getBoundingClientRect().bottom <= top + 1);
})()"""
"""Both legends of so many classes end above the plane."""


def test_ten_classes_stay_readable_without_scrolling(visit: Visit):
    visit.open(DIGITS).train()
    assert visit.plot("softmax", "plot.data[0].y.length") == 10
    assert visit.plot("softmax", "plot.querySelectorAll('.ytick').length") == 10
    for name in CHARTS:
        box = visit.chart(name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    box = visit.chart("boundary").bounding_box()
    assert box is not None
    assert visit.plot("boundary", "plot._fullLayout.xaxis._length") > 0.6 * box["width"]
    visit.page.get_by_text("% of row").click()
    visit.until_plot("confusion", "plot.data[0].text.flat().every((t) => t.endsWith(' %'))")
    widest = """(() => {
        const texts = [...plot.querySelectorAll('.heatmap-label text, .heatmaplayer text')];
        return Math.max(...texts.map((t) => t.getBoundingClientRect().width));
    })()"""
    assert (
        0
        < visit.plot("confusion", widest)
        < visit.plot("confusion", "plot._fullLayout.xaxis._length / 10")
    )
    students = visit.page.get_by_role("radio", name="Students")
    students.press("Shift")
    assert students.locator("strong").evaluate("(name) => getComputedStyle(name).opacity") == "1"
    students.press("Enter")
    visit.until_plot("boundary", LEGEND_IS_ABOVE, 5)


def test_the_workbench_fits_a_narrow_page(visit: Visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open(DIGITS)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.button("Details").click()
    box = visit.page.get_by_test_id("details").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
