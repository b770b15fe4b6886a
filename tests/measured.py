"""What runs really take: ``python -m tests.measured QUERY…`` prints the megabytes of each.

Each run has a process of its own, forked from one that has used all that training needs, in the
environment of a worker; it trains, is shown and is saved.
"""

from __future__ import annotations

import ctypes
import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playground.serve import checkpoint
from playground.serve.server.launch import WORKERS_OWN
from playground.serve.worker.fork_server import prepare
from tests.serve.harness import wanted
from tests.serve.processes import memory

if TYPE_CHECKING:
    from playground.serve.worker.run import Run

STEPS = 10
"""Optimizer steps of a run: more than are taken before the step is written out."""


def measure(queries: list[str]) -> list[float]:
    """Return the megabytes that the run of each query takes at its highest, in processes."""
    command = [sys.executable, "-m", "tests.measured", *queries]
    done = subprocess.run(
        command, env={**os.environ, **WORKERS_OWN}, check=True, capture_output=True, text=True
    )
    return [float(line) for line in done.stdout.split()]


def _forked(query: str) -> float:
    """Return what a run takes, in a process of its own."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(theirs, str(_taken(query)).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    with open(ours) as pipe:
        return float(pipe.read())


def _taken(query: str) -> float:
    """Train, show and save a run; return by how many megabytes this process has grown."""
    _use("hidden=3&n_samples=30")  # touches what was shared until now
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # or the run would be given what that one has left
    Path("/proc/self/clear_refs").write_text("5")
    before = memory(os.getpid())
    _use(query)
    return memory(os.getpid(), "VmHWM") - before


def _use(query: str) -> None:
    """Do to a run what a worker does."""
    from playground.serve.worker.run import Run

    run = Run.fresh(query, lambda: 0.0)
    run.play()
    while run.trainer.step < STEPS:
        with run.trainer.randomness():
            run.trainer.train_batch()
        if run.trainer.at_epoch_start:
            run.version += 1
            run.frame(wanted())
    _fill_timeline(run)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint.write(Path(folder) / "run", run.checkpoint())


def _fill_timeline(run: Run) -> None:
    """Let a run have as many keyframes as it may; they take as much of one that stands still."""
    stride = run.past.about["stride"]
    while run.past.about["stride"] == stride:
        run.trainer.epoch += 1
        run.past.note()


def main() -> None:
    """Print the figures of the queries on the command line."""
    prepare()
    for query in sys.argv[1:]:
        print(_forked(query), flush=True)


if __name__ == "__main__":
    main()
