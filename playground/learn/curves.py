"""Curves over all thresholds: ROC, precision–recall, calibration, as ``sklearn`` defines them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.learn.model import probabilities
from playground.learn.scores import tally
from playground.learn.state import State

BINS = 10
"""Bins of equal width that calibration sorts probabilities into."""


@dataclass(frozen=True)
class Curve:
    """Points (m,) of a curve with their thresholds, and the area under it, NaN if undefined."""

    x: np.ndarray
    y: np.ndarray
    thresholds: np.ndarray
    area: float


def one_versus_rest(state: State, part: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what is true and how probable it is said to be, bool and float (n, m).

    Of two classes, class 1 (m is 1); of more, each against the rest; of several labels, each.
    """
    config, rows = state.config, state.data.rows(part)
    proba = probabilities(state.evaluation.output[rows], config).nan_to_num().numpy()
    y = state.data.y[rows].numpy()
    if config.is_multilabel:
        return y == 1, proba
    if config.n_classes == 2:
        return y[:, None] == 1, proba[:, 1:]
    return y[:, None] == np.arange(config.n_classes), proba


def at_threshold(state: State, part: int) -> np.ndarray:
    """Return recall, false positive rate and precision (m, 3) of what is predicted.

    NaN where they are 0 / 0, and for more than two classes, where no threshold is used.
    """
    confusion = state.evaluation.confusion.numpy()
    counts = confusion[part] if part < len(confusion) else confusion.sum(0)
    if not state.config.uses("threshold"):
        return np.full((state.config.n_classes, 3), np.nan)
    positives = tally(counts) if state.config.is_multilabel else tally(counts)[1:]
    right, false, missed = positives.T.astype(float)
    rest = len(state.data.rows(part)) - right - missed
    pairs = (right, right + missed), (false, rest), (right, right + false)
    return np.stack([_ratio(above, below) for above, below in pairs], axis=1)


def roc(y: np.ndarray, proba: np.ndarray) -> Curve:
    """Return false positive rate against recall, from y (n,) bool and probabilities (n,).

    As ``sklearn.metrics.roc_curve``; points on straight lines are left out.
    """
    right, false, thresholds = _counted(y, proba)
    if len(right) > 2:
        bends = (np.diff(right, 2) != 0) | (np.diff(false, 2) != 0)
        kept = np.concatenate(([True], bends, [True]))
        right, false, thresholds = right[kept], false[kept], thresholds[kept]
    recall = _ratio(np.concatenate(([0], right)), right[-1])
    alarms = _ratio(np.concatenate(([0], false)), false[-1])
    area = float(np.trapezoid(recall, alarms))
    return Curve(alarms, recall, np.concatenate(([np.inf], thresholds)), area)


def precision_recall(y: np.ndarray, proba: np.ndarray) -> Curve:
    """Return recall against precision, and the average precision as the area under its steps.

    As ``sklearn.metrics.precision_recall_curve``: by rising threshold, (0, 1) last.
    """
    right, false, thresholds = _counted(y, proba)
    precision = np.concatenate(((right / (right + false))[::-1], [1]))
    recall = np.concatenate((_ratio(right, right[-1])[::-1], [0]))
    area = float(-np.sum(np.diff(recall) * precision[:-1]))
    return Curve(recall, precision, np.concatenate((thresholds[::-1], [np.inf])), area)


def calibration(y: np.ndarray, proba: np.ndarray) -> np.ndarray:
    """Return count, mean probability and share that is true (BINS, 3) of each bin.

    As ``sklearn.calibration.calibration_curve``; NaN where a bin is empty.
    """
    bins = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], proba)
    count, said, true = (np.bincount(bins, w, BINS) for w in (np.ones(len(y)), proba, y))
    return np.stack([count, _ratio(said, count), _ratio(true, count)], axis=1)


def calibration_error(binned: np.ndarray) -> float:
    """Return the expected calibration error (Naeini et al., 2015) of bins as ``calibration``'s."""
    count, said, true = binned.T
    return float(np.nansum(count * np.abs(true - said)) / count.sum())


def _counted(y: np.ndarray, proba: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return true and false positives at each distinct threshold (m,), the highest first."""
    order = np.argsort(-proba, kind="stable")
    y, proba = y[order], proba[order]
    last = np.append(np.flatnonzero(np.diff(proba)), len(y) - 1)
    right = np.cumsum(y)[last]
    return right, 1 + last - right, proba[last]


def _ratio(above: np.ndarray, below: np.ndarray | float) -> np.ndarray:
    """Return ``above`` / ``below``, NaN where that is 0."""
    above = np.asarray(above, dtype=float)
    below = np.broadcast_to(np.asarray(below, dtype=float), above.shape)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
