"""The pool: which run is in which worker process, who watches it, and what becomes of it.

Lives in the server's event loop. Must not import PyTorch or scikit-learn, nor know of WebSockets.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playground.serve import capacity, checkpoint
from playground.serve.desk import Desks
from playground.serve.entry import Entry, Watcher
from playground.serve.launch import Launcher, launcher
from playground.serve.parcels import Parcels
from playground.serve.protocol import Message, Refused, is_file, is_frame, split_frame
from playground.serve.slot import Slot
from playground.table import store

log = logging.getLogger(__name__)

TAKEN_OVER, FAILED = 4001, 1011
"""Close codes: the run was opened elsewhere; the run can't be served."""

GONE = "This run was opened in another tab or window, which has taken it over."
FORGOTTEN = (
    "The earlier run is no longer kept (runs without a visitor are dropped after {minutes:.0f} "
    "minutes): this is a fresh one from the seed."
)
FULL = "All {n} places are taken. Try again in a minute."
HOPELESS = "The training process of this run was lost again and again. Reload for a fresh one."

TICK = 1.0
"""Seconds between two looks at leases and workers."""

TABLES = "tables"
"""Folder of the visitors' tables in the pool's directory."""

LAST_WORDS = 2.0
"""Seconds that workers have to end before they are killed."""


@dataclass(frozen=True)
class Limits:
    """What the pool keeps, and for how long. Times in seconds."""

    lease: float = 15.0
    """How long a run goes on without a visitor."""
    keep: float = 3600.0
    """How long a parked run is kept."""
    live: int = 256
    """Most runs in workers."""
    parked: int = 500
    """Most parked runs."""
    parked_bytes: int = 256 * 2**20
    """Most bytes of parked runs on disk."""
    crashes: int = 3
    """A run whose worker is lost so often within ``crash_window`` pauses; twice as often, ends."""
    crash_window: float = 60.0


class Pool:
    """Worker processes and the runs in them, by key. May be started again after ``stop``."""

    def __init__(
        self,
        n_workers: int | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        launch: Callable[[Path], Launcher] = launcher,
    ) -> None:
        self._n_workers = n_workers
        self._limits = limits or Limits()
        self._clock = clock
        self._launch = launch
        self._entries: dict[str, Entry] = {}
        self._slots: list[Slot] = []
        self._parcels = Parcels()
        self._desks = Desks()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are at work."""
        return [slot.pid for slot in self._slots if slot.pid is not None]

    @property
    def n_live(self) -> int:
        """Runs in workers."""
        return sum(entry.is_live for entry in self._entries.values())

    @property
    def n_parked(self) -> int:
        """Runs on disk only."""
        return len(self._entries) - self.n_live

    async def start(self) -> None:
        """Start the workers; returns at once, what is said to them until they are there waits."""
        self._loop = asyncio.get_running_loop()
        self._directory = Path(tempfile.mkdtemp(prefix="playground-"))
        # Beside the checkpoints, so that the last process to end takes the visitors' tables along.
        os.environ[store.FOLDER] = str(self._directory / TABLES)
        self._launcher = self._launch(self._directory)
        self._launcher.start()
        n = self._n_workers or capacity.n_workers()
        self._slots = [Slot(self._launcher, self._received, self._lost) for _ in range(n)]
        duties = [self._tick_for_ever(), *(slot.attend() for slot in self._slots)]
        self._tasks = [asyncio.create_task(duty) for duty in duties]

    async def stop(self) -> None:
        """End all workers and forget all runs."""
        self._loop = None
        self._tasks[0].cancel()
        self._parcels.lost()
        if os.environ.get(store.FOLDER) == str(self._directory / TABLES):
            del os.environ[store.FOLDER]
        for slot in self._slots:
            slot.hang_up()
        self._launcher.close()
        _, late = await asyncio.wait(self._tasks, timeout=LAST_WORDS)
        for slot in self._slots:
            slot.kill()
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        shutil.rmtree(self._directory, ignore_errors=True)
        self._entries.clear()
        self._slots, self._tasks = [], []

    def open(self, key: str, query: str, known: bool, watcher: Watcher, desk: str = "") -> None:
        """Let ``watcher`` watch and steer the run ``key``, which comes back or is made.

        ``known`` tells that the visitor had this key before, ``desk`` the page session to which it
        belongs. Raises Refused when there is no room.
        """
        if not self._slots:
            raise Refused("The server is not ready yet. Try again in a moment.")
        entry = self._entries.get(key)
        if entry is None:
            self._make_room()
            entry = self._entries[key] = Entry(key)
            if known:
                text = FORGOTTEN.format(minutes=self._limits.keep / 60)
                watcher.event({"event": "notice", "text": text})
        elif not entry.is_live:
            self._make_room()
        entry.dismiss(GONE, TAKEN_OVER)
        entry.watcher, entry.desk = watcher, desk
        entry.query = self._desks.take(desk, key, query) if desk else query
        self._bring(entry)

    def send(self, key: str, watcher: Watcher, message: Message) -> None:
        """Pass a visitor's message on to the run, unless another visitor has taken it over."""
        entry = self._entries.get(key)
        if entry is not None and entry.watcher is watcher and entry.slot is not None:
            entry.slot.say(entry.remember(message))

    def want(self, desk: str, query: str) -> None:
        """Let the run of a page session take up ``query``. May be called from any thread."""
        with suppress(RuntimeError, AttributeError):  # the server ends, or has not begun
            self._loop.call_soon_threadsafe(self._want, desk, query)  # type: ignore[union-attr]

    def _want(self, desk: str, query: str) -> None:
        """Tell a run what its page wants, unless another page has taken it over."""
        entry = self._entries.get(self._desks.want(desk, query))
        if entry is not None and entry.desk == desk and entry.slot is not None:
            entry.slot.say(entry.remember({"op": "config", "query": query}))

    async def take(self, key: str, name: str) -> bytes:
        """Return the file ``name`` of the run ``key``; raise Undelivered when there is none."""
        return await self._parcels.fetch(self._entries.get(key), name)

    def leave(self, key: str, watcher: Watcher) -> None:
        """Note that a visitor has gone; the run goes on for its lease."""
        entry = self._entries.get(key)
        if entry is None or entry.watcher is not watcher:
            return
        entry.watcher = entry.ask = None
        entry.left_at = self._clock()
        if entry.slot is not None:
            entry.slot.say({"op": "leave", "key": key})

    def tick(self) -> None:
        """Park runs whose lease is over, drop parked ones that are too old or too many."""
        now = self._clock()
        for entry in self._unwatched():
            if now - entry.left_at >= self._limits.lease:
                self._park(entry)
        for entry in self._superfluous(now):
            self._drop(entry)
        for slot in self._slots:
            slot.check()

    async def _tick_for_ever(self) -> None:
        """Tick at intervals."""
        while True:
            await asyncio.sleep(TICK)
            try:
                self.tick()
            except Exception:
                log.exception("The pool's round failed")

    def _bring(self, entry: Entry) -> None:
        """Get a run into a worker, the one that has it or the least loaded."""
        because = "" if entry.is_live else "parked"
        entry.parked_at = None
        if entry.slot is None:
            entry.slot = min(self._slots, key=lambda slot: slot.load)
            entry.slot.entries[entry.key] = entry
        entry.slot.say(entry.opening(because))

    def _make_room(self) -> None:
        """Park a run that nobody watches when all places are taken; Refused when there is none."""
        if self.n_live < self._limits.live:
            return
        try:
            self._park(min(self._unwatched(), key=lambda entry: entry.left_at))
        except ValueError:
            raise Refused(FULL.format(n=self._limits.live)) from None

    def _unwatched(self) -> list[Entry]:
        """Return the live runs without a visitor."""
        return [e for e in self._entries.values() if e.is_live and e.watcher is None]

    def _park(self, entry: Entry) -> None:
        """Send a run to disk; its worker answers ``parked``."""
        entry.parked_at = self._clock()
        entry.status = "paused"
        if entry.slot is not None:
            entry.slot.say({"op": "park", "key": entry.key})

    def _superfluous(self, now: float) -> Iterator[Entry]:
        """Yield the parked runs to drop, the oldest first."""
        parked = [e for e in self._entries.values() if e.parked_at is not None]
        parked.sort(key=lambda entry: entry.parked_at or 0.0)
        n, size = len(parked), sum(entry.n_bytes for entry in parked)
        for entry in parked:
            is_old = now - (entry.parked_at or 0.0) >= self._limits.keep
            if not is_old and n <= self._limits.parked and size <= self._limits.parked_bytes:
                return
            n, size = n - 1, size - entry.n_bytes
            yield entry

    def _drop(self, entry: Entry) -> None:
        """Forget a run."""
        del self._entries[entry.key]
        if entry.slot is not None:
            entry.slot.entries.pop(entry.key, None)
        checkpoint.remove(self._directory / entry.key)

    def _received(self, slot: Slot, payload: bytes) -> None:
        """Take what a worker said: a frame, a file or an event."""
        if is_frame(payload):
            key, ask, blob = split_frame(payload)
            if entry := slot.entries.get(key):
                entry.answer(ask, blob)
            return
        if is_file(payload):
            _, ask, blob = split_frame(payload)
            self._parcels.arrived(slot, ask, blob)
            return
        event = json.loads(payload)
        if event["event"] == "ready":
            slot.ready(event["pid"])
        elif event["event"] == "untaken":
            self._parcels.failed(slot, event["ask"], event["text"])
        elif entry := slot.entries.get(event.get("key")):
            self._heard(entry, event)

    def _heard(self, entry: Entry, event: Message) -> None:
        """Take an event of one run."""
        if event["event"] == "notice":
            entry.tell("notice", event["text"])
        elif event["event"] == "status":
            entry.status = event["status"]
        elif event["event"] == "parked" and not entry.is_live:
            entry.n_bytes = event["n_bytes"]
            self._detach(entry)

    def _detach(self, entry: Entry) -> None:
        """Take a run out of its worker's list."""
        if entry.slot is not None:
            del entry.slot.entries[entry.key]
            entry.slot = None

    def _lost(self, slot: Slot) -> None:
        """Say to the next worker of ``slot`` what the lost one had."""
        log.warning("A worker was lost with %d runs and is replaced", len(slot.entries))
        self._parcels.lost(slot)
        for entry in list(slot.entries.values()):
            if not entry.is_live:
                self._detach(entry)
            elif entry.count_crash(self._clock(), self._limits.crash_window) > self._most_crashes:
                entry.dismiss(HOPELESS, FAILED)
                self._drop(entry)
            else:
                self._reopen(slot, entry)

    @property
    def _most_crashes(self) -> int:
        """So many crashes a run may have within the window."""
        return 2 * self._limits.crashes

    def _reopen(self, slot: Slot, entry: Entry) -> None:
        """Let a run come back from its checkpoint in the next worker."""
        entry.tell("reconnecting")
        is_frequent = len(entry.crashes) >= self._limits.crashes
        slot.say(entry.opening("crashing" if is_frequent else "crashed"))
        if entry.ask is not None:
            slot.say({**entry.ask, "key": entry.key})
