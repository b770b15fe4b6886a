"""What the board says and does when its connection fails; the server is played by the test."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, WebSocketRoute

from tests.browser.visit import Visit
from tests.serve.live import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Each test spoils its tab."""
    visit.is_spent = True
    return visit


def served_by(visit: Visit, answer: Callable[[WebSocketRoute], None]) -> Visit:
    """Open the page with ``answer`` in the server's place."""
    visit.page.route_web_socket("**/playground/run", answer)
    visit.page.goto(visit.address)
    visit.board.wait_for()
    return visit


def test_a_visitor_who_is_refused_reads_why_and_may_try_again(visit: Visit):
    opened: list[WebSocketRoute] = []

    def refuse(socket: WebSocketRoute) -> None:
        opened.append(socket)
        text = f"The room is <b>full</b> ({len(opened)})."
        socket.send(json.dumps({"event": "refused", "text": text}))
        socket.close(code=1008)

    served_by(visit, refuse)
    notice = visit.page.get_by_test_id("notice")
    notice.get_by_text("The room is <b>full</b> (1).").wait_for()
    assert visit.button("Train").is_disabled()
    notice.get_by_role("link", name="Try again").click()
    notice.get_by_text("The room is <b>full</b> (2).").wait_for()
    assert len(opened) == 2


def test_a_lost_connection_is_said_and_sought_again(visit: Visit):
    visit.open()
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        if len(sockets) == 2:  # this one finds no run
            socket.send(json.dumps({"event": "notice", "text": "Still looking."}))
        else:
            socket.connect_to_server()

    visit.page.route_web_socket("**/playground/run", pass_on)
    visit.page.reload()
    visit.ready().train()
    epoch = visit.number("epoch")
    sockets[0].close()
    visit.page.get_by_test_id("notice").get_by_text("Still looking.").wait_for()
    visit.until_status("reconnecting")
    for name in ("Train", "Step", "Reset"):
        assert visit.button(name).is_disabled()
    sockets[1].close()
    visit.until_status("running")
    visit.until_frames(5)
    assert visit.number("epoch") >= epoch


def test_what_was_pressed_is_said_when_the_answer_takes_long(visit: Visit):
    def lose_pauses(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda text: '"pause"' in text or server.send(text))

    visit.page.route_web_socket("**/playground/run", lose_pauses)
    visit.open().train()
    word = visit.page.get_by_test_id("value-status")
    visit.button("Pause").click()
    word.get_by_text("Pausing").wait_for()
    visit.until_frames(10)
    assert word.inner_text() == "Pausing"
    visit.button("Reset").click()
    visit.until_status("idle")
    word.get_by_text("Ready").wait_for()


def test_words_of_the_server_are_shown_as_text(visit: Visit):
    def greet(socket: WebSocketRoute) -> None:
        socket.send(json.dumps({"event": "notice", "text": "<img src=x onerror=alert(1)>"}))

    served_by(visit, greet)
    notice = visit.page.get_by_test_id("notice")
    notice.wait_for()
    assert "<img src=x" in notice.inner_text()
    assert notice.locator("img").count() == 0


def test_a_worker_being_replaced_is_said(visit: Visit):
    def replace(socket: WebSocketRoute) -> None:
        socket.send(json.dumps({"event": "reconnecting"}))

    served_by(visit, replace)
    visit.until_status("reconnecting")
    assert visit.page.get_by_test_id("value-status").inner_text() == "Reconnecting"


# Plotly that fails the first time it is to draw a chart.
CLUMSY = """(() => {
    let made;
    Object.defineProperty(window, 'Plotly', {
        configurable: true,
        get: () => made,
        set: (plotly) => {
            const { newPlot } = plotly;
            let tried = 0;
            plotly.newPlot = (...all) => {
                if (tried++ === 1) throw new Error('a bad day');
                return newPlot(...all);
            };
            made = plotly;
        },
    });
})()"""


def test_what_cannot_be_fetched_or_drawn_is_said_and_tried_again(visit: Visit):
    missing = {"entry.js": 2, "plotly.min.js": 2, "confusion/view.js": 3}

    def lose(route: Route) -> None:
        name = next(name for name in missing if name in route.request.url)
        missing[name] -= 1
        if missing[name] >= 0:
            route.abort()
        else:
            route.continue_()

    visit.page.route(re.compile("|".join(missing)), lose)
    visit.page.add_init_script(CLUMSY)
    visit.page.goto(visit.address)
    visit.page.get_by_text("The board could not be fetched").wait_for()
    notice = visit.page.get_by_test_id("notice")
    for reason in ("plotly.min.js could not be fetched", "a bad day"):
        notice.get_by_text(reason).wait_for()
    visit.ready()
    notice.wait_for(state="hidden")
    visit.train()
    assert max(missing.values()) < 0
    assert visit.errors
    visit.errors.clear()


def test_a_frame_that_cannot_be_read_is_said_and_asked_for_again(visit: Visit):
    spoilt: list[object] = []

    def spoil(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if isinstance(message, bytes) and not spoilt:
                spoilt.append(message)
                message = b"nonsense" * 4
            socket.send(message)

        server.on_message(pass_on)

    visit.page.route_web_socket("**/playground/run", spoil)
    visit.open()
    assert spoilt
    visit.page.get_by_test_id("notice").wait_for(state="hidden")
    visit.train()
    assert visit.errors
    visit.errors.clear()


def test_everything_is_found_under_a_base_path(browser):
    with serving(base="some/where") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        visit = Visit(context, server.address).open()
        visit.train()
        assert (visit.errors, visit.foreign) == ([], [])
        context.close()
