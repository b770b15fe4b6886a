"""A real server and a real Chromium for all tests of this folder; a fresh tab for each.

Tabs of one browser share its cache, which halves the time in which a page is there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.visit import PATIENCE, Visit, chromium
from tests.serve.live import Server, serving

expect.set_options(timeout=PATIENCE)

Enter = Callable[..., Visit]

DESK: Any = {"width": 1280, "height": 800}
"""The window at a desk, pixels."""


VISITS: list[Visit] = []
"""Of the test that runs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Add to the report of a failed test what its visitors see."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += [("page", visit.described()) for visit in VISITS]
    return report


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Desk:
    """One tab after another for the tests of a module, mostly the same: it is there sooner."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page | None = None

    def clear(self, visitor: Visit) -> None:
        """Make the tab as if nobody had been there, or let it go."""
        visitor.leave()
        for page in self.context.pages:
            if page is not visitor.page or visitor.is_spent:
                page.close()
        self.page = None if visitor.is_spent else visitor.page


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Desk]:
    """Return what the tests of a module share."""
    context = browser.new_context(viewport=DESK)
    yield Desk(context)
    context.close()


@pytest.fixture
def enter(server: Server, browser: Browser) -> Iterator[Enter]:
    """Return a function that gives a new visitor, whose page must not complain or ask others."""
    visits: list[Visit] = []

    def new(**options: Any) -> Visit:
        visits.append(Visit(browser.new_context(**({"viewport": DESK} | options)), server.address))
        VISITS.append(visits[-1])
        return visits[-1]

    yield new
    VISITS.clear()
    for visit in visits:
        visit.context.close()
    _complain(visits)


@pytest.fixture
def visit(server: Server, desk: Desk) -> Iterator[Visit]:
    """Return one visitor at a desk, of whom the tab knows nothing."""
    visitor = Visit(desk.context, server.address, desk.page)
    visitor.page.set_viewport_size(DESK)
    visitor.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    VISITS.append(visitor)
    yield visitor
    VISITS.clear()
    desk.clear(visitor)
    _complain([visitor])


def _complain(visits: Sequence[Visit]) -> None:
    """Fail if a page complained or asked other hosts."""
    assert [error for visit in visits for error in visit.errors] == []
    assert [url for visit in visits for url in visit.foreign] == []
