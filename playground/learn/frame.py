"""Frame: all that the charts need at one instant, as one safetensors blob."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import safetensors.numpy
import torch
from torch import Tensor

from playground.learn.diagnosis import warnings
from playground.learn.model import probabilities, shapes
from playground.learn.trainer import Trainer

Probe = tuple[str, float, float] | tuple[str, int] | None
"""What is asked about: ("place", x1, x2), ("point", row) or None for the centre of the plane."""


def encode(
    trainer: Trainer,
    parts: Collection[str],
    generation_known: int,
    probe: Probe,
    about: Mapping[str, Any],
) -> bytes:
    """Return the frame of ``trainer`` as a safetensors blob.

    ``parts`` names the optional tensors wanted (grid, history, predictions, confusion); the points
    come along unless the viewer knows ``about["generation"]``. ``about`` adds what only the worker
    knows (status, message, epochs per second) to the metadata, JSON under the key ``frame``. Of
    several labels the one that the Config shows is presented, as a matter of two classes.
    """
    place, point = _locate(trainer, probe)
    tensors = _ask(trainer, place, point)
    if "grid" in parts:
        tensors["grid"] = _grid(trainer)
    tensors |= _measured(trainer, parts)
    numbers = _numbers(trainer) | {"probe": {"x": place[0], "y": place[1], "point": point}}
    if generation_known != about["generation"]:
        tensors |= _points(trainer)
        numbers |= {"axes": trainer.plane.axes, "note": trainer.plane.note, "data": _data(trainer)}
    if "history" in parts:
        numbers |= {"warnings": [vars(warning) for warning in warnings(trainer)]}
    return safetensors.numpy.save(tensors, {"frame": json.dumps({**numbers, **about})})


def _numbers(trainer: Trainer) -> dict[str, Any]:
    """Return the frame's plain numbers."""
    measured = trainer.evaluation
    return {
        "epoch": trainer.epoch,
        "epochs": trainer.config.epochs,
        "step": trainer.step,
        "n_parameters": trainer.n_parameters,
        "n_classes": 2 if trainer.config.is_multilabel else trainer.config.n_classes,
        "shapes": list(shapes(trainer.network)),
        "learning_rate": trainer.learning_rate,
        "engine": "plain autograd" if trainer.is_reference else "written out",
        "train_loss": _finite(measured.train_loss),
        "test_loss": _finite(measured.test_loss),
        "train_accuracy": measured.train_accuracy,
        "test_accuracy": measured.test_accuracy,
    }


def _finite(number: float) -> float | None:
    """Return ``number``, or None where JSON has no word for it."""
    return number if math.isfinite(number) else None


def _grid(trainer: Trainer) -> np.ndarray:
    """Return the probabilities over the plane as uint8 (side, side, n_classes)."""
    with torch.inference_mode():
        proba = probabilities(trainer.forward.output(trainer.plane.grid), trainer.config)
        if trainer.config.is_multilabel:
            label = proba[:, trainer.config.shown_label]
            proba = torch.stack((1 - label, label), dim=1)
        levels = (proba.nan_to_num() * 255).round_().to(torch.uint8)
        return levels.view(trainer.plane.side, trainer.plane.side, -1).numpy()


def _measured(trainer: Trainer, parts: Collection[str]) -> dict[str, np.ndarray]:
    """Return the tensors that come from measuring, those that ``parts`` names."""
    measured = trainer.evaluation
    tensors = {}
    if "history" in parts:
        tensors["history"] = trainer.history.with_present(trainer.epoch, measured)
    if "predictions" in parts:
        tensors["y_pred"] = _shown(trainer, measured.y_pred)
    if "confusion" in parts:
        counts = measured.confusion
        if trainer.config.is_multilabel:
            counts = counts[:, trainer.config.shown_label]
        tensors["confusion"] = counts.numpy().astype(np.int32)
    return tensors


def _ask(trainer: Trainer, place: tuple[float, float], point: int | None) -> dict[str, np.ndarray]:
    """Return logits and probabilities at ``place``, or for the point itself when it is one."""
    if point is None:
        X = trainer.plane.inputs(np.array([place]))
    else:
        X = trainer.data.X[point : point + 1]
    with trainer.forward.evaluating():
        logits = trainer.network.body(X)
        proba = probabilities(trainer.network.head(logits), trainer.config)
    tensors = {"probe_logits": logits[0].numpy(), "probe_proba": proba[0].numpy()}
    size = trainer.config.spec.picture_size
    if size and point is not None:
        tensors["picture"] = trainer.data.raw[point].reshape(size).astype(np.float32)
    return tensors


def _locate(trainer: Trainer, probe: Probe) -> tuple[tuple[float, float], int | None]:
    """Return the place that is asked about, and its point's row when it is one."""
    points = trainer.plane.points
    if probe is None:
        return trainer.plane.middle, None
    if probe[0] == "point":
        row = int(probe[1])
        if not 0 <= row < len(points):
            return trainer.plane.middle, None
        return (float(points[row, 0]), float(points[row, 1])), row
    return (float(probe[1]), float(probe[2])), None  # type: ignore[misc]


def _points(trainer: Trainer) -> dict[str, np.ndarray]:
    """Return the points and the plane they are shown on."""
    is_test = np.zeros(len(trainer.data.y), dtype=np.uint8)
    is_test[trainer.data.test.numpy()] = 1
    return {
        "X": np.ascontiguousarray(trainer.plane.points),
        "y": _shown(trainer, trainer.data.y),
        "is_test": is_test,
        "extent": trainer.plane.extent,
    }


def _shown(trainer: Trainer, y: Tensor) -> np.ndarray:
    """Return labels as uint8 (n,), of several the one that is shown."""
    if trainer.config.is_multilabel:
        y = y[:, trainer.config.shown_label]
    return np.ascontiguousarray(y.numpy().astype(np.uint8))


def _data(trainer: Trainer) -> dict[str, Any]:
    """Return what the data panel states: shapes, dtypes, class counts, majority baseline."""
    parts = {}
    for name in ("train", "test"):
        X, y = trainer.data.part(name)
        is_multilabel = trainer.config.is_multilabel
        counts = (
            y.sum(0) if is_multilabel else torch.bincount(y, minlength=trainer.config.n_classes)
        )
        parts[name] = {
            "X": [list(X.shape), str(X.dtype)],
            "y": [list(y.shape), str(y.dtype)],
            "counts": counts.tolist(),
        }
    return {**parts, "baseline": trainer.data.baseline}
