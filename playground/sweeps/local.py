"""Local: worker processes of this machine, one thread each, at lower priority than live boards."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

import playground
from playground.sweeps.execution import Site

NICENESS = 10

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


def local(n_workers: int) -> Site:
    """Return a site of ``n_workers`` processes."""
    return Site(lambda: _opened(n_workers), _close, 2 * n_workers, (BrokenExecutor,))


def n_cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _opened(n_workers: int) -> Executor:
    """Return an executor; its processes begin with its first tasks.

    Forked on Linux from a process that has PyTorch imported once for all, spawned elsewhere.
    """
    os.environ.update(ONE_THREAD)
    packages = str(Path(playground.__file__).parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join(
        dict.fromkeys((packages, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))))
    )
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        context.set_forkserver_preload(["playground.sweeps.prepared"])
    return ProcessPoolExecutor(n_workers, context, initializer=_begin)


def _begin() -> None:
    """Stand back for others, leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, NICENESS - os.nice(0)))
    with suppress(OSError):  # when memory runs out, a worker, which comes back, goes first
        Path("/proc/self/oom_score_adj").write_text("600")
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, in mid-run or not."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def _close(executor: Executor) -> None:
    """End the processes at once: what they still do is not wanted."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
