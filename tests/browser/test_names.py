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
        "class A",
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

OTHERS = ("roc", "precision_recall", "calibration", "hidden", "report", "inspector")
"""Views with names that a new visitor does not see."""

# Shows views of as many classes over the page, on its modules; closeViews takes them away again.
SHOWN = """async ({ figures, classes }) => {
    const { name: board } = performance.getEntriesByType('resource')
        .find(({ name }) => name.endsWith('/browser/board.js'));
    const load = (name) => import(new URL(name, board).href);
    const [{ card }, { readTheme }, { Selection }] =
        await Promise.all(['dom.js', 'theme.js', 'selection.js'].map((name) => load(name)));
    const n = classes.length;
    const none = () => {};
    const context = {
        selection: new Selection(),
        names: { classes, outputs: classes, colours: classes.map(() => '#888') },
        pictured: false,
        latest: { about: { probe: { x: 0, y: 0, point: null }, views: {} }, told: {},
            axes: ['a', 'b'], data: null,
            proba: Float32Array.from(classes, (_, k) => k / n), logits: new Float32Array(n) },
        announce: none, ask: none, refresh: none, redraw: none, remark: none,
    };
    const views = {};
    const cards = [];
    for (const [name, figure] of Object.entries(figures)) {
        const { default: View } = await load(`../views/${name}/view.js`);
        const place = card(name, name);
        cards.push(place.element);
        place.element.classList.add('tried');
        place.element.style.cssText =
            'position: fixed; z-index: 999999; left: 0; top: 0; width: 600px; height: 500px';
        place.plot.style.cssText = 'width: 600px; height: 450px';
        document.body.append(place.element);
        views[name] = new View(place, context);
        await views[name].show(figure, readTheme(document.body));
    }
    window.closeViews = () => {
        for (const view of Object.values(views)) view.close();
        for (const card of cards) card.remove();
    };
    const texts = (name, where) => [...document.querySelectorAll(`.tried.${name} ${where}`)]
        .map((text) => text.textContent).filter((text) => text);
    const frame = () => new Promise((done) => requestAnimationFrame(done));
"""

# Draws the charts at rest, moving and at rest again, and returns what they say after each (types
# of axes, ticks, how far ticks lie from bars, the legend), and where a cell of the matrix is.
SAID = (
    SHOWN
    + """
    const arrays = {
        boundary: { grid: { data: new Uint8Array(9 * n).fill(9), shape: [3, 3, n] } },
        softmax: {},
        confusion: { counts: { data: new Int32Array(2 * n * n).fill(1), shape: [2, n, n] } },
    };
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
    return { all, cell };
}"""
)

# Draws the other views, and returns what they say of the classes, by view.
TOLD = (
    SHOWN
    + """
    const floats = (length, value) => ({ data: new Float32Array(length).fill(value) });
    const of = (shape, value) => ({ ...floats(shape.reduce((a, b) => a * b), value), shape });
    const each = Float32Array.from(classes, (_, k) => k);
    context.latest.points = { x: each, y: each,
        label: Uint8Array.from(each), part: new Uint8Array(n) };
    context.latest.about.views.report = { majority: 1 };
    context.latest.told = {
        hidden: { axes: 'units', n_layers: 1, layer: 1, n_units: 2, n_points: n },
        inspector: { asked: [1, 0, 0, 1], layers: [], y: 1 },
    };
    const line = { x: floats(2 * n, 0.5), y: floats(2 * n, 0.5), thresholds: floats(2 * n, 0.5),
        lengths: { data: new Int32Array(n).fill(2) }, dots: of([n, 2], 0.5), areas: of([n], 0.5) };
    const steps = ['logits', 'exp', 'shifted', 'shifted_exp', 'proba', 'log_proba', 'sums'];
    const arrays = {
        roc: line,
        precision_recall: { ...line, shares: of([n], 0.5) },
        calibration: { bins: of([n, 1, 3], 0.5), areas: of([n], 0.5) },
        hidden: { places: { data: Float32Array.from({ length: 3 * n }, (_, i) => i),
            shape: [n, 3] }, rows: { data: Int32Array.from(each) } },
        report: { tally: of([3, n, 3], 0), scores: of([3, n, 3], NaN), averages: of([3, 3, 3], 0),
            points: floats(9, 0), balanced: floats(3, 0) },
        inspector: { ...Object.fromEntries(steps.map((name) => [name, of([n], 0.5)])),
            route: floats(0, 0) },
    };
    context.selection.pin({ x: 0, y: 0 }, 1, 0);
    for (const name in views) {
        views[name].mark();
        views[name].draw(arrays[name], false);
    }
    await frame();
    const hovered = (name, role) => {
        const { element } = views[name];
        Plotly.Fx.hover(element, views[name].indices(role)
            .map((curveNumber) => ({ curveNumber, pointNumber: 0 })));
        return texts(name, '.hovertext');
    };
    const areas = (name) => ({
        areas: texts(name, '.areas span'),
        hovered: hovered(name, 'curve'),
    });
    return {
        roc: areas('roc'),
        precision_recall: areas('precision_recall'),
        calibration: areas('calibration'),
        hidden: hovered('hidden', 'points'),
        report: {
            heads: texts('report', 'tbody:first-of-type th'),
            made: [...document.querySelectorAll('.tried.report td:nth-child(2)')]
                .map((cell) => cell.title).slice(0, n),
            majority: [...document.querySelectorAll('.tried.report td[title]')].at(-1).title,
            note: texts('report', '.note'),
        },
        inspector: { lines: texts('inspector', 'tbody th'), where: texts('inspector', '.where') },
    };
}"""
)

HOVER = "document.querySelector('.tried .hoverlayer text')?.textContent"


def cut(names, room):
    """Return names as they stand where there is room for so many characters in all."""
    escaped = [escape(name, quote=False) for name in names]
    return [unescape(name) for name in shortened(escaped, room=room)]


def check_told(told, names):
    """Hold that the other views say ``names`` as they are."""
    for curves in ("roc", "precision_recall", "calibration"):
        assert told[curves]["areas"] == [f"{name} 0.500" for name in names]
        for text, name in zip(told[curves]["hovered"], names, strict=True):
            assert text.startswith(f"{name}from p" if curves != "calibration" else f"{name}said")
    assert sorted(told["hidden"]) == sorted(names)
    heads, made, majority, note = told["report"].values()
    assert heads == [*names]
    for name, text in zip(names, made, strict=True):
        assert text.startswith(f"precision of {name} = TP")
    assert f"always {names[1]}, the most" in majority
    assert all(name in note[0] for name in names)
    assert told["inspector"] == {
        "lines": [*names, "Σ"],
        "where": [f"Point 1, train, y = {names[1]}"],
    }


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
        visit.page.evaluate("window.closeViews()")
        told = visit.page.evaluate(
            TOLD,
            {
                "figures": {view: base_figure(view, Names(names, names)) for view in OTHERS},
                "classes": names,
            },
        )
        check_told(told, names)
        visit.page.evaluate("window.closeViews()")
