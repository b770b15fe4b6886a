"""Which parked runs are dropped, and the sentence for who comes back for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playground.serve.server.limits import Limits
from playground.serve.server.record import RunRecord

MOST = 2000
"""Dropped runs of which the reason is remembered."""

FRESH = "this is a fresh one from the seed."
OLD = (
    "The earlier run is no longer kept (runs without a visitor are dropped after {minutes:.0f} "
    f"minutes): {FRESH}"
)
MANY = (
    "The earlier run is no longer kept (of the runs without a visitor, this server keeps the last "
    f"{{n}}): {FRESH}"
)
LARGE = (
    "The earlier run is no longer kept (its file of {size:.0f} MB was the largest, and the files "
    f"of {{whose}} may take {{most:.0f}} MB together): {FRESH}"
)
ONES, ALL = "one visitor's runs", "all runs without a visitor"


class Farewells:
    """Why runs were dropped, by key; the first reasons are forgotten first."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def note(self, key: str, reason: str) -> None:
        """Remember why a run was dropped."""
        self._reasons[key] = reason
        while len(self._reasons) > MOST:
            del self._reasons[next(iter(self._reasons))]

    def take(self, key: str, limits: Limits) -> str:
        """Return why the run ``key`` is not there; long ago is all that is known of others."""
        return self._reasons.pop(key, "") or OLD.format(minutes=limits.keep / 60)


def superfluous(
    parked: Iterable[RunRecord], limits: Limits, now: float
) -> Iterator[tuple[RunRecord, str]]:
    """Yield the parked runs to drop, each with the reason.

    Those kept too long; the oldest where there are too many; where a visitor's files take too
    much, or all together, the largest.
    """
    kept = sorted(parked, key=lambda record: record.parked_at or 0.0)
    too_old = [e for e in kept if now - (e.parked_at or 0.0) >= limits.keep]
    yield from ((e, OLD.format(minutes=limits.keep / 60)) for e in too_old)
    kept = kept[len(too_old) :]
    too_many = kept[: max(0, len(kept) - limits.parked)]
    yield from ((e, MANY.format(n=limits.parked)) for e in too_many)
    kept = kept[len(too_many) :]
    for session in {e.session for e in kept if e.session}:
        own = [e for e in kept if e.session == session]
        for record in _largest(own, limits.parked_bytes_each):
            kept.remove(record)
            yield record, _large(record, ONES, limits.parked_bytes_each)
    for record in _largest(kept, limits.parked_bytes):
        yield record, _large(record, ALL, limits.parked_bytes)


def _largest(records: list[RunRecord], most: int) -> Iterator[RunRecord]:
    """Yield the largest files, as many as are beyond ``most`` bytes."""
    size = sum(record.n_bytes for record in records)
    for record in sorted(records, key=lambda record: -record.n_bytes):
        if size <= most:
            return
        size -= record.n_bytes
        yield record


def _large(record: RunRecord, whose: str, most: int) -> str:
    """Return the sentence for a file that took too much."""
    return LARGE.format(size=record.n_bytes / 1e6, whose=whose, most=most / 1e6)
