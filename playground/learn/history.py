"""The learning curve of a run, thinned so that its size does not grow with the epochs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.metrics import Evaluation

CAPACITY = 512
"""Most points that are kept; a power of two."""


class History:
    """Rows of (epoch, train loss, test loss, train accuracy, test accuracy).

    With a validation part, its loss and accuracy follow.
    Kept are the epochs divisible by ``stride``, which doubles whenever CAPACITY is reached: a rule
    without a clock, so two runs of one Config have the same history.
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        self.stride: int = state["stride"] if state else 1
        self.rows: list[list[float]] = list(state["rows"]) if state else []
        self.rates: dict[int, float] = dict(state["rates"]) if state else {}
        """The learning rate with which the steps of each epoch in ``rows`` were taken."""
        self.best: tuple[float, float] | None = state["best"] if state else None
        """The best epoch that early stopping knows, and its loss."""
        self.measured: list[float] | None = state["measured"] if state else None
        """The row of an epoch that was measured before other weights were put back."""

    def wants(self, epoch: int) -> bool:
        """Tell whether ``epoch`` is one to record."""
        return epoch % self.stride == 0

    def record(self, epoch: int, evaluation: Evaluation, rate: float | None = None) -> None:
        """Add the row of ``epoch``, thinning the earlier ones when full.

        ``rate`` is the learning rate of its steps; None before a first one.
        """
        self.rows.append(_row(epoch, evaluation))
        if rate is not None:
            self.rates[epoch] = rate
        if len(self.rows) >= CAPACITY:
            self.stride *= 2
            self.rows = [row for row in self.rows if row[0] % self.stride == 0]
            self.rates = {e: rate for e, rate in self.rates.items() if e % self.stride == 0}

    def keep(self, epoch: int, evaluation: Evaluation) -> None:
        """Keep what ``epoch`` measured although its weights are not those that stay."""
        self.measured = _row(epoch, evaluation)

    def with_present(self, epoch: int, evaluation: Evaluation) -> np.ndarray:
        """Return the rows as float32 (5 or 7, m), a present epoch after them as the last column.

        In C order: safetensors writes an array's memory as it lies.
        """
        rows = list(self.rows)
        if not rows or rows[-1][0] < epoch:
            is_kept = self.measured is not None and self.measured[0] == epoch
            rows.append(self.measured if is_kept else _row(epoch, evaluation))  # type: ignore[arg-type]
        return np.ascontiguousarray(np.array(rows, dtype=np.float32).T)

    def until(self, epoch: int) -> History:
        """Return what is kept up to ``epoch``, to be gone on with as densely as then."""
        rows = [row for row in self.rows if row[0] <= epoch]
        rates = {e: rate for e, rate in self.rates.items() if e <= epoch}
        kept = {"rows": rows, "rates": rates, "best": None, "measured": None}
        return History({"stride": _stride(epoch), **kept})

    def state(self) -> dict[str, Any]:
        """Return what ``History(state)`` needs to go on."""
        return {
            "stride": self.stride,
            "rows": self.rows,
            "rates": self.rates,
            "best": self.best,
            "measured": self.measured,
        }


def _stride(epoch: int) -> int:
    """Return the stride of a history that has come to ``epoch``."""
    stride = 1
    while epoch // stride + 1 >= CAPACITY:
        stride *= 2
    return stride


def _row(epoch: int, measured: Evaluation) -> list[float]:
    """Return one row of the history."""
    validation = [
        value
        for value in (measured.validation_loss, measured.validation_accuracy)
        if value is not None
    ]
    return [
        epoch,
        measured.train_loss,
        measured.test_loss,
        measured.train_accuracy,
        measured.test_accuracy,
        *validation,
    ]
