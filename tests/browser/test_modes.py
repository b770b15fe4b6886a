"""The boundary in other ways, chosen above it, while it trains and at rest."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import ENDLESS, PATIENCE, Visit

pytestmark = pytest.mark.browser

WIDTH = "document.querySelector('.under canvas').width"


def drawn(kind: str) -> str:
    """Return a condition: that there are lines of a kind over the picture."""
    return f"document.querySelector('.under path.{kind}').getAttribute('d').startsWith('M')"


def test_the_picture_can_be_another_one(visit: Visit):
    visit.open(f"{ENDLESS}&dropout=0.2&learning_rate=0.3")
    page, card = visit.page, visit.page.get_by_test_id("chart-boundary")
    card.evaluate("(card) => { card.querySelector('.js-plotly-plot svg').first = true; }")
    expect(card.locator(".head")).to_be_hidden()
    card.get_by_role("button", name="Show as").press("Enter")
    picture = card.get_by_label("Picture", exact=True)
    picture.select_option("entropy")
    expect(card.locator(".scale")).to_have_text("01 bit", timeout=PATIENCE)
    card.get_by_label("contour").press("Space")
    card.get_by_label("zero lines").press("Space")
    visit.train()  # a fresh network may predict one class everywhere
    page.wait_for_function(f"{drawn('contour')} && {drawn('lines')}")
    visit.pause()
    picture.select_option("dropout_spread")
    expect(card.locator(".words")).to_contain_text(
        "20 passes with dropout left on", timeout=PATIENCE
    )
    card.get_by_label("finer at rest").press("Space")
    page.wait_for_function(f"{WIDTH} === 480")
    visit.train()
    page.wait_for_function(f"{WIDTH} === 180")
    visit.pause()
    page.wait_for_function(f"{WIDTH} === 480")
    for name in ("contour", "zero lines", "finer at rest"):
        card.get_by_label(name).press("Space")
    picture.select_option("class")
    page.wait_for_function(f"{WIDTH} === 180 && !({drawn('contour')}) && !({drawn('lines')})")
    expect(card.locator(".scale")).to_be_hidden()
    assert card.evaluate("(card) => card.querySelector('.js-plotly-plot svg').first")
