"""Views from the registry, one of them from a folder outside; and two boards on one page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from playground.catalog.views import EXTRA
from tests.browser.visit import ENDLESS, Visit
from tests.serve.live import Server, serving

pytestmark = pytest.mark.browser

HEIGHTS = "String(plot.data[0].y)"


@pytest.fixture(scope="module")
def extended() -> Iterator[Server]:
    """A server with one more view, which the registry finds in the environment."""
    with serving(env={EXTRA: "tests.browser.pulse"}) as running:
        yield running


def test_a_view_from_a_folder_of_its_own_moves(browser: Browser, extended: Server):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit(context, f"http://127.0.0.1:{extended.port}/")
    asked: list[dict] = []

    def note(message: str | bytes) -> None:
        if '"op":"frame"' in str(message):  # Streamlit's own socket speaks otherwise
            asked.append(json.loads(message))

    visit.page.on("websocket", lambda socket: socket.on("framesent", note))
    visit.page.goto(f"{visit.address}?{ENDLESS}&views=boundary,pulse")
    visit.until("Number(data.frames) > 0")
    visit.until_plot("pulse", "plot?.data?.[0].y.length === 8")
    assert visit.board.evaluate("(b) => b.querySelectorAll('.js-plotly-plot').length") == 2
    before = visit.plot("pulse", HEIGHTS)
    visit.train()
    visit.until_plot("pulse", f"{HEIGHTS} !== argument", before)
    visit.pause()
    card = visit.page.get_by_test_id("chart-pulse")
    card.get_by_text("beat 3").click()
    card.get_by_text("beat 7").wait_for()
    assert card.evaluate("(card) => getComputedStyle(card).outlineStyle") == "dashed"
    assert len(asked) > 5
    assert all(set(message["views"]) == {"boundary", "pulse"} for message in asked)
    assert visit.page.evaluate("location.search").endswith("views=boundary,pulse")
    assert visit.errors == []
    context.close()


def test_views_stand_in_the_order_of_the_address_and_others_cost_nothing(visit: Visit):
    visit.page.goto(f"{visit.address}?{ENDLESS}&views=confusion,loss")
    visit.until("Number(data.frames) > 0")
    cards = visit.board.locator("[data-testid^=chart-]")
    names = [cards.nth(i).get_attribute("data-testid") for i in range(cards.count())]
    assert names == ["chart-confusion", "chart-loss"]
    visit.button("Train").click()
    visit.until_plot("loss", "plot.data[0].x.length > 20")
    assert visit.board.locator(".under").count() == 0


def test_the_menu_opens_moves_and_closes_views(browser: Browser, extended: Server):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit(context, extended.address).open()
    visit.page.evaluate(
        "document.querySelectorAll('.js-plotly-plot').forEach((plot) => (plot.first = true))"
    )
    visit.train()
    visit.button("Views").click()
    menu = visit.page.get_by_test_id("views-menu")
    menu.get_by_role("checkbox", name="Pulse").check()
    visit.until_plot("pulse", "plot?.data?.[0].y.length === 8")
    before = visit.plot("pulse", HEIGHTS)
    visit.until_plot("pulse", f"{HEIGHTS} !== argument", before)
    visit.page.wait_for_function("location.search.includes('views=')")
    stage = visit.board.locator(".stage")
    assert stage.evaluate("(stage) => stage.scrollHeight > stage.clientHeight")
    assert visit.button("Pause").is_visible()

    menu.get_by_role("button", name="Pulse: earlier").press("Enter")
    visit.page.wait_for_function(
        "decodeURIComponent(location.search).includes('softmax,pulse,confusion')"
    )
    assert visit.page.evaluate("document.activeElement.dataset.does") == "earlier pulse"
    menu.get_by_role("checkbox", name="Loss and accuracy").uncheck()
    visit.page.get_by_test_id("chart-loss").wait_for(state="detached")
    assert visit.board.locator(".extra").evaluate("(extra) => extra.children.length") == 0
    menu.get_by_role("button", name="Back to the first four").click()
    visit.page.get_by_test_id("chart-loss").wait_for()
    visit.page.wait_for_function("!location.search.includes('views=')")
    kept = visit.page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].filter((plot) => plot.first).length"
    )
    assert kept == 3  # the fourth was closed and opened again
    visit.page.keyboard.press("Escape")
    assert menu.is_hidden()
    assert visit.board.get_attribute("data-status") == "running"
    assert visit.errors == []
    context.close()


def board(visit: Visit, name: str) -> Locator:
    """Return the board ``name`` of a page with two."""
    return visit.page.locator(f"[data-testid=board][data-board={name}]")


def until(visit: Visit, name: str, condition: str) -> None:
    """Wait until a condition on the data of the board ``name`` holds."""
    visit.page.wait_for_function(
        "([name, condition]) => Function('data', `return ${condition}`)"
        "(document.querySelector(`[data-board=${name}]`)?.dataset ?? {})",
        arg=[name, condition],
    )


def test_two_boards_have_two_runs_two_keys_and_one_keyboard(browser: Browser):
    with serving(app=Path(__file__).parent / "two_boards" / "app.py") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        visit = Visit(context, server.address)
        visit.page.goto(visit.address)
        for name in "ab":
            until(visit, name, "Number(data.frames) > 0")
            assert board(visit, name).locator(".js-plotly-plot").count() == 4
        keys = visit.page.evaluate(
            "['a', 'b'].map((name) => sessionStorage.getItem(`playground-run-${name}`))"
        )
        assert len({*keys}) == 2
        assert None not in keys
        parameters = [
            board(visit, name).get_by_test_id("value-parameters").inner_text() for name in "ab"
        ]
        assert parameters == ["114", "22"]

        board(visit, "b").get_by_role("button", name="Train").click()
        until(visit, "b", "data.status === 'running' && Number(data.epoch) > 5")
        assert board(visit, "a").get_attribute("data-status") == "idle"
        board(visit, "a").locator(".bar").click(position={"x": 400, "y": 10})
        visit.page.keyboard.press("s")
        until(visit, "a", "data.status === 'paused' && data.epoch === '1'")
        assert board(visit, "b").get_attribute("data-status") == "running"
        matrix = board(visit, "b").get_by_test_id("chart-confusion")
        matrix.get_by_text("train", exact=True).click()
        assert board(visit, "a").get_by_role("radio", name="test").is_checked()
        visit.page.keyboard.press("Space")
        until(visit, "b", "data.status === 'paused'")
        assert board(visit, "a").get_attribute("data-epoch") == "1"
        visit.page.reload()
        until(visit, "a", "data.epoch === '1'")
        until(visit, "b", "data.status === 'paused' && Number(data.epoch) > 5")
        assert visit.errors == []
        context.close()
