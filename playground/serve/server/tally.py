"""What the server counts while it runs: nothing of any one visitor."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

BUCKETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
"""Upper bounds, in seconds, of the groups that frames' waiting times are counted in."""


@dataclass
class Tally:
    """Counts since the server began."""

    epochs: int = 0
    """Epochs trained, as workers tell once a second."""
    restarts: int = 0
    """Workers lost and replaced."""
    waited: float = 0.0
    """Seconds that boards have waited for frames, together."""
    frames: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    """Frames by how long was waited for them; the last group is beyond all bounds."""

    def frame(self, seconds: float) -> None:
        """Count a frame that was waited for so long."""
        self.frames[bisect_left(BUCKETS, seconds)] += 1
        self.waited += seconds
