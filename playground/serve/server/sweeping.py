"""The server's sweeps: one service for all visitors, its files, its end with the server."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

from playground.serve.server.capacity import n_workers
from playground.sweeps.service import Service

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


SERVICE = Service(folder(), n_workers)
atexit.register(SERVICE.close)
