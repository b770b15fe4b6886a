"""Names of classes are shown as they are, whatever they look like, in every chart."""

from html import escape, unescape

import pytest

from playground.figures.base import Names, shortened
from playground.ui.board import base_figure
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

NAMES = (
    ("1", "2", "3", "7", "10", "01", "1.0", "-1", "+1", "1e3"),
    ("1,5", "2,5", "0x10", "1_000", "½", "50 %", "$3", "NaN", "Infinity", "-Infinity"),
    (
        "2020",
        "2020-01",
        "2020-01-02",
        "1999-12-31",
        "1/2/2020",
        "31.12.1999",
        "12:30",
        "Jan 2020",
        "2020-01-02T03:04",
        "-2020-01-02",
    ),
    ("null", "undefined", "true", "false", "None", "toString", "constructor", "length", "-", "…"),
    (
        "<b>b</b>",
        "<br>",
        "a & b",
        "&amp;",
        "%{x}",
        "%{text}",
        "$x^2$",
        "__proto__",
        "<a href='#'>a</a>",
        "אבג 😀",
    ),
)
"""Names of classes, ten for each table, that Plotly may take for something else."""

CHARTS = ("boundary", "softmax", "confusion")

# Draws the charts of ten classes on the page's modules, at rest, moving and at rest again, and
# returns what they say after each (types of axes, ticks, how far ticks lie from bars, the legend),
# and where a cell of the matrix is.
SAID = """async ({ figures, classes }) => {
    const { name: board } = performance.getEntriesByType('resource')
        .find(({ name }) => name.endsWith('/browser/board.js'));
    const load = (name) => import(new URL(name, board).href);
    const [{ card }, { readTheme }, { Selection }] =
        await Promise.all(['dom.js', 'theme.js', 'selection.js'].map((name) => load(name)));
    const n = classes.length;
    const none = () => {};
    const context = {
        selection: new Selection(),
        names: { classes, outputs: classes },
        pictured: false,
        latest: { about: { probe: { x: 0, y: 0, point: null }, views: {} },
            axes: ['a', 'b'], data: null,
            proba: Float32Array.from(classes, (_, k) => k / n), logits: new Float32Array(n) },
        announce: none, ask: none, refresh: none, redraw: none, remark: none,
    };
    const arrays = {
        boundary: { grid: { data: new Uint8Array(9 * n).fill(9), shape: [3, 3, n] } },
        softmax: {},
        confusion: { counts: { data: new Int32Array(2 * n * n).fill(1), shape: [2, n, n] } },
    };
    const views = {};
    for (const [name, figure] of Object.entries(figures)) {
        const { default: View } = await load(`../views/${name}/view.js`);
        const place = card(name, name);
        place.element.classList.add('tried');
        place.element.style.cssText =
            'position: fixed; z-index: 999999; left: 0; top: 0; width: 600px; height: 500px';
        place.plot.style.cssText = 'width: 600px; height: 450px';
        document.body.append(place.element);
        views[name] = new View(place, context);
        await views[name].show(figure, readTheme(document.body));
    }
    const texts = (name, where) => [...views[name].element.querySelectorAll(where)]
        .map((text) => text.textContent).filter((text) => text);
    const middles = (where) => [...views.softmax.element.querySelectorAll(where)]
        .map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2);
    const said = () => {
        const bars = middles('.bars .point');
        const { xaxis, yaxis } = views.confusion.element._fullLayout;
        return {
            types: [views.softmax.element._fullLayout.yaxis.type, xaxis.type, yaxis.type],
            apart: middles('.ytick').map((place, k) => Math.abs(place - bars[k])),
            outputs: texts('softmax', '.ytick'),
            rows: texts('confusion', '.ytick'),
            columns: texts('confusion', '.xtick'),
            legend: texts('boundary', '.legendtext').slice(0, n),
        };
    };
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const all = [];
    for (const moving of [false, true, false]) {
        for (const name in views) views[name].draw(arrays[name], moving);
        await frame();
        all.push(said());
    }
    const plot = views.confusion.element;
    const { left, top } = plot.getBoundingClientRect();
    const { xaxis, yaxis } = plot._fullLayout;
    const cell = [left + xaxis._offset + xaxis.d2p(2), top + yaxis._offset + yaxis.d2p(1)];
    window.closeCharts = () => Object.values(views).forEach((view) => {
        view.close();
        view.card.element.remove();
    });
    return { all, cell };
}"""

HOVER = "document.querySelector('.tried .hoverlayer text')?.textContent"


def cut(names, room):
    """Return names as they stand where there is room for so many characters in all."""
    escaped = [escape(name, quote=False) for name in names]
    return [unescape(name) for name in shortened(escaped, room=room)]


def test_fifty_nasty_names_are_shown_as_they_are(visit: Visit):
    visit.open()
    for names in NAMES:
        figures = {chart: base_figure(chart, Names(names, names)) for chart in CHARTS}
        said = visit.page.evaluate(SAID, {"figures": figures, "classes": names})
        for drawn in said["all"]:
            assert drawn["types"] == ["category", "linear", "linear"]
            assert len(drawn["apart"]) == 10
            assert max(drawn["apart"]) < 1
            assert drawn["outputs"] == [*names]
            for chart, room in (("rows", 60), ("columns", 60), ("legend", 120)):
                assert drawn[chart] == cut(names, room), chart
        visit.page.mouse.move(*said["cell"])
        visit.page.wait_for_function(HOVER)
        cell = f"true {names[1]}, predicted {names[2]}"
        assert visit.page.evaluate(HOVER) == f"{cell}1 points, 10.0% of the row"
        visit.page.mouse.move(1, 1)
        visit.page.evaluate("window.closeCharts()")
