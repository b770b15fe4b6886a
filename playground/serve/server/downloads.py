"""Files on their way from a worker to a visitor: few at a time, and none waited for for long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playground.serve.server.record import RunRecord

if TYPE_CHECKING:
    from playground.serve.server.handle import WorkerHandle

MOST = 8
"""Files on their way at one time."""

PATIENCE = 20.0
"""Seconds that a worker has to make a file."""

UNKNOWN = "This run is not open on this server. Open its page again, then download."
BUSY = "Many files are being made just now. Try again in a moment."
LATE = "The file could not be made in time. Try again."


class NoFile(Exception):  # noqa: N818 no fault of ours
    """There is no file; ``status`` is HTTP's number for it, the text a sentence."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Downloads:
    """The files that workers were asked for and have not given yet."""

    def __init__(self) -> None:
        self._n_asked = 0
        self._waiting: dict[int, tuple[WorkerHandle, asyncio.Future[bytes]]] = {}

    async def fetch(self, record: RunRecord | None, name: str) -> bytes:
        """Return the file ``name`` of a run; raise NoFile when there is none."""
        if record is None or not record.is_live or record.worker is None:
            raise NoFile(404, UNKNOWN)
        if len(self._waiting) >= MOST:
            raise NoFile(503, BUSY)
        self._n_asked += 1
        ask = self._n_asked
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[ask] = record.worker, future
        try:
            record.worker.say({"op": "take", "key": record.key, "name": name, "ask": ask})
            async with asyncio.timeout(PATIENCE):
                return await future
        except TimeoutError:
            raise NoFile(503, LATE) from None
        finally:
            del self._waiting[ask]

    def arrived(self, worker: WorkerHandle, ask: int, blob: bytes) -> None:
        """Hand over a file."""
        future = self._awaited(worker, ask)
        if future is not None:
            future.set_result(blob)

    def failed(self, worker: WorkerHandle, ask: int, text: str) -> None:
        """Hand over the sentence why there is no file."""
        future = self._awaited(worker, ask)
        if future is not None:
            future.set_exception(NoFile(404, text))

    def lost(self, worker: WorkerHandle | None = None) -> None:
        """Give up what a lost worker was asked for; without one, everything."""
        for other, future in self._waiting.values():
            if worker in (None, other) and not future.done():
                future.set_exception(NoFile(503, LATE))

    def _awaited(self, worker: WorkerHandle, ask: int) -> asyncio.Future[bytes] | None:
        """Return who waits for an answer of ``worker``, if anybody still does."""
        asked, future = self._waiting.get(ask, (None, None))
        return future if asked is worker and future is not None and not future.done() else None
