"""What open views show, and what closed ones cost: the second half of the figures that
``python -m tests.benchmarks.pictures`` prints.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser

from playground.catalog import DEFAULT_VIEWS, VIEWS
from tests.benchmarks.board import LIVELY, reaction, show, spread
from tests.browser.visit import Visit
from tests.serve.live import Server
from tests.serve.processes import cpu_seconds, workers

MORE = [name for name in ("report", "hidden", "network") if name in VIEWS]
"""Views that are opened beside the four of a new visitor."""

ALL = f"views={','.join([*DEFAULT_VIEWS, *MORE])}"

WINDOW = 3000
"""Milliseconds of one measurement."""

OPEN = """(names) => names.every((name) => {
    const card = document.querySelector(`[data-testid=chart-${name}]`);
    const plot = card?.querySelector('.js-plotly-plot');
    if (plot) return plot.data.some(({ x, z }) => (x ?? z)?.length && (x ?? z)[0] !== null);
    return Boolean(card?.querySelector('td, .plot :is(svg, canvas)'));
})"""

# From here on, `drawn` knows the pictures in which each card changed: elements or canvases.
WATCH = """() => {
    window.drawn = {};
    const note = (node) => {
        const card = node?.closest?.('.card')?.dataset.testid;
        if (card) (window.drawn[card] ??= new Set()).add(document.timeline.currentTime);
    };
    const element = (node) => (node instanceof Element ? node : node.parentElement);
    const what = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver((records) => records.forEach(({ target }) => note(element(target))))
        .observe(document.querySelector('[data-testid=board]'), what);
    const pen = CanvasRenderingContext2D.prototype;
    for (const name of ['putImageData', 'drawImage', 'fillRect', 'fill', 'stroke']) {
        const draw = pen[name];
        pen[name] = function (...given) {
            note(this.canvas);
            return draw.apply(this, given);
        };
    }
}"""

DRAWN = """async (milliseconds) => {
    window.drawn = {};
    await new Promise((done) => setTimeout(done, milliseconds));
    const entries = Object.entries(window.drawn);
    return Object.fromEntries(entries.map(([card, { size }]) => [
        card.slice('chart-'.length), (1000 * size) / milliseconds]));
}"""

# From here on, `wire` counts how often each view was asked for and the bytes that came of it.
TAP = """() => {
    window.wire = { asked: {}, bytes: {} };
    const add = (kind, name, n) => (window.wire[kind][name] = (window.wire[kind][name] ?? 0) + n);
    const hear = ({ data }) => {
        if (typeof data === 'string') return;
        const length = Number(new DataView(data).getBigUint64(0, true));
        const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 8, length)));
        for (const [name, { data_offsets }] of Object.entries(header)) {
            if (data_offsets) add('bytes', name.split('.')[0], data_offsets[1] - data_offsets[0]);
        }
    };
    const { send } = WebSocket.prototype;
    const heard = new WeakSet();
    WebSocket.prototype.send = function (text) {
        if (typeof text === 'string' && text.startsWith('{"op":"frame"')) {
            if (!heard.has(this)) this.addEventListener('message', hear);
            heard.add(this);
            Object.keys(JSON.parse(text).views).forEach((name) => add('asked', name, 1));
        }
        return send.call(this, text);
    };
}"""

# From the next click to the display's frame in which there are rings, or none any more.
RINGS = """() => {
    const plot = document.querySelector('[data-testid=chart-boundary] .js-plotly-plot');
    const isRung = () => plot.data.find(({ meta }) => meta.role === 'ring').x[0] !== null;
    window.reaction = new Promise((done) => {
        const before = isRung();
        let start = null;
        const release = ({ timeStamp }) => (start = timeStamp);
        addEventListener('pointerup', release, { capture: true, once: true });
        const look = () => {
            if (start !== null && isRung() !== before) done(performance.now() - start);
            else requestAnimationFrame(look);
        };
        look();
    });
}"""

# From the next click to the display's frame in which the view has its numbers.
OPENED = f"""(name) => {{
    window.reaction = new Promise((done) => {{
        let start = null;
        const release = ({{ timeStamp }}) => (start = timeStamp);
        addEventListener('pointerup', release, {{ capture: true, once: true }});
        const look = () => {{
            if (start !== null && ({OPEN})([name])) done(performance.now() - start);
            else requestAnimationFrame(look);
        }};
        look();
    }});
}}"""

# Pictures a second while the slider goes to and fro over the run, with each frame of the display.
DRAG = """async (milliseconds) => {
    const range = document.querySelector('[data-testid=timeline]');
    const { dataset } = document.querySelector('[data-testid=board]');
    const [frames, start] = [dataset.frames, performance.now()];
    range.dispatchEvent(new PointerEvent('pointerdown'));
    await new Promise((done) => {
        const drag = (now) => {
            const share = 0.95 * Math.abs(((now - start) / milliseconds) * 2 - 1);
            range.value = String(share * Number(range.max));
            range.dispatchEvent(new Event('input'));
            if (now - start < milliseconds) requestAnimationFrame(drag);
            else done();
        };
        requestAnimationFrame(drag);
    });
    const seconds = (performance.now() - start) / 1000;
    range.dispatchEvent(new PointerEvent('pointerup'));
    return (dataset.frames - frames) / seconds;
}"""


def enter(browser: Browser, server: Server, query: str) -> Visit:
    """Return a visitor at a page with more views than four, or others."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit(context, server.address)
    visit.page.goto(f"{server.address}?{query}")
    names = MORE if "views=" in query else list(DEFAULT_VIEWS)
    visit.until("Number(data.frames) > 0")
    visit.page.wait_for_function(OPEN, arg=names)
    return visit


def moving(browser: Browser, server: Server) -> None:
    """Measure how all views move while the run trains, the rings of a cell, and the timeline."""
    visit = enter(browser, server, f"{LIVELY}&{ALL}").train()
    visit.page.evaluate(WATCH)
    taken = [visit.page.evaluate(DRAWN, WINDOW) for _ in range(3)]
    for name in (*DEFAULT_VIEWS, *MORE):
        rate = statistics.median(rates.get(name, 0.0) for rates in taken)
        show(f"pictures of {name}", f"{rate:.1f} /s of 5", "3 × 3 s, all views open, full speed")
    rings(visit)
    visit.until("Number(data.epoch) >= 300")
    rates = [visit.page.evaluate(DRAG, WINDOW) for _ in range(3)]
    value = f"{statistics.median(rates):.1f}, best {max(rates):.1f} /s of 20"
    show("pictures of the timeline", value, "3 × 3 s, dragged over a run that goes on")
    visit.context.close()


def rings(visit: Visit, n: int = 12) -> None:
    """Measure how fast a cell's points are ringed."""
    visit.chart("confusion").scroll_into_view_if_needed()

    def click() -> None:
        visit.page.mouse.click(*visit.cell(0, 0))

    times = [reaction(visit, RINGS, "", click) for _ in range(n)]
    show("cell click to rings", f"{spread(times)} of 50", f"{n} clicks while it trains")


def opening(browser: Browser, server: Server, n: int = 4) -> None:
    """Measure how fast views open, and what they cost before, while open and closed again."""
    visit = enter(browser, server, f"{LIVELY}&speed=60")
    visit.button("Views").click()
    menu = visit.page.get_by_test_id("views-menu")
    for name in MORE:
        box = menu.locator(f"[data-does='toggle {name}']")
        times = []
        for _ in range(n):
            times.append(reaction(visit, OPENED, name, box.click))
            box.click()
            visit.page.get_by_test_id(f"chart-{name}").wait_for(state="detached")
        show(f"opening {name}", f"{spread(times)} of 300", f"{n} times, the run stands")
    visit.train()
    visit.page.evaluate(WATCH)
    visit.page.evaluate(TAP)
    for state in ("before", "open", "closed"):
        costs(visit, server, state)
        if state != "closed":
            for name in MORE:
                menu.locator(f"[data-does='toggle {name}']").click()
                is_open = state == "before"
                card = visit.page.get_by_test_id(f"chart-{name}")
                card.wait_for(state="attached" if is_open else "detached")
    visit.context.close()


def costs(visit: Visit, server: Server, state: str) -> None:
    """Measure what MORE take of worker, wire and page, at a speed limit of 60 epochs/s."""
    visit.until_frames(20)
    session = visit.context.new_cdp_session(visit.page)
    session.send("Performance.enable")
    visit.page.evaluate("window.wire.asked = {}, window.wire.bytes = {}, window.drawn = {}")
    before, epoch, frames = list(_used(session, server)), *_counted(visit)
    visit.page.wait_for_timeout(2 * WINDOW)
    after, *counted = list(_used(session, server)), *_counted(visit)
    asked, brought = (
        sum(visit.page.evaluate(f"window.wire.{kind}").get(name, 0) for name in MORE)
        for kind in ("asked", "bytes")
    )
    drawn = visit.page.evaluate(DRAWN, 1000)
    changes = sum(drawn.get(name, 0) for name in MORE)
    worker = 1000 * (after[0] - before[0]) / max(1, counted[0] - epoch)
    page = 1000 * (after[1] - before[1]) / max(1, counted[1] - frames)
    value = f"{asked} asks, {brought} B, {changes:.0f} /s"
    how = f"worker {worker:.1f} ms an epoch, page's main thread {page:.1f} ms a picture"
    show(f"{', '.join(MORE)}: {state}", value, how)


def _used(session: object, server: Server) -> Iterator[float]:
    """Yield seconds of the processor that workers used, and the page's main thread."""
    yield sum(cpu_seconds(pid) for pid in workers(server.pid))
    metrics = session.send("Performance.getMetrics")["metrics"]  # type: ignore[attr-defined]
    yield sum(m["value"] for m in metrics if m["name"] == "TaskDuration")


def _counted(visit: Visit) -> tuple[int, int]:
    """Return epochs trained and pictures drawn."""
    return visit.number("epoch"), visit.number("frames")
