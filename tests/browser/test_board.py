"""The board in Chromium: charts that appear, move, stay, and are steered."""

import pytest

from tests.browser.altered import Altered
from tests.browser.visit import CHARTS, ENDLESS, Visit

pytestmark = pytest.mark.browser

STEERING = ("play", "pause", "step", "reset")
"""What keys and buttons say."""

NODES = """() => [...document.querySelectorAll('[data-testid^=chart-] .js-plotly-plot')].map(
    (plot) => [plot, plot.querySelector('.main-svg'), plot.querySelector('.plot')])"""


def test_four_charts_appear_without_anything_pressed(visit: Visit):
    visit.open("")
    for name in CHARTS:
        assert visit.page.locator(f"[data-testid=chart-{name}] .js-plotly-plot").count() == 1
    assert visit.data("status") == "idle"
    assert visit.data("transport") == "stream"
    assert visit.number("epoch") == 0
    assert visit.plot("boundary", "plot.layout.images[0].source").startswith("data:image/png")
    assert (
        visit.plot("boundary", "plot.data.filter((t) => t.meta.role === 'points')[0].x.length") > 50
    )
    assert visit.button("Train").is_enabled()


def test_only_the_transport_has_its_names(visit: Visit):
    visit.open("")
    for name in ("Train", "Step", "Reset"):
        assert visit.button(name).count() == 1
    assert visit.button("Pause").count() == 0
    visit.train()
    assert (visit.button("Pause").count(), visit.button("Train").count()) == (1, 0)


def test_all_charts_move_and_none_is_rebuilt(visit: Visit):
    visit.open()
    before = visit.page.evaluate_handle(NODES)
    shown = {
        "loss": "plot.data[0].x.length",
        "softmax": "String(plot.data[0].x)",
        "confusion": "JSON.stringify(plot.data[0].z)",
        "boundary": "plot.layout.images[0].source",  # kept in step with the canvas
    }
    at_first = {name: visit.plot(name, text) for name, text in shown.items()}
    visit.train()
    visit.until_frames(20)
    for name, text in shown.items():
        visit.until_plot(name, f"{text} !== argument", at_first[name])
    same = f"(before) => before.flat().every((node, i) => node === ({NODES})().flat()[i])"
    assert visit.page.evaluate(same, before)


def test_numbers_are_shown_as_the_run_goes(visit: Visit):
    visit.open().train().pause()
    epoch = visit.number("epoch")
    assert visit.page.get_by_test_id("value-epoch").inner_text() == f"{epoch:,}"
    assert visit.page.get_by_test_id("value-parameters").inner_text() == "114"
    assert visit.page.get_by_test_id("value-status").inner_text() == "Paused"
    assert visit.page.get_by_test_id("value-train-accuracy").inner_text().endswith(" %")
    assert 0 < float(visit.page.get_by_test_id("value-train-loss").inner_text()) < 1
    assert "Paused at epoch" in visit.board.locator("[aria-live=polite]").inner_text()


def test_step_is_one_epoch_and_reset_starts_again(visit: Visit):
    visit.open()
    visit.button("Step").click()
    visit.until("data.epoch === '1' && data.status === 'paused'")
    visit.button("Step").click()
    visit.until("data.epoch === '2'")
    visit.button("Reset").click()
    visit.until("data.epoch === '0' && data.status === 'idle'")


def test_keys_steer_the_run(visit: Visit):
    visit.open()
    visit.page.keyboard.press("s")
    visit.until("data.epoch === '1'")
    visit.page.keyboard.press("Space")
    visit.until_status("running")
    visit.page.keyboard.press("Space")
    visit.until_status("paused")
    visit.page.keyboard.press("r")
    visit.until("data.epoch === '0' && data.status === 'idle'")


def test_keys_are_left_to_what_is_being_typed(visit: Visit):
    altered = Altered(visit, lambda about: None)
    visit.open()
    field = visit.page.get_by_role("spinbutton", name="Seed")
    field.click()
    visit.page.keyboard.type("s r")
    visit.page.get_by_role("slider", name="Noise").focus()
    visit.page.keyboard.press("s")
    visit.page.keyboard.press("Space")
    visit.button("Step").click()
    visit.until("data.epoch === '1'")
    assert visit.data("status") == "paused"
    steering = [said["op"] for said in altered.said if said["op"] in STEERING]
    assert steering == ["step"]


def test_a_clicked_button_does_not_keep_the_space_bar(visit: Visit):
    visit.open()
    generation = visit.data("generation")
    visit.page.get_by_role("radio", name="Circles").click()
    visit.until("data.generation !== argument", generation)
    visit.page.keyboard.press("Space")
    visit.until_status("running")
    visit.button("Pause").click()
    visit.until_status("paused")
    visit.page.keyboard.press("Space")
    visit.until_status("running")


def drag(visit: Visit, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag the mouse over the page."""
    visit.page.mouse.move(*start)
    visit.page.mouse.down()
    visit.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    visit.page.mouse.move(*end)
    visit.page.mouse.up()


def test_zoom_survives_frames_and_double_click_ends_it(visit: Visit):
    visit.open().train()
    whole = visit.plot("boundary", "plot.layout.xaxis.range")
    drag(visit, visit.spot(0, 0), visit.spot(1, 1))
    visit.until_plot("boundary", "plot.layout.xaxis.range[0] > argument", whole[0] + 0.2)
    zoomed = visit.plot("boundary", "[plot.layout.xaxis.range, plot.layout.yaxis.range]")
    visit.until_frames(20)
    assert visit.plot("boundary", "[plot.layout.xaxis.range, plot.layout.yaxis.range]") == zoomed
    generation = visit.data("generation")
    visit.page.get_by_role("slider", name="Dropout").press("ArrowRight")
    visit.page.get_by_label("Units of hidden layer 1").fill("5")
    visit.page.keyboard.press("Enter")
    visit.until("data.generation !== argument", generation)
    visit.until_frames(5)
    assert visit.plot("boundary", "[plot.layout.xaxis.range, plot.layout.yaxis.range]") == zoomed
    visit.page.mouse.dblclick(*visit.spot(sum(zoomed[0]) / 2, sum(zoomed[1]) / 2))
    visit.until_plot("boundary", "plot.layout.xaxis.range[0] === argument", whole[0])


def test_the_picture_lies_under_its_points_whatever_the_zoom(visit: Visit):
    """The canvas spans the extent; here its corners are where the axes put the extent's."""
    visit.open()
    corners = "(({x, y, sizex, sizey}) => [[x, y], [x + sizex, y - sizey]])(plot.layout.images[0])"
    for zoom in (False, True):
        if zoom:
            drag(visit, visit.spot(0, 0), visit.spot(1, 1))
            visit.until_plot("boundary", "plot.layout.xaxis.range[0] > -0.5")
        (left, top), (right, bottom) = visit.plot("boundary", corners)
        box = visit.page.locator(".under > canvas").first.bounding_box()
        assert box is not None
        assert (box["x"], box["y"]) == pytest.approx(visit.spot(left, top), abs=0.5)
        far = (box["x"] + box["width"], box["y"] + box["height"])
        assert far == pytest.approx(visit.spot(right, bottom), abs=0.5)


def test_the_loss_can_be_zoomed_while_it_grows(visit: Visit):
    visit.open().train()
    box = visit.chart("loss").bounding_box()
    assert box is not None
    start = (box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.2)
    drag(visit, start, (start[0] + 90, start[1] + 60))
    visit.until_plot("loss", "plot.layout.xaxis.range[0] > 0")
    zoomed = visit.plot("loss", "plot.layout.xaxis.range")
    visit.until_frames(20)
    assert visit.plot("loss", "plot.layout.xaxis.range") == zoomed


def test_a_hidden_trace_stays_hidden(visit: Visit):
    visit.open().train()
    hidden = "plot.data.filter((t) => t.visible === 'legendonly').map((t) => t.name)"
    visit.page.locator("[data-testid=chart-loss] .legendtoggle").nth(1).click()
    visit.until_plot("loss", f"{hidden}.length === 2")
    visit.page.locator("[data-testid=chart-boundary] .legendtoggle").first.click()
    visit.until_plot("boundary", f"{hidden}.length === 3")
    visit.until_frames(20)
    assert visit.plot("loss", hidden) == ["Test", "Test"]
    assert len(visit.plot("boundary", hidden)) == 3
    assert visit.page.locator("[data-testid=chart-loss] .scatterlayer .trace").count() == 2


def test_the_loss_axis_is_linear_or_log(visit: Visit):
    visit.open().train()
    visit.page.get_by_text("log", exact=True).click()
    visit.until_plot("loss", "plot.layout.yaxis.type === 'log'")
    visit.until_frames(20)
    low, high = visit.plot("loss", "plot.layout.yaxis.range")
    assert -9 < low < high < 1
    visit.page.get_by_text("linear", exact=True).click()
    visit.until_plot(
        "loss", "plot.layout.yaxis.type === 'linear' && plot.layout.yaxis.range[0] === 0"
    )


VALIDATION = "plot.data.find((t) => t.meta.role === 'validation_loss').y"

BEST_IS_MARKED = """(() => {
    const curve = plot.data.find(({ meta }) => meta.role === 'validation_loss');
    const best = plot.data.find(({ meta }) => meta.role === 'best');
    const least = Math.min(...curve.y);
    const marks = [...plot.querySelectorAll('.scatterlayer .points path')];
    return best.x.length === 1 && best.y[0] === least
        && best.x[0] === curve.x[curve.y.indexOf(least)]
        && marks.filter((mark) => mark.getBoundingClientRect().width > 5).length === 1;
})()"""
"""The least validation loss has the only mark that is drawn."""


def test_hovering_the_loss_reads_exact_values(visit: Visit):
    visit.open(f"{ENDLESS}&validation_size=0.2&patience=1000").train().pause()
    visit.until_plot("loss", BEST_IS_MARKED)
    box = visit.chart("loss").bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    visit.page.wait_for_selector("[data-testid=chart-loss] .hoverlayer .legend")
    text = visit.page.locator("[data-testid=chart-loss] .hoverlayer .legend").text_content()
    for part in ("Train", "Test", "Validation"):
        assert f"{part} loss" in text
        assert f"{part} accuracy" in text
    assert "%" in text
    lost = visit.page.get_by_test_id("value-validation-loss").inner_text()
    visit.until_plot("loss", f"Math.abs({VALIDATION}.at(-1) - argument) < 1e-4", float(lost))


def test_a_narrow_page_stacks_the_board_first(visit: Visit):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open()
    tops = [visit.chart(name).bounding_box()["y"] for name in ("boundary", "loss", "confusion")]
    assert tops == sorted(tops)
    controls = visit.page.locator(".st-key-controls").bounding_box()
    assert (
        controls["y"] > visit.board.bounding_box()["y"] + visit.board.bounding_box()["height"] - 2
    )
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.train()


@pytest.mark.parametrize("query", ["", ENDLESS])
def test_a_desk_needs_no_scrolling(visit: Visit, query: str):
    visit.open(query)
    scrolls = """() => ['html', '[data-testid=stMain]', '.st-key-controls', '[data-testid=board]']
        .map((name) => document.querySelector(name))
        .filter((e) => e.scrollHeight > e.clientHeight + 1).map((e) => e.className)"""
    assert visit.page.evaluate(scrolls) == []
    for name in CHARTS:
        box = visit.chart(name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
        assert box["x"] + box["width"] <= 1280


GROUND = "getComputedStyle(document.documentElement).getPropertyValue('--playground-ground')"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_follow_the_theme(visit: Visit, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    visit.open()
    ink = visit.plot("loss", "plot.layout.font.color")
    assert ink == {"light": "#1a1d27", "dark": "#e8eaf0"}[scheme]
    ground = visit.page.evaluate(GROUND)
    crosses = "plot.data.filter((t) => t.meta.ink === 'halo')"
    colours = f"{crosses}.map(({{marker}}) => [marker.color, marker.line.color])"
    assert visit.plot("boundary", colours) == [[ink, ground]] * 2  # on the plane, in the legend


def test_charts_follow_a_theme_that_changes_while_training(visit: Visit):
    visit.open().train()
    before = visit.page.evaluate_handle(NODES)
    visit.page.emulate_media(color_scheme="dark")
    visit.until_plot("boundary", "plot.layout.font.color === '#e8eaf0'")
    visit.until_plot("confusion", "plot.layout.font.color === '#e8eaf0'")
    visit.until_frames(10)
    same = f"(before) => before.flat().every((node, i) => node === ({NODES})().flat()[i])"
    assert visit.page.evaluate(same, before)


def test_larger_text_grows_everything_and_stays_with_a_reload(visit: Visit):
    visit.open()
    size = "plot.layout.font.size"
    before = visit.plot("loss", size)
    visit.button("Larger text").click()
    visit.until_plot("loss", f"{size} > argument", before * 1.15)
    visit.page.wait_for_url("**large=*")
    visit.page.reload()
    visit.ready()
    visit.until_plot("loss", f"{size} > argument", before * 1.15)
