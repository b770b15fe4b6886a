"""The network: a weight that is set by hand, refused and undone; one update, word by word."""

from playwright.sync_api import expect

from tests.browser.visit import Visit

OPEN = """() => document.querySelector('[data-testid=chart-network] .units button')
    && Number(document.querySelector('[data-testid=board]').dataset.frames) > 0"""


def enter(visit: Visit, query: str) -> None:
    """Open views among which is the network, and wait for its units."""
    visit.page.goto(f"{visit.address}?{query}")
    visit.page.wait_for_function(OPEN)


def test_a_weight_is_set_by_keyboard_refused_and_undone_while_it_trains(visit: Visit) -> None:
    query = "views=network,softmax&hidden=4&epochs=100000&speed=2&optimizer=sgd&learning_rate=1e-5"
    enter(visit, query)
    card = visit.page.get_by_test_id("chart-network")
    unit = card.get_by_role("button", name="hidden 1, unit 1")
    unit.focus()
    expect(card.get_by_test_id("network-words")).to_contain_text("gradient –")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    weight = card.get_by_label("from input x₁ of hidden 1, unit 2")
    before = weight.input_value()
    weight.fill("1e30")
    weight.press("Enter")
    notice = visit.page.get_by_test_id("notice")
    expect(notice).to_contain_text("layers.0.weight[1, 0] must be a number in [-100, 100]")
    expect(weight).to_have_value(before)
    loss = visit.page.get_by_test_id("value-train-loss")
    first = loss.inner_text()
    weight.fill("12.5")
    weight.press("Enter")
    visit.until("data.status === 'paused'")  # it has begun
    expect(loss).not_to_have_text(first)
    expect(weight).to_have_value("12.5")
    card.get_by_role("button", name="Undo").click()
    expect(loss).to_have_text(first)
    expect(weight).to_have_value(before)
    visit.button("Train").click()
    visit.until("Number(data.epoch) >= 1")
    weight.fill("-7")
    weight.press("Enter")
    expect(weight).to_have_value("-7")
    visit.until_status("running")
    expect(card.locator(".inspector td").last).not_to_have_text("–")
    weight.press("Escape")
    expect(card.locator(".inspector")).to_be_hidden()
    card.get_by_text("table").click()
    line = card.get_by_role("row").filter(has_text="layers.0.weight")
    expect(line).to_contain_text("4 × 2")


def test_a_batch_goes_through_five_words_and_the_step_comes_with_the_last(visit: Visit) -> None:
    enter(visit, "views=boundary,network,update&hidden=512,4&batch_size=20&optimizer=sgd")
    network = visit.page.get_by_test_id("chart-network")
    expect(network.get_by_text("and 502 more")).to_be_visible()
    assert network.locator(".units button").count() == 2 + 10 + 4 + 2
    network.get_by_text("gradients", exact=True).click()
    expect(network.locator("> .note")).to_contain_text("no gradients")
    card = visit.page.get_by_test_id("chart-update")
    card.get_by_text("by batch", exact=True).click()
    visit.button("Step").click()
    text = card.get_by_test_id("update-text")
    expect(text).to_contain_text("zero_grad()")
    card.get_by_role("tab", name="loss").click()
    expect(text).to_contain_text("the loss of this batch is 0.")
    rings = "plot.data.find((t) => t.meta.role === 'ring').x.filter((x) => x !== null).length"
    visit.until_plot("boundary", f"{rings} === 20")
    expect(network.locator("> .note")).to_contain_text("Full width")
    loss = visit.page.get_by_test_id("value-train-loss")
    before = loss.inner_text()
    card.get_by_role("tab", name="backward").click()
    expect(text).to_contain_text("‖grad layers.0.weight‖")
    expect(loss).to_have_text(before)
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    expect(text).to_contain_text("w ← w − lr · grad")
    expect(text).to_contain_text("In the network it was")
    expect(loss).not_to_have_text(before)
    visit.button("Step").click()
    expect(text).to_contain_text("step(), batch 2 of 12")  # by itself, a word after the other
    expect(text).to_contain_text("In the network it was")
    assert visit.data("epoch") == "0"
