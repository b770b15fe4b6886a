"""Widgets, address, tabs and the run behind them, in Chromium."""

import os
import signal

import pytest
from playwright.sync_api import WebSocketRoute

from tests.browser.visit import ENDLESS, Visit
from tests.serve.live import Server
from tests.serve.processes import cpu_seconds, descendants, loaded

pytestmark = pytest.mark.browser

DIVERGING = "optimizer=sgd&learning_rate=10&activation=relu&loss=mse&weight_decay=1&epochs=100000"


def test_a_live_knob_bends_the_run_without_a_restart(visit: Visit):
    visit.open().train()
    generation, epoch = visit.data("generation"), visit.number("epoch")
    visit.page.get_by_role("slider", name="Learning rate").press("ArrowRight")
    visit.page.wait_for_url("**learning_rate=0.005**")
    visit.until_frames(30)
    assert visit.data("generation") == generation
    assert visit.data("status") == "running"
    assert visit.number("epoch") > epoch
    visit.button("Details").click()
    visit.page.get_by_test_id("detail-rate").get_by_text("0.005", exact=True).wait_for()


def test_a_structural_change_is_a_fresh_run_that_goes_on_running(visit: Visit):
    visit.open().train()
    visit.until("Number(data.epoch) > 60")
    generation = visit.data("generation")
    visit.page.get_by_role("radio", name="XOR").click()
    visit.until("data.generation !== argument", generation)
    assert visit.number("epoch") < 60
    visit.until_status("running")
    visit.until_frames(10)


def test_more_classes_come_with_their_colours(visit: Visit):
    visit.open("dataset=blobs&n_classes=2")
    visit.page.get_by_role("radio", name="5").click()
    visit.until_plot("softmax", "plot.data[0].y.length === 5")
    visit.until_plot("confusion", "plot.data[0].z.length === 5")
    visit.until_plot(
        "boundary",
        "plot.data.filter((t) => t.meta.role === 'points' && t.x.length > 1).length === 10",
    )
    visit.train()
    assert visit.board.evaluate("(b) => b.querySelectorAll('.js-plotly-plot').length") == 4


def test_the_address_always_holds_the_experiment(enter):
    visit = enter().open("")
    visit.page.get_by_role("radio", name="Circles").click()
    visit.page.wait_for_url("**dataset=circles**")
    visit.page.get_by_label("Units of hidden layer 2").fill("3")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**hidden=8**")
    other = enter()
    other.page.goto(visit.page.url)
    other.ready()
    assert other.page.get_by_role("radio", name="Circles").is_checked()
    assert other.page.get_by_label("Units of hidden layer 2").input_value() == "3"
    for name in ("value-parameters", "value-train-loss", "value-test-loss"):
        assert (
            other.page.get_by_test_id(name).inner_text()
            == visit.page.get_by_test_id(name).inner_text()
        )


def test_the_link_that_is_copied_is_the_address(enter):
    visit = enter(permissions=["clipboard-read", "clipboard-write"]).open("noise=0.3&seed=7")
    visit.button("Copy link").click()
    visit.page.wait_for_selector("[data-said=Copied]")
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.url


def test_a_mangled_address_opens_a_working_page_that_says_so(visit: Visit):
    visit.open("noise=-7&hidden=banana&optimizer=<b>cheese</b>&seed=1e99")
    notice = visit.page.get_by_test_id("notice")
    for words in ("noise -7", "hidden banana", "optimizer <b>cheese</b>", "seed 1e99"):
        assert words in notice.inner_text()
    assert notice.locator("b").count() == 0
    visit.page.wait_for_url("**?noise=0&seed=2147483647")
    visit.train()
    notice.get_by_role("button", name="Dismiss").click()
    notice.wait_for(state="hidden")


def test_going_back_goes_back_in_the_experiment(visit: Visit):
    visit.open("")
    generation = visit.data("generation")
    visit.page.get_by_role("radio", name="XOR").click()
    visit.page.wait_for_url("**dataset=xor**")
    visit.until("data.generation !== argument", generation)
    visit.page.go_back()
    visit.page.wait_for_selector(".st-key-dataset [data-changed], .st-key-dataset[data-changed]")
    assert visit.page.get_by_role("radio", name="Moons").is_checked()
    visit.until("data.generation === argument", generation)


def test_two_visitors_do_not_disturb_each_other(enter):
    one, other = enter().open(), enter().open(f"{ENDLESS}&dataset=xor")
    one.train()
    assert (other.number("epoch"), other.data("status")) == (0, "idle")
    other.button("Step").click()
    other.until("data.epoch === '1'")
    one.until_frames(20)
    assert one.data("status") == "running"
    assert other.number("epoch") == 1


def test_a_reload_goes_on_where_it_was(visit: Visit):
    visit.open().train().pause()
    epoch = visit.number("epoch")
    visit.page.reload()
    visit.ready()
    assert (visit.number("epoch"), visit.data("status")) == (epoch, "paused")
    visit.train()
    assert visit.number("epoch") > epoch


def test_a_duplicated_tab_has_a_run_of_its_own(visit: Visit):
    visit.open().train().pause()
    with visit.context.expect_page() as opened:
        visit.page.evaluate("window.open(location.href)")
    twin = opened.value
    twin.wait_for_function("Number(document.querySelector('.board')?.dataset.frames) > 0")
    assert twin.get_by_test_id("board").get_attribute("data-epoch") == "0"
    keys = [
        page.evaluate("sessionStorage.getItem('playground-run')") for page in (visit.page, twin)
    ]
    assert keys[0] != keys[1]


def test_a_copy_of_a_tab_that_does_not_answer_may_take_its_run_or_start_another(visit: Visit):
    def keep_silent(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda text: '"here"' in text or server.send(text))

    visit.page.route_web_socket("**/playground/run", keep_silent)
    visit.is_spent = True
    visit.open().train().pause()
    epoch = visit.number("epoch")
    key = visit.page.evaluate("sessionStorage.getItem('playground-run')")
    copied = f"sessionStorage['playground-run'] ??= '{key}'"
    other, twin = (Visit(visit.context, visit.address) for _ in range(2))
    for tab in (other, twin):
        tab.page.add_init_script(copied)
        tab.page.goto(visit.page.url)
        tab.page.get_by_test_id("notice").get_by_text("has not answered yet").wait_for()
    other.page.get_by_role("button", name="Start another run here").click()
    assert other.ready().number("epoch") == 0
    assert other.page.evaluate("sessionStorage.getItem('playground-run')") != key
    twin.page.get_by_role("link", name="Take it over").click()
    assert twin.ready().number("epoch") == epoch
    assert not twin.page.get_by_test_id("notice").is_visible()
    visit.page.get_by_test_id("notice").get_by_text("has taken it over").wait_for()
    assert [*other.errors, *twin.errors] == []


def test_a_killed_worker_is_replaced_and_the_run_goes_on(visit: Visit, server: Server):
    visit.open().train()
    visit.until("Number(data.epoch) > 90")
    workers = [pid for pid in descendants(server.pid) if loaded(pid, "libtorch")]
    before = {pid: cpu_seconds(pid) for pid in workers}
    visit.until_frames(30)
    busiest = max(workers, key=lambda pid: cpu_seconds(pid) - before[pid])
    frames = visit.number("frames")
    os.kill(busiest, signal.SIGKILL)
    visit.page.get_by_test_id("notice").wait_for()
    visit.until("Number(data.frames) > argument && data.status === 'running'", frames + 5)
    assert visit.number("epoch") > 30
    assert visit.page.get_by_test_id("notice").inner_text()


def test_divergence_says_why_and_keeps_the_last_picture(visit: Visit):
    visit.open(DIVERGING)
    visit.button("Train").click()
    visit.until_status("diverged")
    notice = visit.page.get_by_test_id("notice")
    assert "earning rate" in notice.inner_text()
    assert visit.plot("boundary", "plot.layout.images[0].source").startswith("data:image/png")
    assert visit.button("Train").is_disabled()
    notice.get_by_role("link", name="Reset").click()
    visit.until("data.status === 'idle' && data.epoch === '0'")
    notice.wait_for(state="hidden")


def test_a_finished_run_can_be_given_more_epochs(visit: Visit):
    visit.open("epochs=5")
    visit.button("Train").click()
    visit.until("data.status === 'finished' && data.epoch === '5'")
    visit.page.get_by_role("spinbutton", name="Epochs").fill("9")
    visit.page.keyboard.press("Enter")
    visit.button("Train").click()
    visit.until("data.status === 'finished' && data.epoch === '9'")


@pytest.mark.parametrize("waits", [True, False], ids=["slowly", "quickly"])
def test_a_field_hidden_for_a_while_comes_back_as_it_was(visit: Visit, waits: bool):
    visit.open("noise=0.4&n_samples=200&momentum=0.9")
    for name in ("Iris", "Wine", "Moons"):
        visit.page.get_by_role("radio", name=name).click()
        if waits:
            visit.page.wait_for_url(
                f"**dataset={name.lower()}**" if name != "Moons" else "**noise**"
            )
    visit.page.wait_for_url("**noise=0.4**")
    shown = visit.page.get_by_role("slider", name="Noise")
    shown.wait_for()
    assert shown.get_attribute("aria-valuetext") == "0.40"
    assert visit.page.get_by_role("spinbutton", name="Points").input_value() == "200"
    visit.page.get_by_role("spinbutton", name="Seed").fill("7")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**n_samples=200&noise=0.4&seed=7&momentum=0.9")
