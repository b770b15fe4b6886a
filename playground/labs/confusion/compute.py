"""Scores of a confusion matrix, by scikit-learn: each count is as many points."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from playground.labs.picture import Picture, decimal


def compute(counts: list[int], positive: int, beta: float) -> Picture:
    """Return the matrix with what its cells are to the positive class, and all scores."""
    n = round(len(counts) ** 0.5)
    matrix = np.array(counts).reshape(n, n)
    true, predicted = (place.ravel() for place in np.indices((n, n)))
    points = {"y_true": true, "y_pred": predicted, "sample_weight": matrix.ravel()}
    scores = by_class(points, n, beta)
    precision, recall, f, _ = (of_classes[positive] for of_classes in scores)
    accuracy = accuracy_score(**points)
    names = [str(i) for i in range(n)]
    total = matrix.sum()
    return Picture(
        {"matrix": {"x": names, "y": names, "z": matrix, "text": cells(matrix, positive)}},
        {
            "Accuracy": f"{decimal(100 * accuracy, 2)} %",
            "Always the commonest class": f"{decimal(100 * matrix.sum(1).max() / total, 2)} %",
            "Precision": decimal(precision, 3),
            "Recall": decimal(recall, 3),
            "F-beta": decimal(f, 3),
            **{
                f"F-beta, {name}": decimal(value, 3)
                for name, value in averages(scores[2], scores[3], accuracy).items()
            },
        },
        note(matrix, positive),
        {"xaxis.range": [-0.5, n - 0.5], "yaxis.range": [n - 0.5, -0.5]},
    )


def by_class(points: dict[str, Any], n: int, beta: float) -> Any:
    """Return precision, recall, F-beta and support, each (n,); 0 where nothing can be divided."""
    return precision_recall_fscore_support(
        **points, beta=beta, labels=list(range(n)), zero_division=0.0
    )


def averages(f: np.ndarray, support: np.ndarray, accuracy: float) -> dict[str, float]:
    """Return F-beta over all classes; pooled, with one label a point, it is the accuracy."""
    return {
        "macro": float(f.mean()),
        "micro": accuracy,
        "weighted": float(np.average(f, weights=support)),
    }


def cells(matrix: np.ndarray, positive: int) -> list[list[str]]:
    """Return each count with what it is to the positive class."""
    return [
        [f"{count}<br>{kind(i == positive, j == positive)}" for j, count in enumerate(row)]
        for i, row in enumerate(matrix)
    ]


def kind(is_positive: bool, is_taken: bool) -> str:
    """Return what points are that (don't) belong to a class and are (not) taken for it."""
    return ("TP" if is_taken else "FN") if is_positive else ("FP" if is_taken else "TN")


def note(matrix: np.ndarray, positive: int) -> str:
    """Return which score is 0 for want of anything to divide by."""
    if matrix[:, positive].sum() == 0:
        return "Nothing was predicted positive: precision is 0 ÷ 0, told as 0."
    if matrix[positive].sum() == 0:
        return "Nothing is positive: recall is 0 ÷ 0, told as 0."
    return ""
