"""How often each class was taken for each, and the points of the cell that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.model import probabilities
from playground.learn.state import State

LONGEST = 50
"""Most points of a cell that are listed."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``counts`` (2, n_classes, n_classes) int32, the train part first.

    Rows are true labels. Of several labels the one that is shown, as a matter of two classes, and
    ``each`` (2, n_labels, 2, 2) int32.
    ``part`` (0 train, 1 test, 2 both), ``label`` and ``predicted`` (-1: any) choose points; without
    either label there are none to list.
    """
    counts = state.evaluation.confusion.numpy().astype(np.int32)
    found: dict[str, Any] = {"counts": counts}
    if state.config.is_multilabel:
        shown = np.ascontiguousarray(counts[:, state.config.shown_label])
        found = {"counts": shown, "each": counts}
    cell = [arguments.get(name, -1) for name in ("part", "label", "predicted")]
    return found if cell[1:] == [-1, -1] else {**found, "cell": cell, **_listed(state, *cell)}


def _listed(state: State, part: int, label: int, predicted: int) -> dict[str, Any]:
    """Return the first LONGEST points of a cell, mistakes before others, surest first.

    ``rows`` (m,) int32, ``proba`` (m, n_outputs of the softmax) float32, ``labels`` (m, 2) uint8:
    true and predicted; ``pictures`` (m, height, width) uint8 where points are pictures; ``n`` is
    how many there are in all.
    """
    y, y_pred = state.shown(state.data.y), state.shown(state.evaluation.y_pred)
    rows = state.data.rows(part).numpy()
    rows = rows[_is(y[rows], label) & _is(y_pred[rows], predicted)]
    proba = probabilities(state.evaluation.output[rows], state.config).numpy()
    order = np.lexsort((-_sureness(state, proba, y_pred[rows]), y[rows] == y_pred[rows]))[:LONGEST]
    chosen = rows[order]
    found = {
        "rows": chosen.astype(np.int32),
        "proba": np.ascontiguousarray(proba[order], dtype=np.float32),
        "labels": np.stack([y[chosen], y_pred[chosen]], axis=1),
        "n": len(rows),
    }
    if size := state.config.spec.picture_size:
        found["pictures"] = state.data.raw[chosen].reshape(-1, *size).astype(np.uint8)
    return found


def _is(y: np.ndarray, label: int) -> np.ndarray:
    """Return which labels (n,) are ``label``; -1 stands for any."""
    return y == label if label >= 0 else np.ones(len(y), dtype=bool)


def _sureness(state: State, proba: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    """Return the probability (m,) of what was predicted."""
    if state.config.is_multilabel:
        label = proba[:, state.config.shown_label]
        return np.where(y_pred == 1, label, 1 - label)
    return proba[np.arange(len(proba)), y_pred]
