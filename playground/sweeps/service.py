"""Service: the sweeps of a server's visitors, each a process of its own, in turn.

Knows no page. Who knows a sweep's name reads and steers it, as with a run's key.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import playground
from playground.sweeps.errors import SweepError

WAITING, RUNNING, PAUSED, FINISHED = "waiting", "running", "paused", "finished"

GRID = "grid"
"""What tries every combination; others search."""

_NAME = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PACKAGES = str(Path(playground.__file__).parents[1])

LONGEST_COMPLAINT = 400
"""Characters of what a process said at its end that are shown."""


@dataclass(frozen=True)
class Limits:
    """What visitors may have of a server. Times in seconds."""

    runs: int = 1000
    """Of one sweep."""
    each: int = 2
    """Sweeps of one visitor that run or wait."""
    all: int = 20
    """Sweeps of all visitors that run or wait."""
    at_once: int = 1
    turn: float = 60
    """After so long a sweep finishes the runs it has begun and lets others have a turn."""
    most: float = 30 * 60
    """Longest that one sweep may run in all its turns."""
    kept: int = 200
    """Files that are kept, the latest."""


@dataclass
class Wanted:
    """What a sweep is made of, as the command line spells it."""

    query: str
    vary: list[str]
    seeds: int
    search: str = GRID
    trials: int = 0
    """Of a search; a grid has none."""


@dataclass
class Sweep:
    """One sweep: what it is made of, where its rows are, and how it is."""

    name: str
    path: Path
    wanted: Wanted
    visitor: str = ""
    status: str = PAUSED
    complaint: str = ""
    seconds: float = 0.0
    """In all its turns that have ended."""
    began: float = 0.0
    is_leaving: bool = False
    """It was asked to let others have a turn."""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)


class Service:
    """All sweeps of a server. Its methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        n_workers: Callable[[], int],
        limits: Limits | None = None,
        now: Callable[[], float] = time.monotonic,
        tick: float = 0.25,
        refuses: Callable[[Wanted, int], str] = lambda _wanted, _n_workers: "",
    ) -> None:
        """Keep files in ``folder``; ``refuses`` says why a sweep can't have so many processes."""
        self.limits = limits or Limits()
        self._folder, self._n_workers, self._now, self._tick = folder, n_workers, now, tick
        self._refuses = refuses
        self._sweeps: dict[str, Sweep] = {}
        self._queue: list[Sweep] = []
        self._lock = threading.RLock()
        self._watcher: threading.Thread | None = None

    def start(
        self, visitor: str, wanted: Wanted, own: str = "", rows_of: Sweep | None = None
    ) -> Sweep:
        """Begin a sweep, or let it wait; SweepError when the visitor or the server has enough.

        ``own`` is the text of a visitor's own.csv; what ``rows_of`` has finished is not run again.
        """
        with self._lock:
            self._admit(visitor)
            sweep = self._made(visitor, wanted, own, rows_of)
            self._sweeps[sweep.name] = sweep
            self._wait(sweep)
        return sweep

    def go_on(self, sweep: Sweep, visitor: str) -> None:
        """Let a paused sweep run or wait again; SweepError as for ``start``."""
        with self._lock:
            if sweep.status == PAUSED:
                self._admit(visitor)
                sweep.visitor, sweep.complaint = visitor, ""
                self._wait(sweep)

    def pause(self, sweep: Sweep) -> None:
        """Stop a sweep; what has finished stays."""
        with self._lock:
            if sweep in self._queue:
                self._queue.remove(sweep)
            self._end(sweep)
            if sweep.status != FINISHED:
                sweep.status = PAUSED

    def find(self, name: str) -> Sweep | None:
        """Return the sweep of a name, also one of an earlier server; None when there is none."""
        with self._lock:
            if name not in self._sweeps and _NAME.fullmatch(name):
                with suppress(OSError, ValueError, TypeError):
                    about = json.loads((self._folder / f"{name}.json").read_text())
                    wanted = Wanted(**about)
                    self._sweeps[name] = Sweep(name, self._folder / f"{name}.jsonl", wanted)
            return self._sweeps.get(name)

    def ahead(self, sweep: Sweep) -> int:
        """Return how many others have their turn before a waiting sweep."""
        with self._lock:
            waiting = self._queue.index(sweep) if sweep in self._queue else 0
            return waiting + sum(other.status == RUNNING for other in self._sweeps.values())

    def close(self) -> None:
        """Stop everything that runs, as the server ends."""
        with self._lock:
            self._queue.clear()
            for sweep in list(self._sweeps.values()):
                self._end(sweep)

    def _admit(self, visitor: str) -> None:
        """Refuse more than a visitor or the server may have."""
        busy = [s for s in self._sweeps.values() if s.status in (WAITING, RUNNING)]
        if sum(sweep.visitor == visitor for sweep in busy) >= self.limits.each:
            raise SweepError(
                f"You have {self.limits.each} sweeps under way. Pause one, or wait for its end."
            )
        if len(busy) >= self.limits.all:
            raise SweepError(f"{len(busy)} sweeps are waiting on this server. Try again later.")

    def _made(self, visitor: str, wanted: Wanted, own: str, rows_of: Sweep | None) -> Sweep:
        """Return a new sweep with its files; SweepError when there is no room for them."""
        name = secrets.token_hex(16)
        path = self._folder / f"{name}.jsonl"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room()
            if rows_of is not None and rows_of.path.exists():
                shutil.copyfile(rows_of.path, path)
            if own:
                path.with_suffix(".csv").write_text(own)
            path.with_suffix(".json").write_text(json.dumps(asdict(wanted)))
        except OSError as error:
            raise SweepError(f"This server has no room for a sweep: {error.strerror}.") from None
        return Sweep(name, path, wanted, visitor)

    def _make_room(self) -> None:
        """Drop the oldest sweeps, all but as many as are kept."""
        abouts = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for about in abouts[: max(0, len(abouts) + 1 - self.limits.kept)]:
            known = self._sweeps.get(about.stem)
            if known is None or known.status not in (WAITING, RUNNING):
                self._sweeps.pop(about.stem, None)
                for suffix in (".json", ".jsonl", ".csv", ".log"):
                    about.with_suffix(suffix).unlink(missing_ok=True)

    def _wait(self, sweep: Sweep) -> None:
        """Put a sweep at the end of the queue."""
        sweep.status = WAITING
        self._queue.append(sweep)
        self._tend()
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()

    def _watch(self) -> None:
        """Tend the sweeps while there are any under way."""
        while True:
            time.sleep(self._tick)
            with self._lock:
                self._tend()
                if not self._queue and not self._running():
                    self._watcher = None
                    return

    def _running(self) -> list[Sweep]:
        """Return the sweeps that run."""
        return [sweep for sweep in self._sweeps.values() if sweep.status == RUNNING]

    def _tend(self) -> None:
        """See which have ended, whose turn is over and whose begins."""
        for sweep in self._running():
            self._look_after(sweep)
        while self._queue and len(self._running()) < self.limits.at_once:
            self._begin(self._next())

    def _next(self) -> Sweep:
        """Take the first of the queue whose visitor has nothing running, else the first."""
        busy = {sweep.visitor for sweep in self._running()}
        chosen = next((s for s in self._queue if s.visitor not in busy), self._queue[0])
        self._queue.remove(chosen)
        return chosen

    def _look_after(self, sweep: Sweep) -> None:
        """Note that a sweep has ended, or ask it to let others have a turn."""
        assert sweep.process is not None
        lasted = self._now() - sweep.began
        code = sweep.process.poll()
        if code is not None:
            self._ended(sweep, code, lasted)
        elif sweep.seconds + lasted > self.limits.most:
            self.pause(sweep)
            sweep.complaint = (
                f"Paused after {self.limits.most / 60:.0f} minutes, the most that a sweep may take "
                "here. The same command without a browser has no such limit."
            )
        elif self._queue and lasted > self.limits.turn and not sweep.is_leaving:
            sweep.is_leaving = True
            _send(sweep.process, getattr(signal, "SIGUSR1", signal.SIGTERM))

    def _ended(self, sweep: Sweep, code: int, lasted: float) -> None:
        """Take note of a process that has ended by itself."""
        sweep.process, sweep.seconds = None, sweep.seconds + lasted
        if sweep.is_leaving and code == 0:
            sweep.is_leaving, sweep.status = False, WAITING
            self._queue.append(sweep)
        elif code == 0:
            sweep.status = FINISHED
        else:
            sweep.status = PAUSED
            sweep.complaint = _last_words(sweep.path) or f"The sweep's process ended ({code})."

    def _begin(self, sweep: Sweep) -> None:
        """Start the process of a sweep."""
        n_workers = self._n_workers()
        if reason := self._refuses(sweep.wanted, n_workers):
            sweep.status, sweep.complaint = PAUSED, reason
            return
        own = sweep.path.with_suffix(".csv")
        command = [
            *(sys.executable, "-P", "-m", "playground", "sweep", sweep.wanted.query),
            *(part for text in sweep.wanted.vary for part in ("--vary", text)),
            *("--seeds", str(sweep.wanted.seeds), "--store", str(sweep.path), "--tied"),
            *("--workers", str(n_workers)),
            *_searching(sweep.wanted),
            *(("--own", str(own)) if own.exists() else ()),
        ]
        try:
            with open(sweep.path.with_suffix(".log"), "wb") as log:
                sweep.process = _started(command, log)
        except OSError as error:
            sweep.status = PAUSED
            sweep.complaint = f"The sweep could not be started: {error.strerror}."
            return
        sweep.status, sweep.began, sweep.is_leaving = RUNNING, self._now(), False

    def _end(self, sweep: Sweep) -> None:
        """End the process of a sweep, if there is one."""
        process, sweep.process = sweep.process, None
        if process is None:
            return
        sweep.seconds += self._now() - sweep.began
        sweep.status = PAUSED
        _send(process, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _searching(wanted: Wanted) -> tuple[str, ...]:
    """Return the arguments that make a sweep a search."""
    is_grid = wanted.search == GRID
    return () if is_grid else ("--search", wanted.search, "--trials", str(wanted.trials))


def _started(command: Sequence[str], log: Any) -> subprocess.Popen[bytes]:
    """Return a process that stands back, ends when this one does, and hears no Ctrl-C."""
    paths = os.pathsep.join(filter(None, (_PACKAGES, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=log,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
    )
    if hasattr(os, "setpriority"):  # not on Windows
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    return process


def _send(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a process that may be gone."""
    with suppress(OSError):
        process.send_signal(number)


def _last_words(path: Path) -> str:
    """Return the last line that a process said."""
    try:
        lines = path.with_suffix(".log").read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][:LONGEST_COMPLAINT] if lines else ""
