"""A visitor's browser tab, with the words of the page: what tests and benchmarks do to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
"""A Chromium of the system; without one, Playwright's own."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 180_000
"""Milliseconds after which a condition that should come true has failed."""

POLL = 50
"""Milliseconds between two looks at such a condition."""

CHARTS = ("loss", "boundary", "softmax", "confusion")

ENDLESS = "epochs=100000&speed=30"
"""An experiment that does not end by itself while a test looks on, and leaves it room beside."""

READY = """() => document.querySelectorAll('[data-testid=board] .js-plotly-plot').length === 4
    && Number(document.querySelector('[data-testid=board]').dataset.frames) > 0"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One tab. ``errors`` and ``foreign`` collect what must not happen."""

    def __init__(self, context: BrowserContext, address: str, page: Page | None = None) -> None:
        self.context = context
        self.address = address
        self.page = page or context.new_page()
        self.is_spent = False
        """Something was done to the tab that can't be undone."""
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._heard: dict[Any, Any] = {
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": self._console,
            "request": lambda request: self._request(request.url),
        }
        for event, listener in self._heard.items():
            self.page.on(event, listener)

    def described(self) -> str:
        """Return what a failed test should tell of the tab: its address, boards, complaints."""
        try:
            boards = self.page.evaluate(
                "[...document.querySelectorAll('[data-testid=board]')].map(board => "
                "JSON.stringify(board.dataset) + ' ' + board.innerText.slice(0, 400))"
            )
        except Error as error:
            boards = [str(error)]
        told = [board.replace("\n", " ") for board in boards]
        return "\n".join([self.page.url, self._display(), *told, *self.errors])

    def _display(self) -> str:
        """Return whether the tab is visible, and whether the browser draws pictures of it."""
        try:
            return self.page.evaluate(
                """() => new Promise((tell) => {
                    const answer = (drawn) => tell(`${document.visibilityState}, ${drawn}`);
                    requestAnimationFrame(() => answer('drawn'));
                    setTimeout(() => answer('not drawn for 3 s'), 3000);
                })"""
            )
        except Error as error:
            return str(error)

    def leave(self) -> None:
        """Leave nothing behind in the tab, for the next visitor."""
        self.page.evaluate("sessionStorage.clear(), localStorage.clear()")
        self.page.goto("about:blank")
        for event, listener in self._heard.items():
            self.page.remove_listener(event, listener)

    def _console(self, message: Any) -> None:
        """Note what the page complains about."""
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, url: str) -> None:
        """Note what the page asks of others."""
        host = urlsplit(url).hostname
        if host and host != urlsplit(self.address).hostname:
            self.foreign.append(url)

    def open(self, query: str = ENDLESS) -> Visit:
        """Open the page and wait for its four charts."""
        self.page.goto(f"{self.address}?{query}")
        return self.ready()

    def ready(self) -> Visit:
        """Wait for four charts and a first picture."""
        self.page.wait_for_function(READY, polling=POLL)
        return self

    @property
    def board(self) -> Locator:
        """The board."""
        return self.page.get_by_test_id("board")

    def button(self, name: str) -> Locator:
        """The button of the given accessible name."""
        return self.page.get_by_role("button", name=name)

    def data(self, name: str) -> str:
        """Return one of the board's data attributes."""
        return self.board.get_attribute(f"data-{name}") or ""

    def number(self, name: str) -> int:
        """Return one of the board's data attributes as a number."""
        return int(self.data(name))

    def until(self, condition: str, argument: Any = None, timeout: float = PATIENCE) -> None:
        """Wait until a JavaScript condition on the board's ``data`` and ``argument`` holds."""
        self.page.wait_for_function(
            "([condition, argument]) => Function('data', 'argument', `return ${condition}`)"
            "(document.querySelector('[data-testid=board]')?.dataset ?? {}, argument)",
            arg=[condition, argument],
            timeout=timeout,
            polling=POLL,
        )

    def until_status(self, status: str) -> Visit:
        """Wait for a status."""
        self.until("data.status === argument", status)
        return self

    def until_frames(self, n: int) -> None:
        """Wait until ``n`` more pictures were drawn."""
        self.until("Number(data.frames) >= argument", self.number("frames") + n)

    def until_noted(self, holds: Callable[[], bool]) -> None:
        """Wait, while pictures are drawn, until what a test has noted itself is so."""
        for _ in range(500):
            if holds():
                return
            self.until_frames(5)
        raise AssertionError("2,500 pictures, and it is not so")

    def train(self) -> Visit:
        """Press Train and wait until the pictures move."""
        self.button("Train").click()
        self.until_status("running")
        self.until_frames(5)
        return self

    def pause(self) -> Visit:
        """Press Pause and wait until it is so."""
        self.button("Pause").click()
        return self.until_status("paused")

    def chart(self, name: str) -> Locator:
        """The plot of the given chart."""
        return self.page.get_by_test_id(f"chart-{name}").locator(".js-plotly-plot")

    def plot(self, name: str, expression: str, argument: Any = None) -> Any:
        """Return what an ``expression`` of ``plot`` and ``argument`` gives for a chart."""
        return self.chart(name).evaluate(
            "(plot, [text, argument]) => Function('plot', 'argument', `return ${text}`)"
            "(plot, argument)",
            [expression, argument],
        )

    def until_plot(self, name: str, condition: str, argument: Any = None) -> None:
        """Wait until a condition of ``plot`` and ``argument`` holds for a chart."""
        self.page.wait_for_function(
            "([name, text, argument]) => Function('plot', 'argument', `return ${text}`)("
            "document.querySelector(`[data-testid=chart-${name}] .js-plotly-plot`), argument)",
            arg=[name, condition, argument],
            polling=POLL,
        )

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return where the place (x, y) of the boundary chart is in the window, in pixels."""
        box = self.chart("boundary").bounding_box()
        assert box is not None
        left, top = self.plot(
            "boundary",
            "(({xaxis, yaxis}) => [xaxis._offset + xaxis.d2p(argument[0]),"
            " yaxis._offset + yaxis.d2p(argument[1])])(plot._fullLayout)",
            [x, y],
        )
        return box["x"] + left, box["y"] + top

    def cell(self, label: int, predicted: int) -> tuple[float, float]:
        """Return where a cell of the confusion matrix is in the window, in pixels."""
        box = self.chart("confusion").bounding_box()
        assert box is not None
        left, top = self.plot(
            "confusion",
            "(({xaxis, yaxis}) => [xaxis._offset + xaxis.d2p(argument[1]),"
            " yaxis._offset + yaxis.d2p(argument[0])])(plot._fullLayout)",
            [label, predicted],
        )
        return box["x"] + left, box["y"] + top

    def trace(self, role: str) -> dict[str, list[float]]:
        """Return the coordinates that a boundary trace of the given role shows."""
        return self.plot(
            "boundary",
            "(({x, y}) => ({x: Array.from(x), y: Array.from(y)}))"
            "(plot.data.find((trace) => trace.meta.role === argument))",
            role,
        )
