"""Health: vanishing gradients at a glance, and what else can be chosen."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import ENDLESS, PATIENCE, Visit

pytestmark = pytest.mark.browser

DOTS = "plot.data.find((t) => t.meta.role === 'dots').x"


def test_vanishing_gradients_are_seen_and_the_chart_is_patched(visit: Visit):
    deep = "hidden=8,8,8,8,8,8&activation=sigmoid"
    visit.page.goto(f"{visit.address}?{ENDLESS}&views=health&{deep}")
    visit.until("Number(data.frames) > 0")
    visit.until_plot("health", f"{DOTS}.length === 7")
    norms = visit.plot("health", DOTS)
    assert norms == sorted(norms)
    assert norms[0] < 1e-3 * norms[-1]
    card = visit.page.get_by_test_id("chart-health")
    expect(card.locator(".note")).to_contain_text("240 training points", timeout=PATIENCE)
    card.evaluate("(card) => { card.querySelector('.js-plotly-plot svg').first = true; }")
    visit.train()
    expect(card.locator(".note")).to_contain_text("last step", timeout=PATIENCE)
    card.get_by_role("radio", name="gradients").press("ArrowRight")
    expect(card.locator(".facts li").last).to_contain_text("mean", timeout=PATIENCE)
    card.get_by_text("activations", exact=True).click()
    expect(card.locator(".facts li").last).to_have_text("0 of 8 saturated", timeout=PATIENCE)
    assert card.locator(".facts li").count() == 6
    card.get_by_text("update ÷ weight", exact=True).click()
    visit.until_plot("health", f"{DOTS}.length === 7 && {DOTS}[6] > 0")
    card.get_by_text("rate", exact=True).click()
    rates = "plot.data.find((t) => t.meta.role === 'rate').y"
    visit.until_plot("health", f"{rates}.length > 3 && Math.abs({rates}[2] - 0.003) < 1e-8")
    assert card.evaluate("(card) => card.querySelector('.js-plotly-plot svg').first")
