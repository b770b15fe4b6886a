"""What the board relies on beyond Plotly's public interface: it is there, or done without."""

import re

import pytest
from playwright.sync_api import Route

from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Each test spoils its tab."""
    visit.is_spent = True
    return visit


FOUND = """async () => {
    const [script] = performance.getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('/browser/plotly.js'));
    const { axes, drawn, bars, texts, heatmap } = await import(script.name);
    const plot = (name) => document.querySelector(`[data-testid=chart-${name}] .js-plotly-plot`);
    const cells = heatmap(plot('confusion'), 2);
    return {
        told: axes(plot('boundary')),
        drawn: drawn(plot('boundary')),
        bars: bars(plot('softmax'), 2)?.length,
        texts: texts(plot('softmax')).map((column) => column.length),
        heatmap: cells && { labels: cells.labels.length, across: cells.across, size: cells.size },
    };
}"""

PRIVATE = {
    "(plot)._fullLayout": "(plot).nothing",
    ".bars .point path": ".nothing",
    ".hm image": ".nothing",
}
"""Words of the module → words that find nothing."""


def test_what_the_board_relies_on_is_there(visit: Visit):
    visit.open()
    found = visit.page.evaluate(FOUND)
    assert found["bars"] == 2
    assert found["texts"] == [2, 2]
    assert found["heatmap"]["labels"] == 4
    assert len(found["heatmap"]["across"]) == 3
    assert found["heatmap"]["across"][-1] == pytest.approx(found["heatmap"]["size"][0], abs=1)
    for side in ("left", "top", "width", "height"):
        assert found["told"][side] == pytest.approx(found["drawn"][side], abs=1)
    assert found["told"]["x"] == found["drawn"]["x"]


def test_the_board_does_without(visit: Visit):
    """With a Plotly that keeps all this elsewhere, every chart still moves and answers."""

    def blind(route: Route) -> None:
        source = route.fetch().text()
        for word, other in PRIVATE.items():
            assert word in source
            source = source.replace(word, other)
        route.fulfill(body=source, content_type="text/javascript")

    visit.page.route(re.compile("/browser/plotly.js$"), blind)
    visit.open()
    before = visit.plot("confusion", "JSON.stringify(plot.data[0].text)")
    visit.train()
    visit.until_plot("confusion", "JSON.stringify(plot.data[0].text) !== argument", before)
    visit.page.mouse.move(*visit.spot(0.5, 0.25))
    tooltip = visit.board.locator(".tooltip")
    tooltip.get_by_text("x₁ 0.5").wait_for()
    visit.page.mouse.move(5, 5)
    visit.pause()
    shown = visit.plot("softmax", "Array.from(plot.data[0].x)")
    assert sum(shown) == pytest.approx(1, abs=1e-5)
    box = visit.page.locator(".under > canvas").first.bounding_box()
    assert box is not None
    left, bottom = visit.plot(
        "boundary", "[plot.layout.xaxis.range[0], plot.layout.yaxis.range[0]]"
    )
    corner = visit.spot(left, bottom)
    assert (box["x"], box["y"] + box["height"]) == pytest.approx(corner, abs=1)
