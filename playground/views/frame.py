"""Frame: all that a board shows of a state, as one safetensors blob.

Knows no view by name: each open one adds the arrays that it computes, as ``NAME.ARRAY``.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import safetensors.numpy
import torch

from playground.learn.diagnosis import warnings
from playground.learn.model import probabilities
from playground.learn.state import State
from playground.views import compute

log = logging.getLogger(__name__)

Arguments = Mapping[str, Any]
Arrays = dict[str, np.ndarray]

Probe = tuple[str, float, float] | tuple[str, int] | None
"""What is asked about: ("place", x1, x2), ("point", row) or None for the centre of the plane."""


def encode(
    state: State,
    views: Mapping[str, Arguments],
    *,
    predictions: bool,
    generation_known: int,
    probe: Probe,
    about: Mapping[str, Any],
    keyframes: np.ndarray | None = None,
) -> bytes:
    """Return the frame of ``state`` as a safetensors blob.

    ``views`` names the views to compute, with their arguments; ``predictions`` tells whether every
    point's predicted class and the warnings are wanted. The points come along unless the
    viewer knows ``about["generation"]``. ``about`` adds what only the worker knows (status,
    message, epochs per second) to the metadata, JSON under the key ``frame``; ``keyframes``, epochs
    that can be shown, go along with the predictions. Of several labels the one
    that the Config shows is presented, as a matter of two classes.
    """
    place, point = _locate(state, probe)
    tensors = _ask(state, place, point)
    numbers = _numbers(state) | {"probe": {"x": place[0], "y": place[1], "point": point}}
    if generation_known != about["generation"]:
        tensors |= _points(state)
        numbers |= {"axes": state.plane.axes, "note": state.plane.note, "data": _data(state)}
    if predictions:
        tensors["y_pred"] = state.shown(state.evaluation.y_pred)
        numbers["warnings"] = [vars(warning) for warning in warnings(state)]
        tensors |= {} if keyframes is None else {"keyframes": keyframes}
    arrays, numbers["views"] = _views(state, views)
    text = json.dumps(_finite({**numbers, **about}), allow_nan=False)
    return safetensors.numpy.save(tensors | arrays, {"frame": text})


def _views(state: State, views: Mapping[str, Arguments]) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays of ``views`` by ``NAME.ARRAY``, and their plain numbers by view."""
    arrays: Arrays = {}
    numbers: dict[str, Any] = {}
    for name, arguments in views.items():
        computed = _computed(state, name, arguments)
        arrays |= {f"{name}.{k}": v for k, v in computed.items() if isinstance(v, np.ndarray)}
        numbers[name] = {k: v for k, v in computed.items() if not isinstance(v, np.ndarray)}
    return arrays, numbers


def _computed(state: State, name: str, arguments: Arguments) -> Mapping[str, Any]:
    """Return what a view computes; a view that fails leaves the others alone and says so."""
    function = compute(name)
    try:
        return function(state, arguments) if function else {}
    except Exception:
        log.exception("The view %s failed", name)
        return {"failed": True}


def _numbers(state: State) -> dict[str, Any]:
    """Return the frame's plain numbers."""
    measured = state.evaluation
    return {
        "epoch": state.epoch,
        "epochs": state.config.epochs,
        "step": state.step,
        "edits": state.n_edits,
        "n_parameters": state.n_parameters,
        "n_classes": 2 if state.config.is_multilabel else state.config.n_classes,
        "learning_rate": state.learning_rate,
        "threshold": state.config.threshold,
        "train_loss": measured.train_loss,
        "test_loss": measured.test_loss,
        "train_accuracy": measured.train_accuracy,
        "test_accuracy": measured.test_accuracy,
        "label_accuracies": measured.label_accuracies if state.config.is_multilabel else None,
        "validation_loss": measured.validation_loss,
        "validation_accuracy": measured.validation_accuracy,
    }


def _finite(value: Any) -> Any:
    """Return ``value`` with None for every number that JSON has no word for."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _ask(state: State, place: tuple[float, float], point: int | None) -> Arrays:
    """Return logits and probabilities at ``place``, or for the point itself when it is one."""
    inputs = state.plane.inputs
    X = inputs(np.array([place])) if point is None else state.data.X[point : point + 1]
    with state.forward.evaluating():
        logits = state.network.body(X)
        proba = probabilities(state.network.head(logits), state.config)
    tensors = {"probe_logits": logits[0].numpy(), "probe_proba": proba[0].numpy()}
    size = state.config.spec.picture_size
    if size and point is not None:
        tensors["picture"] = state.data.raw[point].reshape(size).astype(np.float32)
    return tensors


def _locate(state: State, probe: Probe) -> tuple[tuple[float, float], int | None]:
    """Return the place that is asked about, and its point's row when it is one."""
    points = state.plane.points
    if probe is None:
        return state.plane.middle, None
    if probe[0] == "point":
        row = int(probe[1])
        if not 0 <= row < len(points):
            return state.plane.middle, None
        return (float(points[row, 0]), float(points[row, 1])), row
    return (float(probe[1]), float(probe[2])), None  # type: ignore[misc]


def _points(state: State) -> Arrays:
    """Return the points, each with its part (0 train, 1 test, 2 validation), and their plane."""
    part = np.zeros(len(state.data.y), dtype=np.uint8)
    for number, rows in ((1, state.data.test), (2, state.data.validation)):
        part[rows.numpy()] = number
    return {
        "X": np.ascontiguousarray(state.plane.points),
        "y": state.shown(state.data.y),
        "part": part,
        "extent": state.plane.extent,
    }


def _data(state: State) -> dict[str, Any]:
    """Return what the data panel states: shapes, dtypes, class counts, majority baseline."""
    parts = {}
    validation = ["validation"] * bool(len(state.data.validation))
    for name in ("train", "test", *validation):
        X, y = state.data.part(name)
        is_multilabel = state.config.is_multilabel
        counts = y.sum(0) if is_multilabel else torch.bincount(y, minlength=state.config.n_classes)
        parts[name] = {
            "X": [list(X.shape), str(X.dtype)],
            "y": [list(y.shape), str(y.dtype)],
            "counts": counts.tolist(),
        }
    return {**parts, "baseline": state.data.baseline}
