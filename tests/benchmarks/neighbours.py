"""What a small run gets beside large ones: ``python -m tests.benchmarks.neighbours``.

Takes half a minute; starts a pool of real workers on this machine only, and stops them.
"""

from __future__ import annotations

import asyncio
import time

from playground.serve.server.pool import Pool
from tests.serve.harness import Visitor, key

SMALL = "epochs=100000"
LARGEST = "hidden=512,512,512,512,512,512,512,512&n_samples=5000&batch_size=0&epochs=100000"
BESIDE = {"nothing": [], "full batch": [LARGEST], "L-BFGS": [f"{LARGEST}&optimizer=lbfgs"]}
SECONDS = 6.0


async def watched(small: Visitor) -> tuple[float, float, float]:
    """Ask for frames as fast as they come; return frames/s, the longest gap in s, epochs/s."""
    first = await small.see("boundary")
    begin = last = time.monotonic()
    gaps = []
    while last - begin < SECONDS:
        about = await small.see("boundary")
        gaps.append(time.monotonic() - last)
        last += gaps[-1]
    return len(gaps) / SECONDS, max(gaps), (about["epoch"] - first["epoch"]) / SECONDS


async def beside(queries: list[str]) -> tuple[float, float, float]:
    """Return what a small run gets in a pool of one shared worker beside runs of ``queries``."""
    pool = Pool(1)
    await pool.start()
    try:
        small = Visitor(pool).open(SMALL)
        small.say("play")
        await small.see_until(lambda about: about["epoch"] > 50)
        for i, query in enumerate(queries):
            Visitor(pool, key(2 + i)).open(query).say("play")
        return await watched(small)
    finally:
        await pool.stop()


def main() -> None:
    """Print the figures."""
    for name, queries in BESIDE.items():
        rate, gap, speed = asyncio.run(beside(queries))
        print(
            f"beside {name:11} {rate:5.1f} pictures/s, longest gap {gap * 1000:4.0f} ms, "
            f"{speed:5.0f} epochs/s",
            flush=True,
        )


if __name__ == "__main__":
    main()
