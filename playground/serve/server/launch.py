"""Starts worker processes, each at the other end of a socket. Must not import what they import."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

import playground
from playground.serve.worker import fork_server

log = logging.getLogger(__name__)

WORKERS_OWN = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "MALLOC_MMAP_THRESHOLD_": str(2**20),
    "MALLOC_TRIM_THRESHOLD_": str(8 * 2**20),
}
"""Environment of a worker.

One thread: never slower on small networks, far faster beside busy neighbours. What glibc gives
back: large tensors at once. Left to itself it keeps them all: a run of 8 × 512 units and 5,000
points takes 650 MB instead of 160.
"""

YOUNG = 5.0
"""Seconds; a process that ends before is not replaced at once for ever."""

LONGEST_BACKOFF = 10.0

_PACKAGES = Path(playground.__file__).parents[1]


class Launcher(Protocol):
    """Starts workers."""

    def start(self) -> None:
        """Get ready, in the event loop."""

    async def launch(self, niceness: int = 0) -> socket.socket:
        """Return the server's end of a new worker's socket; it closes if no worker comes of it.

        ``niceness``, from 0 to 19, is how far the worker stands back for the processor.
        """

    def kill(self, pid: int) -> None:
        """Kill a worker that does not end by itself."""

    def close(self) -> None:
        """End what ``start`` started. Workers end by themselves when their sockets close."""


def launcher(directory: Path) -> Launcher:
    """Return the way to start workers that this system allows; checkpoints go to ``directory``.

    Elsewhere than on Linux, a process that has imported PyTorch can't safely be forked.
    """
    return Forks(directory) if sys.platform == "linux" else Spawns(directory)


class Backoff:
    """How long to wait before replacing something that has ended."""

    def __init__(self) -> None:
        self._started_at = 0.0
        self._n_young = 0

    def started(self) -> None:
        """Note that it was started."""
        self._started_at = time.monotonic()

    def ended(self) -> float:
        """Note that it ended; return the seconds to wait: none unless it keeps ending young."""
        is_young = time.monotonic() - self._started_at < YOUNG
        self._n_young = self._n_young + 1 if is_young else 0
        return min(0.125 * 2**self._n_young, LONGEST_BACKOFF) if self._n_young > 2 else 0.0


class Forks:
    """Workers forked from the fork server: a process that has everything imported and stays.

    A worker is there some milliseconds after ``launch`` and shares the imported modules' memory.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._backoff = Backoff()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._there = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Process id of the fork server."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the fork server; it is ready some seconds later, requests wait in its socket."""
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", fork_server.__name__]
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), str(self._directory)],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the server alone
            )
        self._backoff.started()
        # It never speaks, so that its end is readable only when it is gone.
        asyncio.get_running_loop().add_reader(self._control, self._replace)
        self._there.set()

    async def launch(self, niceness: int = 0) -> socket.socket:
        """Return the server's end of a new worker's socket."""
        while True:
            await self._there.wait()
            assert self._control is not None
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(self._control, [bytes([niceness])], [theirs.fileno()])
                    return ours
                except OSError:
                    ours.close()
                    self._replace()

    def kill(self, pid: int) -> None:
        """Kill a worker; it is no child of ours, so that it may be gone already."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End the fork server."""
        if self._retry is not None:
            self._retry.cancel()
        self._end()

    def _replace(self) -> None:
        """Start another fork server in place of one that ended."""
        if not self._there.is_set():
            return
        log.warning("The process that starts workers ended and is replaced")
        self._end()
        self._try_later()

    def _try_later(self) -> None:
        """Start a fork server after a while, and again if the system has no room for it."""
        loop = asyncio.get_running_loop()
        self._retry = loop.call_later(self._backoff.ended(), self._try)

    def _try(self) -> None:
        """Start a fork server, or try later."""
        try:
            self.start()
        except OSError:
            log.exception("The process that starts workers could not be started")
            self._end()
            self._try_later()

    def _end(self) -> None:
        """Make sure that the present fork server is gone."""
        self._there.clear()
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Spawns:
    """Workers in processes of their own, each importing everything for itself."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._processes: list[BaseProcess] = []

    def start(self) -> None:
        """Set the environment that workers inherit."""
        os.environ.update(WORKERS_OWN)

    async def launch(self, niceness: int = 0) -> socket.socket:
        """Return the server's end of a new worker's socket."""
        return await asyncio.to_thread(self._launch, niceness)

    def _launch(self, niceness: int) -> socket.socket:
        """Start a process and give it one end of a new socket."""
        ours, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        arguments = (theirs, self._directory, niceness)
        process = context.Process(target=fork_server.spawned, args=arguments, daemon=True)
        with theirs:
            process.start()
        self._processes = [p for p in self._processes if p.is_alive()] + [process]
        return ours

    def kill(self, pid: int) -> None:
        """Kill a worker."""
        for process in self._processes:
            if process.pid == pid:
                process.kill()

    def close(self) -> None:
        """End all workers."""
        for process in self._processes:
            process.kill()
            process.join()


def _environment() -> dict[str, str]:
    """Return the fork server's environment: its own settings, this package found from anywhere."""
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **WORKERS_OWN, "PYTHONPATH": path}
