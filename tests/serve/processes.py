"""What the tests need to know of other processes, from Linux's /proc."""

import os
import select
import time
from collections.abc import Iterable
from pathlib import Path

from tests.serve.harness import DEADLINE


def descendants(pid: int) -> set[int]:
    """Return the process ids below ``pid``."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # just ended
            continue
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), set()).add(int(stat.parent.name))
    found: set[int] = set()
    todo = [pid]
    while todo:
        below = children.get(todo.pop(), set()) - found
        found |= below
        todo += below
    return found


def wait_gone(pids: Iterable[int], seconds: float = DEADLINE) -> float:
    """Wait until all processes have ended, failing after ``seconds``; return how long it took."""
    start = time.monotonic()
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        left = max(0.0, start + seconds - time.monotonic())
        assert select.select([descriptor], [], [], left)[0], f"{pid} is still there"
    return time.monotonic() - start


def workers(pid: int) -> set[int]:
    """Return the worker processes below ``pid``."""
    below = descendants(pid)
    return {p for p in below if Path(f"/proc/{p}/comm").read_text().strip() == "worker"}


def loaded(pid: int, library: str) -> bool:
    """Tell whether a process has a file of ``library`` in its memory."""
    return library in Path(f"/proc/{pid}/maps").read_text()


def memory(pid: int, name: str = "VmRSS") -> float:
    """Return a process's memory in MB, as ``/proc/{pid}/status`` has it under ``name``."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def private_memory(pid: int) -> float:
    """Return the MB that would be free if a process ended: what it shares with none."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    words = [line.split() for line in lines]
    return sum(int(w[1]) for w in words if w[0].startswith("Private_")) / 1024


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
