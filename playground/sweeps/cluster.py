"""Cluster: workers of a Dask scheduler, checked before anything is sent to them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

from playground.rules import quoted
from playground.sweeps.errors import SweepError
from playground.sweeps.execution import Site
from playground.sweeps.store import versions

ADDRESS = "PLAYGROUND_SCHEDULER"
"""Environment variable that names the scheduler where the command line doesn't."""

PATIENCE = 10
"""Seconds in which a scheduler has to answer."""

AHEAD = 4
"""Tasks handed out for each worker: while one is sent, others run."""

LOST = (
    "The scheduler was lost in mid-sweep. With --store FILE, what has finished is kept, and the "
    "same command goes on with the rest."
)
MISSING = (
    "A scheduler needs dask.distributed, which is not installed here. Install it with "
    "`pip install distributed`, or leave --scheduler out to run on this machine."
)


def cluster(address: str) -> Site:
    """Return the site of a scheduler's workers; SweepError when it can't be used."""
    try:
        import distributed
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise SweepError(MISSING) from None
    connection = Connection(address)
    connection.open()
    losses = (KilledWorker, CommClosedError, distributed.client.FutureCancelledError)
    return Site(connection.open, connection.close, AHEAD * connection.width, losses)


class Connection:
    """One client of a scheduler at a time."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Any = None
        self._was_open = False
        self.width = 1

    def open(self) -> Executor:
        """Return an executor of the scheduler's workers; SweepError when they can't be used."""
        if self._client is None:
            try:
                self._client = _client(self._address)
                self.width = _n_workers(self._client, self._address)
                self._was_open = True
            except SweepError as error:
                self._end()
                raise SweepError(f"{LOST} {error}" if self._was_open else str(error)) from None
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def close(self, executor: Executor) -> None:
        """Give up what still runs, and the connection."""
        if self._client is not None and self._client.status == "running":
            executor.shutdown(wait=False)
        self._end()

    def _end(self) -> None:
        """Hang up."""
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=PATIENCE)


def _client(address: str) -> Any:
    """Return a client of the scheduler at ``address``."""
    from distributed import Client

    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise SweepError(
            f"No Dask scheduler answers at {quoted(address)} ({type(error).__name__}). Start one "
            "with `dask scheduler`, or leave --scheduler out to run on this machine."
        ) from None


def _n_workers(client: Any, address: str) -> int:
    """Return how many workers there are; SweepError unless each has what we have."""
    known = client.scheduler_info(n_workers=-1)["workers"]
    if not known:
        raise SweepError(
            f"The scheduler at {address} has no workers. Start some: "
            f"`dask worker {address} --nthreads 1`."
        )
    found = client.run(_described, on_error="return")
    for name, told in found.items():
        _check(name, told)
    return len(known)


def _described() -> dict[str, str]:
    """Return a worker's versions, where this package is found there."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return versions()


def _check(name: str, told: Any) -> None:
    """Refuse a worker that would give other numbers, or none."""
    if not isinstance(told, Mapping):
        raise SweepError(
            f"The worker at {name} can't run experiments: {quoted(told)}. Start it where this "
            "package and the same requirements.txt are installed."
        )
    ours = versions()
    differing = [f"{n} {told.get(n)}, here {ours[n]}" for n in ours if told.get(n) != ours[n]]
    if differing:
        raise SweepError(
            f"The worker at {name} has {'; '.join(differing)}: numbers would differ. Start it with "
            "the same requirements.txt."
        )
