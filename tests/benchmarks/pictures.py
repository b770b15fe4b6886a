"""New pictures ÷ frames of the display: ``python -m tests.benchmarks.pictures`` prints them.

Both are counted in the page in the same seconds, so that a busy machine slows both. At a speed
limit of as many epochs a second as the display draws frames, each frame is to show another epoch.
Then come the figures of ``views.py``. Takes about three minutes; starts one server and one headless
Chromium on this machine.
"""

from __future__ import annotations

import os
import statistics

from playwright.sync_api import Browser

from tests.benchmarks import views
from tests.benchmarks.board import LIVELY
from tests.browser.visit import chromium
from tests.serve.live import Server, serving

WINDOW = 4000
"""Milliseconds of one measurement."""

N = 4
"""Measurements of each experiment, in turn with the others'."""

FOUR = "dataset=blobs&n_classes=4&n_samples=1000&epochs=100000"
HOLDS = {
    "default network, full speed": (LIVELY, 0.8),
    "the same, more views open": (f"{LIVELY}&{views.ALL}", 0.6),
    "four classes, 60 epochs/s": (f"{FOUR}&speed=60", 0.95),
    "four classes, 200 epochs/s": (f"{FOUR}&speed=200", 0.95),
}
"""What is measured → its experiment, and the share of frames that are to bring a new picture."""

# Pictures drawn, frames of the display, epochs trained, in a while.
COUNTS = """async (milliseconds) => {
    const { dataset } = document.querySelector('[data-testid=board]');
    let [frames, isOver] = [-1, false];
    const count = () => {
        frames += 1;
        if (!isOver) requestAnimationFrame(count);
    };
    count();
    const [pictures, epoch, start] = [dataset.frames, dataset.epoch, performance.now()];
    await new Promise((done) => setTimeout(done, milliseconds));
    isOver = true;
    const seconds = (performance.now() - start) / 1000;
    return [dataset.frames - pictures, frames, (dataset.epoch - epoch) / seconds];
}"""


def measure(browser: Browser, server: Server, query: str) -> tuple[float, float, float]:
    """Return pictures ÷ frames, frames a second and epochs a second of one run."""
    visit = views.enter(browser, server, query).train()
    pictures, frames, epochs = visit.page.evaluate(COUNTS, WINDOW)
    visit.context.close()
    return pictures / frames, frames / (WINDOW / 1000), epochs


def main() -> None:
    """Print the share of each experiment beside what it is to hold."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n")
    with serving() as server, chromium() as browser:
        taken = {what: [] for what in HOLDS}  # type: ignore[var-annotated]
        for _ in range(N):
            for what, (query, _) in HOLDS.items():
                taken[what].append(measure(browser, server, query))
        for what, (_, hold) in HOLDS.items():
            shares, frames, epochs = zip(*taken[what], strict=True)
            value = f"{statistics.median(shares):.2f}, best {max(shares):.2f} of {hold}"
            a_second = (statistics.median(numbers) for numbers in (frames, epochs))
            how = "{:.0f} frames/s, {:.0f} epochs/s".format(*a_second)
            print(f"{what:<32}{value:>26}   {how}", flush=True)
        views.moving(browser, server)
        views.opening(browser, server)
    print(f"\nload {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
