"""Probabilities of two classes, cut at a threshold; ROC and precision over recall."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from playground.labs.picture import Picture, decimal

N = 1000
BINS = np.linspace(0, 1, 41)


def compute(threshold: float, share: float, distance: float, logit: float) -> Picture:
    """Return histograms, both curves with the threshold's point, and the cut's scores."""
    y, p = points(share, distance)
    order = np.argsort(-p, kind="stable")
    tp, fp = np.cumsum(y[order]), np.cumsum(1 - y[order])
    taken = p >= threshold
    hits, false = int((taken & (y == 1)).sum()), int((taken & (y == 0)).sum())
    recall, fall_out = hits / y.sum(), false / (N - y.sum())
    precision = hits / max(hits + false, 1)
    every = slice(None, None, 8)
    return Picture(
        {
            "no": {"x": BINS[:-1] + 0.0125, "y": np.histogram(p[y == 0], BINS)[0]},
            "yes": {"x": BINS[:-1] + 0.0125, "y": np.histogram(p[y == 1], BINS)[0]},
            "cut": {"x": [threshold, threshold], "y": [0, 400]},
            "roc": {"x": (fp / fp[-1])[every], "y": (tp / tp[-1])[every]},
            "roc point": {"x": [fall_out], "y": [recall]},
            "pr": {"x": (tp / tp[-1])[every], "y": (tp / (tp + fp))[every]},
            "pr point": {"x": [recall], "y": [precision]},
        },
        {
            "TP, FN": f"{hits}, {int(y.sum()) - hits}",
            "FP, TN": f"{false}, {N - int(y.sum()) - false}",
            "Accuracy": decimal(float((taken == y).mean()), 3),
            "Precision": decimal(precision, 3),
            "Recall": decimal(recall, 3),
            "ROC AUC": decimal(roc_auc_score(y, p), 3),
            "Average precision": decimal(average_precision_score(y, p), 3),
        },
        "" if taken.any() else "Nothing is called class 1: precision is 0 ÷ 0, told as 0.",
    )


def points(share: float, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and probabilities of N points: the true ones, given where they lie."""
    random = np.random.default_rng(42)
    y = (np.arange(N) < round(share * N)).astype(int)
    x = random.standard_normal(N) + distance * (y - 0.5)
    return y, 1 / (1 + np.exp(-distance * x) * (1 - share) / share)
