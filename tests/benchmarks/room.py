"""What a room full of learners gets: ``python -m tests.benchmarks.room [learners …]``.

Boards ask over the wire as soon as a frame has come, at most 60 times a second, as the page does.
They share the machine's cores with the server. Takes half a minute for each number of learners.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from contextlib import AsyncExitStack
from itertools import cycle
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.serve.harness import DEADLINE, key, read, wanted
from tests.serve.live import Server, serving
from tests.serve.processes import private_memory, workers

LEARNERS = (1, 30, 100)

SECONDS = 10.0
"""Length of one measurement."""

DISPLAY = 1 / 60
"""Seconds between two pictures of a display."""

OTHERS = ("loss", "softmax", "confusion", "predictions")
"""What a board asks for in turn, beside the boundary that comes with every frame."""


class Learner:
    """One board: asks, waits, asks again."""

    def __init__(self, connection: ClientConnection, i: int) -> None:
        self.connection = connection
        self.i = i
        self.generation = -1
        self.about: dict[str, Any] = {}
        self.waits: list[float] = []
        """Seconds from each request to its frame."""

    async def say(self, op: str, **fields: Any) -> None:
        await self.connection.send(json.dumps({"op": op, **fields}))

    async def see(self, *due: str, tell: bool = True) -> None:
        """Ask for a frame and wait for it; ``tell`` whether its numbers are read."""
        begin = time.monotonic()
        await self.say("frame", **wanted(*due, generation=self.generation))
        while isinstance(answer := await self.connection.recv(), str):
            pass
        self.waits.append(time.monotonic() - begin)
        if tell:
            self.about = read(answer)[0]
            self.generation = self.about["generation"]

    async def train(self) -> None:
        """Open a run and have it train."""
        query = f"epochs=100000&seed={self.i}"
        await self.say("open", key=key(1000 + self.i), query=query, known=False)
        await self.say("play")
        while not self.about.get("epoch"):
            await self.see("boundary")

    async def watch(self, until: float) -> float:
        """Look on until then; return the epochs/s."""
        await self.see("boundary")
        first, begin = self.about["epoch"], time.monotonic()
        self.waits.clear()
        for other in cycle(OTHERS):
            start = time.monotonic()
            if start >= until:
                break
            await self.see("boundary", other, tell=False)
            await asyncio.sleep(max(0.0, start + DISPLAY - time.monotonic()))
        n = len(self.waits)
        await self.see("boundary")
        del self.waits[n:]
        return float((self.about["epoch"] - first) / (time.monotonic() - begin))

    async def pause(self) -> float:
        """Press Pause; return the seconds until a frame says so."""
        begin = time.monotonic()
        await self.say("pause")
        while self.about["status"] != "paused":
            await self.see("boundary")
        return time.monotonic() - begin


async def room(server: Server, n: int) -> None:
    """Print what each of ``n`` learners gets who train at once."""
    address = f"ws://127.0.0.1:{server.port}/playground/run"
    async with AsyncExitStack() as stack:
        learners = []
        for i in range(n):
            opened = connect(address, compression=None, max_size=None, open_timeout=DEADLINE)
            learners.append(Learner(await stack.enter_async_context(opened), i))
        begin = time.monotonic()
        await asyncio.gather(*(learner.train() for learner in learners))
        started = time.monotonic() - begin
        until = time.monotonic() + SECONDS
        speeds = await asyncio.gather(*(learner.watch(until) for learner in learners))
        rates = [len(learner.waits) / SECONDS for learner in learners]
        waits = sorted(wait for learner in learners for wait in learner.waits)
        memory = sum(map(private_memory, workers(server.pid)))
        pauses = await asyncio.gather(*(learner.pause() for learner in learners))
    p95 = waits[int(0.95 * len(waits))]
    print(f"{n} learners, all training {started:.1f} s after the first one pressed Train")
    print(f"  pictures/s each     {min(rates):5.1f} – {max(rates):.1f}")
    print(
        f"  a frame             {p95 * 1000:5.0f} ms (95th percentile), at most {waits[-1]:.2f} s"
    )
    mean = statistics.mean(speeds)
    print(f"  epochs/s each       {mean:5.0f}, slowest ÷ mean {min(speeds) / mean:.2f}")
    print(f"  Pause to stillness  {max(pauses) * 1000:5.0f} ms at most, all at once")
    print(f"  memory of workers   {memory:5.0f} MB", flush=True)


def main() -> None:
    """Print all figures."""
    for n in [int(given) for given in sys.argv[1:]] or LEARNERS:
        with serving() as server:
            asyncio.run(room(server, min(n, 100)))


if __name__ == "__main__":
    main()
