"""A real server and a real Chromium for all tests of this folder; a fresh tab for each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import Visit, chromium
from tests.serve.live import Server, serving

Enter = Callable[..., Visit]


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def enter(server: Server, browser: Browser) -> Iterator[Enter]:
    """Return a function that gives a new visitor, whose page must not complain or ask others."""
    visits: list[Visit] = []

    def new(**options: object) -> Visit:
        settings = {"viewport": {"width": 1280, "height": 800}} | options
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        visits.append(Visit(context, f"http://127.0.0.1:{server.port}{server.base}/"))
        return visits[-1]

    yield new
    for visit in visits:
        visit.context.close()
    assert [error for visit in visits for error in visit.errors] == []
    assert [url for visit in visits for url in visit.foreign] == []


@pytest.fixture
def visit(enter: Enter) -> Visit:
    """Return one visitor at a desk."""
    return enter()
