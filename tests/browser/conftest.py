"""A real server and a real Chromium for all tests of this folder; a fresh tab for each.

Tabs of one browser share its cache, which halves the time in which a page is there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.visit import Visit, chromium
from tests.serve.live import Server, serving

Enter = Callable[..., Visit]

DESK: Any = {"width": 1280, "height": 800}
"""The window at a desk, pixels."""


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[BrowserContext]:
    """Return what the tabs of a module's tests share, as a visitor's do: the browser's cache."""
    context = browser.new_context(viewport=DESK)
    yield context
    context.close()


@pytest.fixture
def enter(server: Server, browser: Browser) -> Iterator[Enter]:
    """Return a function that gives a new visitor, whose page must not complain or ask others."""
    visits: list[Visit] = []

    def new(**options: Any) -> Visit:
        visits.append(Visit(browser.new_context(**({"viewport": DESK} | options)), server.address))
        return visits[-1]

    yield new
    for visit in visits:
        visit.context.close()
    _complain(visits)


@pytest.fixture
def visit(server: Server, shared: BrowserContext) -> Iterator[Visit]:
    """Return one visitor at a desk, in a new tab, who remembers nothing of earlier tests."""
    shared.clear_cookies()
    visitor = Visit(shared, server.address)
    yield visitor
    visitor.page.evaluate("localStorage.clear()")
    for page in shared.pages:
        page.close()
    _complain([visitor])


def _complain(visits: Sequence[Visit]) -> None:
    """Fail if a page complained or asked other hosts."""
    assert [error for visit in visits for error in visit.errors] == []
    assert [url for visit in visits for url in visit.foreign] == []
