"""The timeline: the run as it was, in every view, while it goes on; the ways back; a branch."""

from playwright.sync_api import expect

from tests.browser.visit import ENDLESS, Visit


def shown(visit: Visit, epoch: int) -> None:
    """Wait until the board shows an epoch."""
    visit.until("data.shownEpoch === argument", str(epoch))


def counts(visit: Visit) -> list[list[float]]:
    """Return what the confusion matrix counts."""
    return visit.plot("confusion", "plot.data[0].z.map((row) => Array.from(row))")


def test_the_run_is_seen_as_it_was_while_it_goes_on(visit: Visit) -> None:
    visit.open(ENDLESS)
    timeline = visit.page.get_by_test_id("timeline")
    expect(timeline).to_be_disabled()
    first = counts(visit)
    visit.train()
    visit.until("Number(data.epoch) >= 60")
    timeline.focus()
    visit.page.keyboard.press("Home")
    shown(visit, 0)
    visit.until_plot(
        "confusion",
        "JSON.stringify(plot.data[0].z.map((r) => Array.from(r))) === argument",
        str(first).replace(" ", ""),
    )
    expect(visit.page.get_by_test_id("timeline-epoch")).to_contain_text("Epoch 0 of")
    expect(visit.page.get_by_test_id("shown-line")).to_be_visible()
    present = visit.number("epoch")
    visit.until("Number(data.epoch) > argument", present)  # it goes on
    assert visit.data("shown-epoch") == "0"
    timeline.fill("16")
    shown(visit, 16)
    visit.button("Back to live").click()
    visit.until("data.past === undefined && data.shownEpoch === data.epoch")
    expect(visit.page.get_by_test_id("shown-line")).to_be_hidden()


def test_a_run_is_branched_played_back_and_reset(visit: Visit) -> None:
    visit.open(ENDLESS).train()
    visit.until("Number(data.epoch) >= 40")
    visit.pause()
    epoch = visit.number("epoch")
    visit.page.get_by_test_id("timeline").fill("8")
    shown(visit, 8)
    visit.button("Continue from here").click()
    visit.until("data.epoch === '8' && data.past === undefined")
    expect(visit.page.get_by_test_id("notice")).to_contain_text("Back at epoch 8")
    assert epoch > visit.number("epoch")
    visit.button("Play back").click()
    visit.until("data.past !== undefined && Number(data.shownEpoch) < 8")
    visit.until("data.past === undefined && data.shownEpoch === '8'")  # to the end
    visit.button("Play back").click()
    visit.until("data.past !== undefined")
    visit.button("Reset").click()
    visit.until("data.past === undefined && data.epoch === '0'")
