"""Figures of the board in Chromium: ``python -m tests.benchmarks.board`` says how each was taken.

Takes about two minutes; starts one server and one headless Chromium on this machine.
"""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.visit import CHARTS, Visit, chromium
from tests.serve.live import Server, serving

LIVELY = "epochs=100000&noise=0.4&learning_rate=0.02"
"""An experiment that does not end, and whose matrix does not come to rest."""

WINDOW = 4000
"""Milliseconds of one measurement of pictures."""

# Pictures drawn and epochs trained in a while, both per second.
RATES = """async (milliseconds) => {
    const { dataset } = document.querySelector('[data-testid=board]');
    const [frames, epoch, start] = [dataset.frames, dataset.epoch, performance.now()];
    await new Promise((done) => setTimeout(done, milliseconds));
    const seconds = (performance.now() - start) / 1000;
    return [(dataset.frames - frames) / seconds, (dataset.epoch - epoch) / seconds];
}"""

# How often something changed inside each chart, per second; changes of one picture count once.
CHANGES = """async (milliseconds) => {
    const counts = {};
    const observers = [...document.querySelectorAll('[data-testid^=chart-]')].map((card) => {
        const name = card.dataset.testid.slice('chart-'.length);
        const seen = new Set();
        counts[name] = seen;
        const observer = new MutationObserver(() => seen.add(document.timeline.currentTime));
        const inside = name === 'boundary' ? '.scatterlayer' : '.js-plotly-plot';
        const what = { subtree: true, childList: true, attributes: true, characterData: true };
        observer.observe(card.querySelector(inside), what);
        return observer;
    });
    await new Promise((done) => setTimeout(done, milliseconds));
    observers.forEach((observer) => observer.disconnect());
    const rates = Object.entries(counts).map(([name, seen]) => [name, seen.size]);
    return Object.fromEntries(rates.map(([name, n]) => [name, (1000 * n) / milliseconds]));
}"""

# From the next press (of mouse or key) to the picture after which `attribute` differs.
REACTION = """(attribute) => {
    const board = document.querySelector('[data-testid=board]');
    window.reaction = new Promise((done) => {
        let start = null;
        const press = () => (start ??= performance.now());
        for (const type of ['mousedown', 'keydown']) addEventListener(type, press, true);
        const before = board.dataset[attribute];
        let frames = null;
        const observer = new MutationObserver(() => {
            if (start === null || board.dataset[attribute] === before) return;
            frames ??= Number(board.dataset.frames);
            if (Number(board.dataset.frames) < frames) return;
            observer.disconnect();
            requestAnimationFrame(() => done(performance.now() - start));
        });
        observer.observe(board, { attributes: true });
    });
}"""

# From the next click to the last change of a picture, half a second of stillness after it.
STILLNESS = """() => {
    const board = document.querySelector('[data-testid=board]');
    window.reaction = new Promise((done) => {
        let [start, last, timer] = [null, null, null];
        const rest = () => done(last - start);
        addEventListener('mousedown', () => {
            start = last = performance.now();
            timer = setTimeout(rest, 500);
        }, { capture: true, once: true });
        new MutationObserver(() => {
            if (start === null) return;
            last = performance.now();
            clearTimeout(timer);
            timer = setTimeout(rest, 500);
        }).observe(board, { attributes: true, attributeFilter: ['data-frames'] });
    });
}"""

# From the next key to the address that the script writes for the new experiment.
ANSWER = """() => {
    window.reaction = new Promise((done) => {
        let start = null;
        addEventListener('keydown', () => (start = performance.now()), { capture: true });
        navigation.addEventListener('currententrychange',
            () => done(performance.now() - start), { once: true });
    });
}"""

NODES = "() => [...document.querySelectorAll('[data-testid^=chart-] .main-svg')]"


def show(what: str, value: str, how: str) -> None:
    """Print one figure."""
    print(f"{what:<38}{value:>26}   {how}", flush=True)


def spread(numbers: list[float]) -> str:
    """Return median and 95th percentile in milliseconds."""
    return f"{statistics.median(numbers):.0f}, p95 {percentile(numbers, 0.95):.0f} ms"


def percentile(numbers: list[float], share: float) -> float:
    """Return the smallest number that ``share`` of them do not exceed."""
    return sorted(numbers)[math.ceil(len(numbers) * share) - 1]


def enter(browser: Browser, server: Server) -> Visit:
    """Return a new visitor at a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    return Visit(context, server.address)


def reaction(visit: Visit, script: str, attribute: str, act: Callable[[], None]) -> float:
    """Return the milliseconds that the page took to react to ``act``."""
    visit.page.evaluate(script, attribute)
    act()
    return float(visit.page.evaluate("window.reaction"))


def loads(browser: Browser, server: Server, n: int = 6) -> None:
    """Measure the way from an address to four charts with a picture."""
    seconds = []
    for _ in range(n):
        visit = enter(browser, server).open("")
        seconds.append(float(visit.page.evaluate("performance.now()")) / 1000)
        visit.context.close()
    value = f"{statistics.median(seconds):.2f} s, worst {max(seconds):.2f}"
    show("page load to four charts", value, f"{n} fresh browsers, navigation to first picture")


def motion(visit: Visit) -> None:
    """Measure how the charts move while training."""
    before = visit.page.evaluate_handle(NODES)
    rates = [visit.page.evaluate(RATES, WINDOW) for _ in range(3)]
    pictures = [pictures for pictures, _ in rates]
    value = f"{statistics.median(pictures):.1f}, best {max(pictures):.1f} /s"
    show("boundary pictures", value, "data-frames, 3 × 4 s, default network, full speed")
    changes = visit.page.evaluate(CHANGES, WINDOW)
    for name in CHARTS:
        what = "boundary's marks" if name == "boundary" else name
        show(f"updates of {what}", f"{changes[name]:.1f} /s", "pictures in which its SVG changed")
    same = f"(before) => before.filter((node, i) => node !== ({NODES})()[i]).length"
    show(
        "charts rebuilt", str(visit.page.evaluate(same, before)), "their SVG nodes, before and now"
    )
    show("epochs", f"{statistics.median(e for _, e in rates):.0f} /s", "data-epoch, the same time")


def buttons(visit: Visit, n: int = 12) -> None:
    """Measure how fast Train and Pause act."""
    starts, stops = [], []
    for _ in range(n):
        starts.append(reaction(visit, REACTION, "epoch", lambda: visit.button("Train").click()))
        visit.until_frames(10)
        stops.append(reaction(visit, STILLNESS, "", lambda: visit.button("Pause").click()))
    show("Train click to first moved picture", spread(starts), f"{n} clicks, in the page's clock")
    show("Pause click to stillness", spread(stops), f"{n} clicks, to the last new picture")


def widgets(visit: Visit, n: int = 40) -> None:
    """Measure how fast a changed widget shows on the board, at rest and while it trains."""
    slider = visit.page.get_by_role("slider", name="Noise")
    names = ("Circles", "Moons") * (n // 2)
    picks = [visit.page.get_by_role("radio", name=name) for name in names]
    for state in ("at rest", "training"):
        times = [
            reaction(visit, REACTION, "generation", lambda pick=pick: pick.click())  # type: ignore[misc]
            for pick in picks
        ]
        show(f"dataset to repaint, {state}", spread(times), f"{n} clicks on its picture")
        times = [
            reaction(visit, REACTION, "generation", lambda: slider.press("ArrowRight"))
            for _ in range(n)
        ]
        how = f"{n} steps of the noise slider"
        show(f"slider to repaint, {state}", spread(times), how)
        if state == "at rest":
            visit.train()


def largest(browser: Browser, server: Server, n: int = 8) -> None:
    """Measure what the largest network on the largest dataset leaves of all that."""
    visit = enter(browser, server)
    visit.open(f"hidden={','.join(['512'] * 8)}&n_samples=5000&epochs=100000").train()
    pictures, _ = visit.page.evaluate(RATES, 2 * WINDOW)
    show("largest network: boundary pictures", f"{pictures:.1f} /s", "8 × 512, 5000 points")
    stops, rates = [], []
    for _ in range(n):
        stops.append(reaction(visit, REACTION, "status", lambda: visit.button("Pause").click()))
        visit.until_status("paused").train()
    rate = visit.page.get_by_role("slider", name="Learning rate")
    for _ in range(n):
        answer = reaction(visit, ANSWER, "", lambda: rate.press("ArrowRight"))
        rates.append(answer)
    show("largest network: slider to address", spread(rates), f"{n} steps of the learning rate")
    show("largest network: Pause to Paused", spread(stops), f"{n} clicks, to its picture")
    visit.context.close()


def main() -> None:
    """Print every figure."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n")
    with serving() as server, chromium() as browser:
        loads(browser, server)
        visit = enter(browser, server).open(LIVELY).train()
        motion(visit)
        visit.pause()
        buttons(visit)
        visit.context.close()
        visit = enter(browser, server).open("noise=0.1&epochs=100000")
        widgets(visit)
        visit.context.close()
        largest(browser, server)


if __name__ == "__main__":
    main()
