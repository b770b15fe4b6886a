"""Lessons in Chromium, walked through as a learner would, with a wrong and a right prediction."""

import pytest
from playwright.sync_api import Locator, expect

from playground.lessons import lessons
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

DONE = "[data-testid=lesson-step][data-done=true]"

OURS = ("_stcore/health", "_stcore/host-config")
"""What Streamlit looks for below a page's path when that is opened first, and does not find."""


def follow(visit: Visit, name: str) -> None:
    """Click a link to a page or a lesson."""
    visit.page.get_by_role("link", name=name, exact=True).click()


def until_done(visit: Visit, n: int) -> None:
    """Wait until just so many steps are ticked."""
    expect(visit.page.locator(DONE)).to_have_count(n)


def verdict(visit: Visit) -> Locator:
    return visit.page.get_by_test_id("verdict")


def test_a_learner_walks_through_lessons(visit: Visit):
    visit.open("noise=0.4")
    follow(visit, "Lessons")
    follow(visit, "1 · A first boundary")
    visit.until("data.board === 'lesson' && Number(data.frames) > 0")
    until_done(visit, 0)
    visit.train()
    visit.until("Number(data.epoch) > 5")
    until_done(visit, 0)  # nothing counts before the prediction
    visit.page.get_by_role("radio", name="About half").check()
    until_done(visit, 2)
    expect(verdict(visit)).to_contain_text("You predicted: About half")
    expect(verdict(visit)).to_contain_text("What happened: More than nine in ten.")
    visit.pause()
    until_done(visit, 3)
    epoch = visit.number("epoch")
    follow(visit, "Playground")
    visit.page.wait_for_url(f"{visit.address}?noise=0.4")
    visit.until("data.board === 'main' && Number(data.frames) > 0")
    assert (visit.data("board"), visit.data("status")) == ("main", "idle")
    follow(visit, "Lessons")
    follow(visit, "1 · A first boundary")
    visit.until("data.board === 'lesson' && Number(data.frames) > 0")
    assert (visit.data("status"), visit.number("epoch")) == ("paused", epoch)
    until_done(visit, 3)
    visit.button("Reset").click()
    until_done(visit, 4)
    before = visit.data("generation")
    seed = visit.page.get_by_role("spinbutton", name="Seed")
    seed.fill("7")
    seed.press("Enter")
    visit.until("data.generation !== argument", before)
    visit.train()
    until_done(visit, 5)
    expect(visit.page.get_by_test_id("lesson-end")).to_be_visible()
    follow(visit, "All lessons")
    expect(visit.page.locator(".lessons-done")).to_have_text(
        f"1 of {len(lessons()[0])} lessons are done."
    )
    follow(visit, "2 · Non-linearity, the missing piece")
    boards = visit.page.get_by_test_id("board")
    expect(boards).to_have_count(2)
    visit.page.get_by_role("radio", name="Near 0.69").check()
    boards.first.get_by_role("button", name="Train").click()
    until_done(visit, 2)  # In step: one button has trained both
    expect(verdict(visit)).to_have_text("It happened as you predicted.")
    follow(visit, "All lessons")
    follow(visit, "13 · Improve a model")
    table = visit.page.get_by_test_id("trials")
    for n, change in ((1, "as it is"), (2, "ReLU")):
        visit.until("data.board === 'lesson' && Number(data.frames) > 0")
        table.get_by_role("button", name=change, exact=True).click()
        expect(table.get_by_role("cell", name="%")).to_have_count(n)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_address_with_wrong_names_opens_the_nearest_lesson(visit: Visit):
    missing: list[str] = []
    visit.page.on("response", lambda one: one.status == 404 and missing.append(one.url))
    visit.page.goto(f"{visit.address}lessons?lesson=frist_boundary&controls=lr,noise")
    said = visit.page.get_by_text("There is no lesson “frist_boundary”.")
    said.wait_for()
    visit.until("data.board === 'lesson' && Number(data.frames) > 0")
    visit.page.get_by_text("There is no control lr: learning_rate is left instead.").wait_for()
    expect(visit.page.get_by_role("slider", name="Noise")).to_be_visible()
    expect(visit.page.get_by_role("spinbutton", name="Seed")).to_have_count(0)
    assert all(url.endswith(OURS) for url in missing)
    assert len(missing) == len(visit.errors)
    visit.errors.clear()
