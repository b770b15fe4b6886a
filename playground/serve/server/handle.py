"""One worker as the server sees it: a conversation, begun anew whenever the process is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from playground.serve import channel
from playground.serve.protocol import Message, dumps
from playground.serve.server.launch import Backoff, Launcher
from playground.serve.server.record import RunRecord

log = logging.getLogger(__name__)

SILENT = 3
"""Looks at a worker, a second apart, without a word from it; nobody new is put on it then.

It is asked at every look, so it has had two seconds. Looks count, not seconds: a server that
stood still itself has looked once, whatever the clock says.
"""

STUCK = 10
"""Looks after which it is taken for stuck and killed: its runs come back in another one."""

LONG_STEPS = 5
"""Steps of the longest run for which it may be silent, when those take longer."""

MOST_UNREAD = 4 * 2**20
"""Bytes that may wait for a worker; one that lets more pile up is stuck, too."""


class WorkerHandle:
    """A worker process and its replacements, and the runs in it."""

    def __init__(
        self,
        launcher: Launcher,
        received: Callable[[WorkerHandle, bytes], None],
        lost: Callable[[WorkerHandle], None],
        niceness: int = 0,
    ) -> None:
        self.records: dict[str, RunRecord] = {}
        self.pid: int | None = None
        """Process id, once the worker has said it."""
        self._launcher = launcher
        self._received, self._lost = received, lost
        self._niceness = niceness
        self._writer: asyncio.StreamWriter | None = None
        self._outbox: list[bytes] = []
        self._n_silent = 0
        self._is_over = False
        self._has_ended = False

    @property
    def load(self) -> tuple[bool, int, int]:
        """How busy it is: whether it has gone silent, then running runs, then all."""
        n_running = sum(record.status == "running" for record in self.records.values())
        return self._n_silent >= SILENT, n_running, len(self.records)

    async def attend(self) -> None:
        """Keep a worker until ``hang_up``."""
        backoff = Backoff()
        while not self._is_over:
            backoff.started()
            try:
                await self._converse()
            except (EOFError, OSError):
                pass  # the worker is lost, or there was no room for one
            except Exception:
                log.exception("A conversation with a worker failed")
            self.pid = self._writer = None
            if not self._is_over:
                self._outbox.clear()
                self._lost(self)
                await asyncio.sleep(backoff.ended())

    def say(self, message: Message) -> None:
        """Tell the worker something, or the next one when it is just being replaced."""
        packed = channel.pack(dumps(message))
        if self._writer is None:
            is_needed = message["op"] in ("open", "park")
            if is_needed or sum(map(len, self._outbox)) < MOST_UNREAD:
                self._outbox.append(packed)
        else:
            self._writer.write(packed)
            if self._writer.transport.get_write_buffer_size() > MOST_UNREAD:
                log.warning("A worker has stopped reading and is killed")
                self._writer.transport.abort()
                self.kill()

    def ready(self, pid: int) -> None:
        """Note that the worker is at work."""
        self.pid, self._n_silent = pid, 0

    def check(self) -> None:
        """Look whether the worker answers; to be called once a second."""
        if self.pid is None:
            return
        self._n_silent += 1
        self.say({"op": "ping"})
        steps = (LONG_STEPS * record.cost.longest for record in self.records.values())
        if self._n_silent > max([STUCK, *steps]):
            log.warning("A worker was silent for %d s and is killed", self._n_silent)
            self.kill()

    def hang_up(self) -> None:
        """End the conversation for good; the worker ends, then ``attend``.

        It is told: to a worker that only sees its server gone, the runs' files are nobody's.
        """
        self._is_over = True
        if self._writer is not None and self._writer.can_write_eof() and not self._has_ended:
            self._has_ended = True
            self._writer.write(channel.pack(dumps({"op": "end"})))
            self._writer.write_eof()

    def kill(self) -> None:
        """Kill the process."""
        if self.pid is not None:
            self._launcher.kill(self.pid)

    async def _converse(self) -> None:
        """Start a worker and pass on what it says, until it is lost."""
        reader, writer = await asyncio.open_connection(
            sock=await self._launcher.launch(self._niceness)
        )
        try:
            writer.writelines(self._outbox)
            self._outbox.clear()
            self._writer = writer
            if self._is_over:
                self.hang_up()
            while True:
                payload = await channel.read(reader)
                self._n_silent = 0
                self._received(self, payload)
        finally:
            writer.close()
