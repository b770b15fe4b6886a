"""How many workers this machine has room for: what it grants, not what it has."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

SHARED = 600 * 2**20
"""Bytes for the server and for what forked workers share; measured: 100 and 450 MB."""

PER_WORKER = (250 if sys.platform == "linux" else 600) * 2**20
"""Bytes that one worker with a room full of runs takes for itself.

Measured: 45 MB and half a megabyte a run; where workers can't be forked, 450 MB more.
"""


ALONE = 45 * 2**20
"""Bytes of one worker without runs; where workers can't be forked, 450 MB more."""


def room(n_workers: int, root: Path = Path("/")) -> int:
    """Return the bytes that are left for runs beside the server and its workers."""
    alone = ALONE if sys.platform == "linux" else ALONE + 450 * 2**20
    return max(0, memory(root) - SHARED - n_workers * alone)


def n_workers(root: Path = Path("/")) -> int:
    """Return one worker for each core granted, as far as the memory goes; at least one."""
    room = (memory(root) - SHARED) // PER_WORKER
    return max(1, min(int(cores(root)), room))


def cores(root: Path = Path("/")) -> float:
    """Return the cores that affinity and control groups grant, possibly a fraction."""
    try:
        available = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        available = os.cpu_count() or 1
    return min([float(available), *_quotas(root)])


def memory(root: Path = Path("/")) -> int:
    """Return the bytes that may be used: the least of free memory and the control groups' limits.

    Where neither can be read, half of what the machine has.
    """
    limits = [*_limits(root), *_free(root)]
    return min(limits) if limits else _physical() // 2


def _quotas(root: Path) -> Iterator[float]:
    """Yield the cores that each control group above this process allows."""
    for group in _groups(root, "cpu"):
        quota, *period = _words(group / "cpu.max")  # version 2
        if quota.isdigit() and period:
            yield int(quota) / int(period[0])
        quota = _words(group / "cpu.cfs_quota_us")[0]  # version 1
        period = _words(group / "cpu.cfs_period_us")
        if quota.isdigit() and period[0].isdigit():
            yield int(quota) / int(period[0])


def _limits(root: Path) -> Iterator[int]:
    """Yield the bytes that each control group above this process allows."""
    for group in _groups(root, "memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):
            limit = _words(group / name)[0]
            if limit.isdigit():
                yield int(limit)


def _free(root: Path) -> Iterator[int]:
    """Yield the bytes that are free or can be freed."""
    words = _words(root / "proc/meminfo")
    if "MemAvailable:" in words:
        yield int(words[words.index("MemAvailable:") + 1]) * 1024


def _physical() -> int:
    """Return the machine's memory in bytes; a modest guess where the system doesn't tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 4 * 2**30


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """Yield the directories of this process's control groups, and of those above them."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        mount = root / "sys/fs/cgroup" / (controller if controllers else "")
        own = mount / path.strip("/")
        yield from (group for group in (own, *own.parents) if group.is_relative_to(mount))


def _words(path: Path) -> list[str]:
    """Return the words of a file; one empty word when it can't be read."""
    return _text(path).split() or [""]


def _text(path: Path) -> str:
    """Return the text of a file; empty when it can't be read."""
    try:
        return path.read_text()
    except OSError:
        return ""
