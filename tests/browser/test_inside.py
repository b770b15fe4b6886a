"""Looking inside by a pin: the inspector's steps while a run trains, and the surface in space."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.visit import ENDLESS, Visit

pytestmark = pytest.mark.browser

HEIGHT = "plot.data[0].z[7][7]"


def enter(visit: Visit, views: str) -> None:
    """Open the page with views that are not the four of a new visitor."""
    visit.page.goto(f"{visit.address}?{ENDLESS}&views={views}")
    visit.until("Number(data.frames) > 0")


def number(text: str) -> float:
    """Return the number that a text ends in."""
    return float(text.replace("−", "-").split()[-1])


def test_what_is_pinned_is_followed_to_its_loss_while_it_trains(visit: Visit):
    enter(visit, "boundary,inspector")
    card, page = visit.page.get_by_test_id("chart-inspector"), visit.page
    where, loss = card.locator(".where"), page.get_by_test_id("inspector-loss")
    expect(card).to_contain_text("Nothing is pinned")
    visit.train()
    points = visit.trace("points")
    page.mouse.click(*visit.spot(points["x"][0], points["y"][0]))
    expect(where).to_have_text(re.compile(r"Point \d+, train, y = class 0"))
    before = loss.inner_text()
    expect(loss).not_to_have_text(before)  # while it trains
    visit.pause()
    expect(where).to_contain_text("Point")  # the pin is still there
    rows = page.get_by_test_id("inspector-steps").locator("tbody tr")
    lines = [rows.nth(k).locator("td:not(.share)").all_inner_texts() for k in range(3)]
    exps, shares = ([number(line[k]) for line in lines[:2]] for k in (1, 2))
    assert number(lines[2][1]) == pytest.approx(sum(exps), rel=1e-2)
    assert shares == pytest.approx([exp / sum(exps) for exp in exps], rel=2e-2)
    made, _ = loss.inner_text().split("\n")
    assert number(made) == pytest.approx(-math.log(shares[0]), abs=2e-3)

    where.focus()
    row = int(where.inner_text().split(",")[0].removeprefix("Point "))
    page.keyboard.press("ArrowRight")
    expect(where).to_contain_text(f"Point {row + 1},")
    card.get_by_label("Temperature").press("End")
    expect(loss).to_contain_text("at T = 1")
    expect(card).to_contain_text("no part of training")
    page.keyboard.press("Escape")
    expect(card).to_contain_text("Nothing is pinned")
    card.get_by_role("button", name="Pin a place").press("Enter")
    expect(where).to_contain_text("Place")
    expect(loss).to_contain_text("no label")
    before = where.inner_text()
    page.keyboard.press("ArrowUp")
    expect(where).not_to_have_text(before)


def test_the_surface_moves_under_a_camera_that_stays(visit: Visit):
    visit.page.set_viewport_size({"width": 1000, "height": 600})  # fewer pixels, no graphics card
    enter(visit, "boundary,surface")
    visit.until_plot("surface", "plot?.data?.[0].z.length === 60")
    visit.plot("surface", "(plot.first = true)")
    visit.plot("surface", "Plotly.relayout(plot, {'scene.camera.eye': {x: 2, y: 1, z: 1}}), 0")
    before = visit.plot("surface", HEIGHT)
    visit.train()
    visit.until_plot("surface", f"{HEIGHT} !== argument", before)
    page = visit.page
    page.get_by_test_id("chart-surface").get_by_label("Class", exact=True).select_option("0")
    page.get_by_test_id("chart-surface").get_by_text("margin", exact=True).click()
    visit.until_plot("surface", "plot.layout.scene.zaxis.range[0] === -1")
    visit.chart("boundary").evaluate("(card) => card.scrollIntoView({ block: 'center' })")
    page.mouse.click(*visit.spot(0.5, 0.25))
    visit.until_plot("surface", "plot.data[1].z[0] !== null")
    eye = visit.plot("surface", "plot._fullLayout.scene._scene.getCamera().eye")
    assert [eye[axis] for axis in "xyz"] == pytest.approx([2, 1, 1])
    assert visit.plot("surface", "plot.first === true")
