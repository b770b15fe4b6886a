"""Summary: the runs of a sweep counted together, over seeds. Knows NumPy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.sweeps.axis import Axis
from playground.sweeps.plan import Cell, Plan
from playground.sweeps.row import FAILED, Row

MEASURES = ("test_accuracy", "test_loss", "train_accuracy", "train_loss")
"""What is averaged over seeds; with a validation part its two as well."""

N_RESAMPLES, CONFIDENCE = 9999, 0.95


def summary(plan: Plan, rows: Mapping[str, Row]) -> dict[str, Any]:
    """Return what the rows (by key) of a plan come to, cell by cell, and which cell is best.

    Every cell but the baseline, which is the first, has its paired difference from that.
    """
    cells = [cell_summary(plan.axes, cell, rows) for cell in plan.cells]
    measure = judged_by(plan)
    if cells:
        baseline = plan.cells[0]
        for told, cell in zip(cells[1:], plan.cells[1:], strict=True):
            told["difference"] = difference(baseline, cell, rows, measure)
    done = [rows[name] for name in plan.keys if name in rows]
    return {
        "summary": {
            "runs": len(plan.keys),
            **counted(done),
            "seeds": list(plan.seeds),
            "judged_by": measure,
            "best": best(cells, measure),
            "cells": cells,
            "skipped": list(plan.skipped),
        }
    }


def judged_by(plan: Plan) -> str:
    """Return what cells are compared by: what was never learned from, validation before test."""
    has_validation = all(cell.config.validation_size > 0 for cell in plan.cells)
    return "validation_accuracy" if has_validation and plan.cells else "test_accuracy"


def counted(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many runs ended in which way."""
    statuses = [row["status"] for row in rows]
    return {status: statuses.count(status) for status in ("finished", "diverged", FAILED)}


def cell_summary(axes: Sequence[Axis], cell: Cell, rows: Mapping[str, Row]) -> dict[str, Any]:
    """Return the values of a cell, its means and deviations over the seeds that finished.

    A run that diverged has the numbers of its last finite epoch: it is counted, not averaged.
    """
    here = [rows[name] for name in cell.keys if name in rows]
    names = (*MEASURES, "validation_accuracy", "validation_loss")
    measured = {name: column(here, name) for name in names}
    return {
        "values": {a.name: value for a, value in zip(axes, cell.values, strict=True)},
        **counted(here),
        **{name: mean_and_sd(values) for name, values in measured.items() if values.size},
    }


def column(rows: Sequence[Row], name: str) -> np.ndarray:
    """Return one number of each finished row (m,)."""
    return np.array([r[name] for r in rows if r["status"] == "finished" and name in r], dtype=float)


def mean_and_sd(values: np.ndarray) -> dict[str, Any]:
    """Return mean, sample standard deviation (None of a single value) and how many there are."""
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return {"mean": float(values.mean()), "sd": sd, "n": len(values)}


def best(cells: Sequence[Mapping[str, Any]], measure: str) -> dict[str, Any] | None:
    """Return the values and the mean of the cell with the highest; None before any finished."""
    finished = [cell for cell in cells if measure in cell]
    if not finished:
        return None
    top = max(finished, key=lambda cell: cell[measure]["mean"])
    return {"values": top["values"], **top[measure]}


def difference(
    baseline: Cell, cell: Cell, rows: Mapping[str, Row], measure: str
) -> dict[str, Any] | None:
    """Return the mean difference of ``cell`` from the baseline over the seeds that both finished.

    With its bootstrap interval. None when there is no such seed.
    """
    pairs = [
        (rows[a], rows[b])
        for a, b in zip(baseline.keys, cell.keys, strict=False)
        if a in rows and b in rows and rows[a]["status"] == rows[b]["status"] == "finished"
        if measure in rows[a] and measure in rows[b]
    ]
    if not pairs:
        return None
    gains = np.array([after[measure] - before[measure] for before, after in pairs])
    return mean_and_sd(gains) | {"measure": measure, "interval": interval(gains)}


def interval(values: np.ndarray) -> list[float] | None:
    """Return the percentile bootstrap interval of the mean; None of fewer than two values.

    As ``scipy.stats.bootstrap(..., method="percentile")`` (Efron and Tibshirani, 1993). Of few
    seeds it is too narrow: a rough guide from five on, a good one from twenty.
    """
    n = len(values)
    if n < 2:
        return None
    chosen = np.random.default_rng(0).integers(0, n, (N_RESAMPLES, n))
    means = values[chosen].mean(axis=1)
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(means, [tail, 100 - tail])
    return [float(low), float(high)]
