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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playground.cost import cost_of
from playground.course import Course, read
from playground.serve import checkpoint
from playground.serve.protocol import Message, Refused, is_file, is_frame, split_frame
from playground.serve.server import capacity, refusals
from playground.serve.server.downloads import Downloads
from playground.serve.server.handle import WorkerHandle
from playground.serve.server.launch import Launcher, launcher
from playground.serve.server.leavings import Farewells, superfluous
from playground.serve.server.limits import Limits
from playground.serve.server.placement import Placement, refusal
from playground.serve.server.record import Opening, RunRecord, Watcher
from playground.serve.server.register import Register
from playground.serve.server.sessions import PageSessions
from playground.serve.server.tally import Tally
from playground.table import store

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks at leases and workers."""

TABLES = "tables"
"""Folder of the visitors' tables in the pool's directory."""

LAST_WORDS = 2.0
"""Seconds that workers have to end before they are killed."""


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
        self._records = Register()
        self._workers: list[WorkerHandle] = []
        """All that are attended, those on their way out included."""
        self._downloads = Downloads()
        self._sessions = PageSessions()
        self._farewells = Farewells()
        self.tally = Tally()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._duties: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are at work."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    @property
    def n_live(self) -> int:
        """Runs in workers."""
        return len(self._records.live)

    @property
    def n_parked(self) -> int:
        """Runs on disk only."""
        return len(self._records.parked)

    @property
    def runs(self) -> Register:
        """All that the server knows of."""
        return self._records

    async def start(self) -> None:
        """Start the workers; returns at once, what is said to them until they are there waits."""
        self._loop = asyncio.get_running_loop()
        self._directory = Path(tempfile.mkdtemp(prefix="playground-"))
        # Beside the checkpoints, so that the last process to end takes the visitors' tables along.
        os.environ[store.FOLDER] = str(self._directory / TABLES)
        self.launcher = self._launch(self._directory)
        self.launcher.start()
        n = self._n_workers or capacity.n_workers()
        n_apart = n if self._limits.apart is None else self._limits.apart
        self.room = self._limits.room or capacity.room(n + n_apart)
        self._placement = Placement(self._begin, n, n_apart)
        self._ticking = asyncio.create_task(self._tick_for_ever())

    def _begin(self, niceness: int) -> WorkerHandle:
        """Start a worker and attend to it for as long as it is wanted."""
        worker = WorkerHandle(self.launcher, self._received, self._lost, niceness)
        self._workers.append(worker)
        duty = asyncio.create_task(self._attend(worker))
        self._duties.add(duty)
        duty.add_done_callback(self._duties.discard)
        return worker

    async def _attend(self, worker: WorkerHandle) -> None:
        """Keep a worker until it is told to end."""
        try:
            await worker.attend()
        finally:
            self._workers.remove(worker)

    async def stop(self) -> None:
        """End all workers and forget all runs."""
        self._loop = None
        assert self._ticking is not None
        self._ticking.cancel()
        self._downloads.lost()
        if os.environ.get(store.FOLDER) == str(self._directory / TABLES):
            del os.environ[store.FOLDER]
        for worker in self._workers:
            worker.hang_up()
        self.launcher.close()
        duties = {self._ticking, *self._duties}
        _, late = await asyncio.wait(duties, timeout=LAST_WORDS)
        for worker in self._workers:
            worker.kill()
        for task in late:
            task.cancel()
        await asyncio.gather(*duties, return_exceptions=True)
        shutil.rmtree(self._directory, ignore_errors=True)
        self._records.clear()

    def open(
        self,
        key: str,
        query: str,
        known: bool,
        watcher: Watcher,
        session: str = "",
        document: str = "",
        over: bool = False,
    ) -> None:
        """Let ``watcher`` watch and steer the run ``key``, which comes back or is made.

        ``known`` tells that the visitor had this key before, ``session`` the page session to which
        it belongs. Who comes from another page (``document``) than the one that watches waits
        until that answers, which keeps its run, or leaves; unless the run is to be taken ``over``.
        Raises Refused when there is no room.
        """
        if not self._workers:
            raise Refused("The server is not ready yet. Try again in a moment.")
        record = self._records.get(key) or RunRecord(key)
        opening = Opening(query, known, session, document)
        if record.is_held_from(document) and not over:
            record.let_wait(watcher, opening, refusals.WAITING)
            return
        if key not in self._records or not record.is_live:
            self._make_room()
        text = self._refusal(record, query)
        if text and (scarce := self._refusal(record, record.query)):
            raise Refused(scarce)
        if known and key not in self._records:
            text = self._farewells.take(key, self._limits)
            watcher.event({"event": "notice", "text": text})
        self._records[key] = record
        record.dismiss(refusals.GONE, refusals.TAKEN_OVER)
        self._admit(record, watcher, opening)

    def _admit(self, record: RunRecord, watcher: Watcher, opening: Opening) -> None:
        """Let ``watcher`` have the run; who waits for it waits for another answer."""
        session, query = opening.session, opening.query
        record.arrives = record.session != session
        record.watcher, record.session, record.document = watcher, session, opening.document
        query = self._sessions.take(session, record.key, query) if session else query
        text = self._refusal(record, query)
        record.query = record.query if text else query
        because = "" if record.is_live else "parked"
        record.parked_at = None
        self._placement.bring(record, because)
        record.stand_in(query if text else "", text)
        if record.waiting:
            record.tell("asked")

    def send(self, key: str, watcher: Watcher, message: Message) -> None:
        """Pass a visitor's message on to the run, unless another visitor has taken it over."""
        record = self._records.get(key)
        if record is None or record.watcher is not watcher:
            return
        if message["op"] == "here":
            record.keep(refusals.HELD)
        elif message["op"] == "config":
            self._configure(record, message["query"])
        elif message["op"] == "reset" and record.refused:
            self._configure(record, record.refused)
        else:
            record.pass_on(message)

    def _configure(self, record: RunRecord, query: str) -> None:
        """Let a run take up a query where it is, or where it then belongs; or say why it can't."""
        text = self._refusal(record, query)
        record.stand_in(query if text else "", text)
        if text:
            return
        worker = record.worker
        if record.is_moving or worker is None or self._placement.suits(worker, cost_of(query)):
            record.pass_on({"op": "config", "query": query})
        else:
            self._placement.move(record, query)

    def _refusal(self, record: RunRecord, query: str) -> str:
        """Return why this machine can't carry a run now; parks runs that nobody watches for it."""
        while text := self._lack(record, query):
            unwatched = [other for other in self._records.unwatched if other is not record]
            if cost_of(query).memory > self.room or not unwatched:
                return text
            self._park(min(unwatched, key=lambda other: other.left_at))
        return ""

    def _lack(self, record: RunRecord, query: str) -> str:
        """Return what there is too little of for a run beside the others."""
        others = (other.cost for other in self._records.live if other is not record)
        return refusal(cost_of(query), others, self.room)

    def want(self, session: str, query: str) -> None:
        """Let the run of a page session take up ``query``. May be called from any thread."""
        with suppress(RuntimeError, AttributeError):  # the server ends, or has not begun
            self._loop.call_soon_threadsafe(self._want, session, query)  # type: ignore[union-attr]

    def course(self, session: str, query: str) -> Course | None:
        """Return how the run of a page session came to be what ``query`` spells.

        None when it began so, or is not there yet. May be called from any thread.
        """
        record = self._records.get(self._sessions.key(session))
        if record is None or record.session != session:
            return None
        told = record.course
        return read(told) if told and told["query"] == query else None

    def _want(self, session: str, query: str) -> None:
        """Tell a run what its page wants, unless another page has taken it over."""
        record = self._records.get(self._sessions.want(session, query))
        if record is not None and record.session == session and record.worker is not None:
            self._configure(record, query)

    async def take(self, key: str, name: str) -> bytes:
        """Return the file ``name`` of the run ``key``; raise NoFile when there is none."""
        return await self._downloads.fetch(self._records.get(key), name)

    def leave(self, key: str, watcher: Watcher) -> None:
        """Note that a visitor has gone; the run goes on for its lease, or for who waits for it."""
        record = self._records.get(key)
        if record is None:
            return
        record.waiting.pop(watcher, None)
        if record.watcher is not watcher:
            return
        record.watcher = None
        record.asks.clear()
        record.left_at = self._clock()
        if record.worker is not None:
            record.worker.say({"op": "leave", "key": key})
        if record.waiting:
            next_one = next(iter(record.waiting))
            next_one.event({"event": "admitted"})
            self._admit(record, next_one, record.waiting.pop(next_one))

    def tick(self) -> None:
        """Park runs whose lease is over, drop parked ones that are too old or too many."""
        now = self._clock()
        for record in self._records.unwatched:
            if now - record.left_at >= self._limits.lease:
                self._park(record)
        for record, reason in superfluous(self._records.parked, self._limits, now):
            self._farewells.note(record.key, reason)
            self._drop(record)
        for worker in self._workers:
            worker.check()

    async def _tick_for_ever(self) -> None:
        """Tick at intervals."""
        while True:
            await asyncio.sleep(TICK)
            try:
                self.tick()
            except Exception:
                log.exception("The pool's round failed")

    def _make_room(self) -> None:
        """Park a run that nobody watches when all places are taken; Refused when there is none."""
        if self.n_live < self._limits.live:
            return
        try:
            self._park(min(self._records.unwatched, key=lambda record: record.left_at))
        except ValueError:
            raise Refused(refusals.FULL.format(n=self._limits.live)) from None

    def _park(self, record: RunRecord) -> None:
        """Send a run to disk; its worker answers ``parked``."""
        record.parked_at = self._clock()
        record.status = "paused" if record.status == "running" else record.status
        if record.worker is not None:
            record.worker.say({"op": "park", "key": record.key})

    def _drop(self, record: RunRecord) -> None:
        """Forget a run."""
        record.keep(refusals.HELD)
        del self._records[record.key]
        self._placement.detach(record)
        checkpoint.remove(self._directory / record.key)

    def _received(self, worker: WorkerHandle, payload: bytes) -> None:
        """Take what a worker said: a frame, a file or an event."""
        if is_frame(payload):
            key, ask, blob = split_frame(payload)
            record = worker.records.get(key)
            if record is not None and (waited := record.answer(ask, blob)) is not None:
                self.tally.frame(waited)
            return
        if is_file(payload):
            _, ask, blob = split_frame(payload)
            self._downloads.arrived(worker, ask, blob)
            return
        event = json.loads(payload)
        if event["event"] == "ready":
            worker.ready(event["pid"])
        elif event["event"] == "pong":
            self.tally.epochs += event["epochs"]
        elif event["event"] == "untaken":
            self._downloads.failed(worker, event["ask"], event["text"])
        elif record := worker.records.get(event.get("key")):
            self._heard(record, event)

    def _heard(self, record: RunRecord, event: Message) -> None:
        """Take an event of one run."""
        if event["event"] == "notice":
            record.tell("notice", event["text"])
        elif event["event"] == "status":
            record.status = event["status"]
        elif event["event"] == "course":
            record.course = event["course"]
        elif event["event"] == "kept":
            self._keep(record)
        elif event["event"] == "parked" and not record.is_live:
            record.n_bytes = event["n_bytes"]
            self._placement.detach(record)
        elif event["event"] == "parked" and record.is_moving:
            self._placement.arrive(record)

    def _keep(self, record: RunRecord) -> None:
        """Leave a run in its worker that could not be saved: let its lease begin again."""
        record.left_at = self._clock()
        if not record.is_live:
            record.parked_at = None
        elif record.is_moving:
            record.is_moving = False
            record.pass_on({"op": "config", "query": record.query})
            record.catch_up()

    def _lost(self, worker: WorkerHandle) -> None:
        """Say to the next worker of ``worker`` what the lost one had."""
        log.warning("A worker was lost with %d runs and is replaced", len(worker.records))
        self.tally.restarts += 1
        self._downloads.lost(worker)
        for record in list(worker.records.values()):
            if not record.is_live:
                self._placement.detach(record)
            elif record.count_crash(self._clock(), self._limits.crash_window) > self._most_crashes:
                record.dismiss(refusals.HOPELESS, refusals.FAILED)
                self._drop(record)
            elif record.is_moving:
                self._placement.arrive(record)
            else:
                self._reopen(worker, record)

    @property
    def _most_crashes(self) -> int:
        """So many crashes a run may have within the window."""
        return 2 * self._limits.crashes

    def _reopen(self, worker: WorkerHandle, record: RunRecord) -> None:
        """Let a run come back from its checkpoint in the next worker."""
        record.tell("reconnecting")
        record.course = None
        is_frequent = len(record.crashes) >= self._limits.crashes
        worker.say(record.opening("crashing" if is_frequent else "crashed"))
        record.ask_again()
