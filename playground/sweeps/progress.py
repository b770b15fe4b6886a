"""Progress: one line on a terminal, written over; nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from playground.sweeps.row import FAILED, Row

WIDTH = 30
"""Characters of the bar."""


class Progress:
    """Counts rows of ``total`` runs; ``n_known`` of them were there before."""

    def __init__(
        self,
        stream: TextIO,
        total: int,
        n_known: int = 0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream, self._total, self._n_known, self._now = stream, total, n_known, now
        self._is_shown = stream.isatty()
        self._start = now()
        self._n_new = self._n_diverged = self._n_failed = 0
        self._show()

    def add(self, row: Row) -> None:
        """Count a row."""
        self._n_new += 1
        self._n_diverged += row["status"] == "diverged"
        self._n_failed += row["status"] == FAILED
        self._show()

    def close(self) -> None:
        """Leave the line as it is and go on below it."""
        if self._is_shown:
            self._stream.write("\n")
            self._stream.flush()

    @property
    def line(self) -> str:
        """The bar, how many runs are done, how many went wrong, and about how long it takes."""
        done = self._n_known + self._n_new
        full = WIDTH * done // max(self._total, 1)
        parts = [f"{done}/{self._total} runs"]
        parts += [f"{self._n_diverged} diverged"] * bool(self._n_diverged)
        parts += [f"{self._n_failed} failed"] * bool(self._n_failed)
        if self._n_new > 0 and done < self._total:
            each = (self._now() - self._start) / self._n_new
            parts.append(f"{duration(each * (self._total - done))} left")
        return f"[{'█' * full}{'·' * (WIDTH - full)}] {' · '.join(parts)}"

    def _show(self) -> None:
        """Write the line over the last one."""
        if self._is_shown:
            self._stream.write(f"\r\x1b[K{self.line}")
            self._stream.flush()


def duration(seconds: float) -> str:
    """Return about how long something takes, in words."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
