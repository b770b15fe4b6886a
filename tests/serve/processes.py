"""What the tests need to know of other processes, from Linux's /proc."""

import select
import time
from collections.abc import Iterable
from os import pidfd_open
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
            descriptor = pidfd_open(pid)
        except ProcessLookupError:
            continue
        left = max(0.0, start + seconds - time.monotonic())
        assert select.select([descriptor], [], [], left)[0], f"{pid} is still there"
    return time.monotonic() - start


def loaded(pid: int, library: str) -> bool:
    """Tell whether a process has a file of ``library`` in its memory."""
    return library in Path(f"/proc/{pid}/maps").read_text()
