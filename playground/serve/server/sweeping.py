"""The server's sweeps: one service for all visitors, its files, its end with the server."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

from playground import url
from playground.config import Config
from playground.cost import estimate
from playground.serve.server.capacity import memory, n_workers
from playground.sweeps.axis import read_axis
from playground.sweeps.plan import combine, plan
from playground.sweeps.service import GRID, Service, Wanted

FOLDER = "PLAYGROUND_SWEEPS"
"""Environment variable that names the folder of the sweeps' files, which outlive the server."""


def folder() -> Path:
    """Return where the files of sweeps lie: what the environment says, else one of our own."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    user = os.getuid() if hasattr(os, "getuid") else 0
    usual = Path(tempfile.gettempdir()) / f"playground-sweeps-{user}"
    is_anothers = usual.exists() and hasattr(os, "getuid") and usual.stat().st_uid != user
    return Path(tempfile.mkdtemp(prefix="playground-sweeps-")) if is_anothers else usual


SHARED, EACH = 350 * 2**20, 60 * 2**20
"""Bytes of a sweep's processes together, and of each worker, without what its runs take."""

NO_ROOM = (
    "This server has {free:.0f} MB of memory left, and this sweep needs about {needed:.0f}. Go on "
    "later, make the networks smaller, or use the command line on another machine."
)


def refuses(wanted: Wanted, n_workers: int) -> str:
    """Return why a sweep can't begin now; empty when there is memory for it."""
    largest = max(estimate(config).memory for config in _configs(wanted))
    needed, free = SHARED + n_workers * (EACH + largest), memory()
    return NO_ROOM.format(free=free / 1e6, needed=needed / 1e6) if needed > free else ""


def _configs(wanted: Wanted) -> list[Config]:
    """Return the experiments of a sweep; of a search, what each of its fields makes of the base."""
    base, axes = url.decode(wanted.query)[0], [read_axis(text) for text in wanted.vary]
    if wanted.search == GRID:
        return [cell.config for cell in plan(base, axes).cells]
    return [combine(base, [axis], [value])[0] for axis in axes for value in axis.values]


SERVICE = Service(folder(), n_workers, refuses=refuses)
atexit.register(SERVICE.close)
