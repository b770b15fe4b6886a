"""Precision, recall and F1 from confusion counts, as ``sklearn.metrics`` defines them."""

from __future__ import annotations

import numpy as np


def tally(confusion: np.ndarray) -> np.ndarray:
    """Return TP, FP, FN of each class (n_classes, 3) from counts (n_classes, n_classes).

    Of several labels, from ``multilabel_confusion_matrix`` (n_labels, 2, 2).
    """
    if confusion.ndim == 3:
        return np.stack([confusion[:, 1, 1], confusion[:, 0, 1], confusion[:, 1, 0]], axis=1)
    right = confusion.diagonal()
    return np.stack([right, confusion.sum(0) - right, confusion.sum(1) - right], axis=1)


def scores(counts: np.ndarray) -> np.ndarray:
    """Return precision, recall, F1 (n, 3) from TP, FP, FN (n, 3); NaN where it is 0 / 0."""
    right, false, missed = counts.T.astype(float)
    above = np.stack([right, right, 2 * right])
    below = np.stack([right + false, right + missed, 2 * right + false + missed])
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0).T


def averages(counts: np.ndarray) -> np.ndarray:
    """Return macro, micro and weighted precision, recall, F1 (3, 3) from TP, FP, FN (n, 3).

    What is 0 / 0 counts as 0, as in ``classification_report``.
    """
    each = np.nan_to_num(scores(counts))
    support = counts[:, 0] + counts[:, 2]
    weighted = support @ each / max(support.sum(), 1)
    return np.stack(
        [each.mean(0), np.nan_to_num(scores(counts.sum(0, keepdims=True)))[0], weighted]
    )


def balanced_accuracy(counts: np.ndarray) -> float:
    """Return the mean recall of the classes that occur, from TP, FP, FN (n, 3)."""
    recall = scores(counts)[:, 1]
    return float(recall[~np.isnan(recall)].mean())
