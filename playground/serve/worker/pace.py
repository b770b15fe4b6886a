"""How fast a run goes, and how fast it may. Times are seconds of a clock that the caller reads."""

from __future__ import annotations

from collections import deque

WINDOW = 1.0
"""Seconds of running time over which the speed is measured."""

BACKLOG = 0.1
"""Seconds by which a run behind its speed limit may catch up."""

HELD = 1.0
"""Seconds after which a run that waits for another looks again; a word to it comes sooner."""

_SPACING = 0.05
"""Seconds between two samples of the speed."""


class Pace:
    """Epochs a second of one run while it ran, and the moment its next epoch may begin."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()
        self._halted_at: float | None = None
        self._began = float("-inf")

    @property
    def epochs_per_second(self) -> float:
        """Speed over the last WINDOW of running time; 0 before it can be told."""
        if len(self._samples) < 2:
            return 0.0
        (start, first), (end, last) = self._samples[0], self._samples[-1]
        return (last - first) / (end - start)

    def resume(self, now: float, epoch: int) -> None:
        """Note that the run goes on; the time it stood still does not count."""
        if self._halted_at is not None:
            still = now - self._halted_at
            self._samples = deque((time + still, epoch) for time, epoch in self._samples)
            self._halted_at = None
        if not self._samples:
            self._samples.append((now, epoch))

    def halt(self, now: float) -> None:
        """Note that the run stands still."""
        if self._halted_at is None:
            self._halted_at = now

    def count(self, now: float, epoch: int) -> None:
        """Note that ``epoch`` epochs are done."""
        if self._samples and now - self._samples[-1][0] < _SPACING:
            return
        self._samples.append((now, epoch))
        while len(self._samples) > 2 and now - self._samples[1][0] >= WINDOW:
            self._samples.popleft()

    def wait(self, now: float, limit: int) -> float:
        """Return the seconds until the next epoch may begin; ``limit`` in epochs/s, 0 for none."""
        return max(0.0, self._began + 1 / limit - now) if limit else 0.0

    def begin(self, now: float, limit: int) -> None:
        """Note that an epoch begins."""
        planned = self._began + 1 / limit if limit else now
        self._began = planned if now - BACKLOG <= planned <= now else now
