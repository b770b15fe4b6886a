"""Kept runs: a card, its ghost and its way back; two boards, apart and in step."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.visit import Visit

AT_60 = "learning_rate=0.05&epochs=100000&speed=60"


def cards(visit: Visit) -> Locator:
    """Return the cards of the strip."""
    return visit.page.get_by_test_id("pin-card")


def ghost_points(visit: Visit) -> int:
    """Return how many moments the ghost's curve has."""
    return visit.plot(
        "loss", "plot.data.find((trace) => trace.meta.role === 'ghost_test_loss').x.length"
    )


def test_a_run_is_pinned_haunts_the_next_one_and_is_restored(visit: Visit) -> None:
    visit.open(AT_60).train()
    visit.until("Number(data.epoch) > 20")
    visit.pause()
    pinned = visit.page.url
    expect(visit.page.get_by_test_id("pins")).to_be_hidden()
    visit.page.get_by_role("button", name="Pin", exact=True).click()
    expect(cards(visit)).to_contain_text(f"epoch {visit.number('epoch')}")
    expect(cards(visit).locator("img")).to_have_attribute("src", re.compile("^data:image/png"))
    nodes = visit.page.evaluate_handle("[...document.querySelectorAll('.js-plotly-plot')]")

    visit.button("Reset").click()
    visit.until("data.epoch === '0'")
    assert ghost_points(visit) == 0
    cards(visit).get_by_role("button", name="Ghost").click()
    visit.until_plot("loss", "plot.data.some((t) => /^ghost/.test(t.meta.role) && t.x.length > 20)")
    words = visit.page.get_by_test_id("ghost-words")
    visit.page.get_by_role("radio", name="now").focus()
    visit.page.keyboard.press("ArrowLeft")  # the last of the three
    expect(words).to_contain_text("another class than run 1")
    visit.page.get_by_test_id("timeline-epoch").click()  # the letter is typed nowhere
    visit.page.keyboard.down("g")
    expect(words).to_have_text(re.compile(r"Run 1 at epoch \d+"))
    visit.page.keyboard.up("g")
    expect(words).to_contain_text("another class")
    same = "(nodes) => nodes.every((n, i) => n === document.querySelectorAll('.js-plotly-plot')[i])"
    assert visit.page.evaluate(same, nodes)

    before = visit.data("generation")
    visit.page.get_by_role("radio", name="XOR").click()
    visit.until("data.generation !== argument", before)
    expect(cards(visit)).to_contain_text("Dataset Moons")
    expect(words).to_contain_text("Its dataset is another")
    visit.page.reload()
    visit.ready()
    visit.button("Kept runs 1").click()
    cards(visit).get_by_role("button", name="Restore").click()
    visit.until("data.generation === argument", before)
    expect(visit.page.get_by_test_id("notice")).to_contain_text("The experiment of run 1 is back")
    visit.page.wait_for_url(pinned)
    cards(visit).get_by_role("button", name="Remove run 1").click()
    expect(visit.page.get_by_test_id("pins")).to_be_hidden()
    expect(visit.button("Kept runs")).to_be_hidden()


def epoch(board: Locator) -> int:
    """Return how far the run of a board has come."""
    return int(board.get_attribute("data-epoch") or "")


def reached(visit: Visit, name: str, condition: str) -> None:
    """Wait until a condition on the ``data`` of the board ``name`` holds."""
    visit.page.wait_for_function(
        "([name, condition]) => Function('data', `return ${condition}`)"
        "(document.querySelector(`[data-board=${name}]`)?.dataset ?? {})",
        arg=[name, condition],
    )


def test_two_boards_run_apart_and_in_step(visit: Visit) -> None:
    visit.open("epochs=100000&speed=20")
    visit.page.keyboard.press("p")
    address = visit.page.url
    cards(visit).get_by_role("button", name="Compare").click()
    reached(visit, "beside", "Number(data.frames) > 0")
    a, b = (visit.page.locator(f"[data-board={name}]") for name in ("main", "beside"))
    expect(b.get_by_test_id("side")).to_contain_text("the same experiment as A")
    b.get_by_role("button", name="Train").click()
    reached(visit, "beside", "Number(data.epoch) > 20")
    assert (a.get_attribute("data-status"), epoch(a)) == ("idle", 0)

    b.get_by_role("checkbox", name="In step").check()
    behind = epoch(b)
    a.get_by_role("button", name="Train").click()
    reached(visit, "main", f"Number(data.epoch) > {behind + 5}")  # which b has waited for
    farthest = max(abs(epoch(a) - epoch(b)) for _ in range(20))
    assert farthest <= 20  # epochs of a second at this speed; apart there were more
    visit.page.keyboard.press("Space")
    for name in ("main", "beside"):
        reached(visit, name, "data.status === 'paused'")
    assert visit.page.url == address
    b.get_by_role("button", name="Close").click()
    expect(b).to_have_count(0)
    held = epoch(a)
    a.get_by_role("button", name="Train").click()
    reached(visit, "main", f"Number(data.epoch) > {held + 20} && data.side === undefined")
