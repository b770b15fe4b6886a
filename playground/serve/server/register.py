"""The runs that the server knows of, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter

from playground.serve.server.record import RunRecord


class Register(dict[str, RunRecord]):
    """Runs by key."""

    @property
    def live(self) -> list[RunRecord]:
        """Those in workers."""
        return [record for record in self.values() if record.is_live]

    @property
    def parked(self) -> list[RunRecord]:
        """Those on disk only."""
        return [record for record in self.values() if not record.is_live]

    @property
    def unwatched(self) -> list[RunRecord]:
        """Live ones without a visitor."""
        return [record for record in self.live if record.watcher is None]

    @property
    def n_watched(self) -> int:
        """How many have a visitor."""
        return sum(record.watcher is not None for record in self.values())

    @property
    def census(self) -> Counter[str]:
        """How many there are in each state."""
        return Counter(e.status if e.is_live else "parked" for e in self.values())

    @property
    def told(self) -> int:
        """Bytes that the live ones may take together."""
        return sum(record.cost.memory for record in self.live)
