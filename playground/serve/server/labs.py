"""Labs: one worker process answers for all of them, and goes when nobody has asked for a while.

It is no worker of runs: a lab never waits for training, nor training for a lab. Lives in the
server's event loop.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from playground.serve.protocol import is_lab, split_frame
from playground.serve.server.handle import WorkerHandle
from playground.serve.server.launch import Launcher

PATIENCE = 20.0
"""Seconds that the worker has for a picture, being started included."""

KEEP = 60.0
"""Seconds without a question after which the worker ends."""

TICK = 1.0
"""Seconds between two looks at the worker."""

NOT_READY = "The server is not ready yet. Move again in a moment."
LATE = "This took too long. Change a value."


class NoPicture(Exception):  # noqa: N818 no fault of ours
    """There is no picture; the text is a sentence."""


class Labs:
    """The worker of the labs and the questions that it has not answered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._launcher: Launcher | None = None
        self._worker: WorkerHandle | None = None
        self._waiting: dict[int, asyncio.Future[bytes]] = {}
        self._n_asked = 0
        self._asked_at = 0.0
        self._duties: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """Process id of the worker, while there is one that has said it."""
        return None if self._worker is None else self._worker.pid

    def start(self, launcher: Launcher) -> None:
        """Let workers come from ``launcher``; none is there before something is asked."""
        self._launcher = launcher

    async def stop(self) -> None:
        """End the worker."""
        self._launcher = None
        self._end()
        for duty in self._duties:
            duty.cancel()
        await asyncio.gather(*self._duties, return_exceptions=True)

    async def ask(self, lab: str, values: Mapping[str, Any]) -> bytes:
        """Return what a lab shows for checked ``values``, as JSON; NoPicture when it can't be."""
        if self._launcher is None:
            raise NoPicture(NOT_READY)
        self._n_asked += 1
        ask, self._asked_at = self._n_asked, self._clock()
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[ask] = future
        try:
            worker = self._worker or self._begin(self._launcher)
            worker.say({"op": "lab", "ask": ask, "lab": lab, "values": dict(values)})
            async with asyncio.timeout(PATIENCE):
                return await future
        except TimeoutError:
            raise NoPicture(LATE) from None
        finally:
            del self._waiting[ask]

    def tick(self) -> None:
        """Look whether the worker answers; end it when nobody has asked for a while."""
        if self._worker is None:
            return
        if self._clock() - self._asked_at >= KEEP and not self._waiting:
            self._end()
        else:
            self._worker.check()

    def _begin(self, launcher: Launcher) -> WorkerHandle:
        """Start the worker and attend to it."""
        self._worker = WorkerHandle(launcher, self._received, self._lost)
        for duty in (self._worker.attend(), self._watch(self._worker)):
            task = asyncio.create_task(duty)
            self._duties.add(task)
            task.add_done_callback(self._duties.discard)
        return self._worker

    async def _watch(self, worker: WorkerHandle) -> None:
        """Look at the worker at intervals, as long as it is the one."""
        while self._worker is worker:
            await asyncio.sleep(TICK)
            self.tick()

    def _end(self) -> None:
        """End the worker at once: it has nothing to keep."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.hang_up()
            self._worker = None

    def _received(self, worker: WorkerHandle, payload: bytes) -> None:
        """Take what the worker said."""
        if is_lab(payload):
            _, ask, told = split_frame(payload)
            future = self._waiting.get(ask)
            if future is not None and not future.done():
                future.set_result(told)
        elif (event := json.loads(payload))["event"] == "ready":
            worker.ready(event["pid"])

    def _lost(self, _worker: WorkerHandle) -> None:
        """Give up what a lost worker was asked."""
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(NoPicture(LATE))
