"""The matrix and what hangs on it: cells and their lists, the report, the threshold everywhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import ENDLESS, Visit

pytestmark = pytest.mark.browser

RINGS = "plot.data.find((t) => t.meta.role === 'ring').x.filter((x) => x !== null).length"

OPEN = """() => document.querySelector('[data-testid=report] td')
    && Number(document.querySelector('[data-testid=board]').dataset.frames) > 0"""


def enter(visit: Visit, query: str) -> None:
    """Open views that are not the four of a new visitor, and wait for the report."""
    visit.page.goto(f"{visit.address}?{query}")
    visit.page.wait_for_function(OPEN)


def test_a_cell_lists_its_points_and_the_list_lives_through_training(visit: Visit):
    visit.open(f"{ENDLESS}&noise=0.4").train()
    visit.page.mouse.click(*visit.cell(0, 0))
    samples = visit.page.get_by_test_id("samples")
    lines = samples.locator("li:visible")
    expect(lines.first).to_contain_text("0:")
    first = samples.locator(".numbers").first
    before = first.inner_text()
    expect(first).not_to_have_text(before)  # while it trains
    visit.pause()
    count = visit.plot("confusion", "plot.data[0].customdata[0][0]")
    expect(lines).to_have_count(count)
    expect(samples.locator(".words")).to_contain_text(f"{count} test points")
    visit.until_plot("boundary", f"{RINGS} === argument", count)
    lines.first.locator("button").click()
    visit.until_plot("boundary", f"{RINGS} === 1")
    number = lines.first.locator(".name").inner_text().removeprefix("#")
    visit.page.get_by_text(f"Network output at point {number},").wait_for()
    assert samples.is_visible()
    visit.page.keyboard.press("Escape")
    samples.wait_for(state="hidden")


def test_heads_choose_rows_by_keyboard_and_a_positive_class_names_the_cells(visit: Visit):
    visit.open("dataset=blobs&n_classes=3&cluster_std=4")
    visit.chart("confusion").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft", "Enter"):
        visit.page.keyboard.press(key)
    visit.until_plot("boundary", f"{RINGS} === 20")
    expect(visit.page.get_by_test_id("samples").locator(".words")).to_contain_text(
        "true class 1: 20"
    )
    visit.page.get_by_label("Positive class").select_option("1")
    names = "plot.data[0].text.flat().map((t) => t.split(' ')[0]).join(' ')"
    visit.until_plot("confusion", f"{names} === 'TN FP TN FN TP FN TN FP TN'")


def test_the_report_explains_each_number_by_the_counts_of_the_matrix(visit: Visit):
    enter(visit, "views=boundary,confusion,report&noise=0.4&threshold=0.3")
    (tn, fp), (fn, tp) = visit.plot("confusion", "plot.data[0].customdata")
    table = visit.page.get_by_test_id("report")
    line = table.locator("tbody tr").nth(1)
    line.locator("td").first.hover()
    made = visit.page.get_by_test_id("chart-report").locator(".made")
    expect(made).to_contain_text(f"= {tp} / ({tp} + {fp}) =")
    assert (
        line.locator("td").nth(1).get_attribute("title").split(" = ")[2] == f"{tp} / ({tp} + {fn})"
    )
    visit.page.keyboard.press("Tab")
    accuracy = table.locator("tr", has_text="accuracy").first.locator("td:nth-child(3)")
    expect(accuracy).to_have_text(f"{(tp + tn) / 60:.3f}")


def test_the_threshold_moves_picture_matrix_report_and_dots_together(visit: Visit):
    views = "views=boundary,confusion,report,roc,precision_recall"
    enter(visit, f"{views}&noise=0.4&threshold=1")
    dot = "plot.data.find((t) => t.meta.role === 'dot')"
    visit.until_plot("roc", f"{dot}.y[0] === 0 && {dot}.x[0] === 0")
    assert visit.plot("confusion", "plot.data[0].customdata.map((row) => row[1])") == [0, 0]
    never = visit.page.get_by_test_id("chart-report").locator(".note")
    expect(never).to_contain_text("class 1 is never predicted")
    enter(visit, f"{views}&noise=0.4&threshold=0")
    visit.button("Step").click()  # before a first step there are no crosses
    visit.until("data.epoch === '1'")
    visit.until_plot("roc", f"{dot}.y[0] === 1 && {dot}.x[0] === 1")
    visit.until_plot("precision_recall", f"{dot}.x[0] === 1 && {dot}.y[0] === 0.5")
    visit.until_plot("confusion", "plot.data[0].customdata.every((row) => row[0] === 0)")
    crosses = "plot.data.find((t) => t.meta.role === 'wrong').x.length"
    visit.until_plot("boundary", f"{crosses} === 150")
