"""Precision, recall, F1 and support of each class, from the confusion matrix's counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.scores import averages, balanced_accuracy, scores, tally
from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report of three parts: train, test, both. K are the classes, or the labels.

    ``tally`` (3, K, 3) int32: TP, FP, FN. ``scores`` (3, K, 3) float32: precision, recall, F1, NaN
    where they are 0 / 0. ``averages`` (3, 3, 3) float32: macro, micro, weighted of the same.
    ``points`` (3, 3) int32: how many are right, how many the majority baseline has right, and all.
    ``balanced`` (3,) float32: balanced accuracy, NaN with several labels. ``majority``: what is
    most frequent in the train part, a class or a list of zeros and ones.
    """
    measured = state.evaluation
    confusion = measured.confusion.numpy()
    tallies = [tally(counts) for counts in (*confusion, confusion.sum(0))]
    undefined = state.config.is_multilabel
    balanced = [np.nan if undefined else balanced_accuracy(counts) for counts in tallies]
    return {
        "tally": np.array(tallies, dtype=np.int32),
        "scores": np.array([scores(counts) for counts in tallies], dtype=np.float32),
        "averages": np.array([averages(counts) for counts in tallies], dtype=np.float32),
        "points": _points(state),
        "balanced": np.array(balanced, dtype=np.float32),
        "majority": state.data.majority.tolist(),
    }


def _points(state: State) -> np.ndarray:
    """Return right ones, the baseline's right ones, and all, of both parts and together."""
    measured, sizes = state.evaluation, [len(state.data.train), len(state.data.test)]
    shares = measured.train_accuracy, measured.test_accuracy
    right = [round(share * n) for share, n in zip(shares, sizes, strict=True)]
    hits = list(state.data.majority_hits)
    return np.array([(*c, sum(c)) for c in (right, hits, sizes)], dtype=np.int32).T.copy()
