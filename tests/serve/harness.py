"""What the tests of serve/ share: visitors, workers as threads, deadlines."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import safetensors.numpy

from playground.catalog import DEFAULT_VIEWS
from playground.serve.channel import Channel
from playground.serve.server.pool import Pool
from playground.serve.worker.worker import Worker

DEADLINE = 180.0
"""Seconds after which a test that waits has failed."""

LONG = "epochs=100000"
"""Query of a run that doesn't finish during a test."""


def wanted(*due: str, generation: int = -1) -> dict[str, Any]:
    """Return the fields of a request for a frame: the usual views are open, some are due."""
    views: dict[str, dict[str, Any]] = {name: {} for name in DEFAULT_VIEWS}
    return {"views": views, "due": list(due), "generation": generation}


def key(i: int) -> str:
    """Return the i-th run key."""
    return f"{i:032x}"


def read(blob: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a frame's numbers and its tensors."""
    n = int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8 : 8 + n])
    return json.loads(header["__metadata__"]["frame"]), safetensors.numpy.load(blob)


def asyncly(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a test's coroutine, at most until the deadline."""
    return asyncio.run(asyncio.wait_for(coroutine, DEADLINE))


class Threads:
    """Workers as threads of the test: there at once, and easily lost."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ends: list[socket.socket] = []
        self.niceness: list[int] = []

    def start(self) -> None:
        """Need nothing."""

    async def launch(self, niceness: int = 0) -> socket.socket:
        """Start a worker."""
        self.niceness.append(niceness)
        ours, theirs = socket.socketpair()
        self.ends.append(theirs)
        threading.Thread(target=self._work, args=(theirs,), daemon=True).start()
        return ours

    def _work(self, end: socket.socket) -> None:
        """Be a worker until the server hangs up, then hang up too."""
        channel = Channel(end)
        Worker(channel, self.directory).serve()
        channel.close()

    def kill(self, pid: int) -> None:
        """Leave the test's own process alone."""

    def close(self) -> None:
        """Need nothing."""

    def lose(self, i: int = -1) -> None:
        """Cut the connection of a worker, as if it had been killed."""
        with suppress(OSError):
            self.ends[i].shutdown(socket.SHUT_RDWR)


class Visitor:
    """A watcher that remembers what it was given."""

    def __init__(self, pool: Pool, run: str = key(1)) -> None:
        self.pool, self.key = pool, run
        self.frames: list[bytes] = []
        self.events: list[dict[str, Any]] = []
        self.code: int | None = None
        self._news = asyncio.Event()

    def frame(self, blob: bytes) -> None:
        self.frames.append(blob)
        self._news.set()

    def event(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        self._news.set()

    def close(self, code: int) -> None:
        self.code = code
        self._news.set()

    def open(
        self, query: str = LONG, known: bool = False, session: str = "", **opening: Any
    ) -> Visitor:
        self.pool.open(self.key, query, known, self, session, **opening)
        return self

    def say(self, op: str, **fields: Any) -> None:
        self.pool.send(self.key, self, {"op": op, **fields})

    def leave(self) -> None:
        self.pool.leave(self.key, self)

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until ``holds`` after something was given."""
        while not (value := holds()):
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), DEADLINE)
        return value

    async def see(self, *due: str, generation: int = -1) -> dict[str, Any]:
        """Ask for a frame and return its numbers."""
        n = len(self.frames)
        self.say("frame", **wanted(*due, generation=generation))
        await self.until(lambda: len(self.frames) > n)
        return read(self.frames[-1])[0]

    async def see_until(self, holds: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Ask for frames until one fits."""
        end = time.monotonic() + DEADLINE
        while not holds(about := await self.see()):
            assert time.monotonic() < end, about
        return about

    @property
    def notices(self) -> list[str]:
        """The sentences that were given."""
        return [event["text"] for event in self.events if "text" in event]
