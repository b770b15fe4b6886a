"""What the pool keeps, and for how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What the pool keeps, and for how long. Times in seconds."""

    lease: float = 15.0
    """How long a run goes on without a visitor."""
    keep: float = 3600.0
    """How long a parked run is kept."""
    live: int = 256
    """Most runs in workers."""
    parked: int = 500
    """Most parked runs."""
    parked_bytes: int = 256 * 10**6
    """Most bytes of parked runs on disk."""
    parked_bytes_each: int = 64 * 10**6
    """Most bytes of those of one page session."""
    crashes: int = 3
    """A run whose worker is lost so often within ``crash_window`` pauses; twice as often, ends."""
    crash_window: float = 60.0
    apart: int | None = None
    """Most workers of long runs; as many as small ones share by default."""
    room: int | None = None
    """Bytes that live runs may take together; what the machine has by default."""
