"""The operator's figures in Prometheus' text format. Read only; nothing of any one visitor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from playground.serve.server.pool import Pool
from playground.serve.server.tally import BUCKETS

KIND = "text/plain; version=0.0.4; charset=utf-8"
"""Media type of the text."""


def text(pool: Pool) -> bytes:
    """Return the figures as they are now."""
    # Imported when first asked for: a server whose figures nobody reads need not carry it.
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(pool))
    return generate_latest(registry)


class _Figures:
    """What ``prometheus_client`` collects."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Any]:
        """Yield each figure with its name and what it means."""
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        pool, tally = self._pool, self._pool.tally
        runs = GaugeMetricFamily("playground_runs", "Runs by where they are.", labels=["state"])
        for state, n in pool.runs.census.items():
            runs.add_metric([state], n)
        yield runs
        gauges = {
            "playground_sessions": ("Boards that are connected.", pool.runs.n_watched),
            "playground_workers": ("Worker processes at work.", len(pool.pids)),
            "playground_memory_told_bytes": ("Memory that live runs may take.", pool.runs.told),
            "playground_memory_room_bytes": ("Memory that there is for runs.", pool.room),
        }
        yield from (GaugeMetricFamily(name, *told) for name, told in gauges.items())
        counters = {
            "playground_epochs": ("Epochs trained.", tally.epochs),
            "playground_restarts": ("Workers lost and replaced.", tally.restarts),
        }
        yield from (CounterMetricFamily(name, *told) for name, told in counters.items())
        bounds = [*map(str, BUCKETS), "+Inf"]
        yield HistogramMetricFamily(
            "playground_frame_seconds",
            "Time from a board's request to the frame that answers it.",
            buckets=list(zip(bounds, accumulate(tally.frames), strict=True)),
            sum_value=tally.waited,
        )
