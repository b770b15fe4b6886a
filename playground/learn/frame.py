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

from playground.learn.model import probabilities, shapes
from playground.learn.plane import GRID, Plane
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
    knows (status, message, epochs per second) to the metadata, JSON under the key ``frame``.
    """
    plane = trainer.data.plane
    place, point = _locate(trainer, plane, probe)
    with trainer.evaluating():
        tensors = _ask(trainer, place)
        if "grid" in parts:
            proba = probabilities(trainer.network(plane.places), trainer.config)
            tensors["grid"] = (
                (proba.nan_to_num() * 255).round_().to(torch.uint8).view(GRID, GRID, -1).numpy()
            )
    tensors |= _measured(trainer, parts)
    if generation_known != about["generation"]:
        tensors |= _points(trainer, plane)
    numbers = _numbers(trainer) | {"probe": _probe(place, point)}
    return safetensors.numpy.save(tensors, {"frame": json.dumps({**numbers, **about})})


def _numbers(trainer: Trainer) -> dict[str, Any]:
    """Return the frame's plain numbers."""
    measured = trainer.evaluation
    return {
        "epoch": trainer.epoch,
        "epochs": trainer.config.epochs,
        "step": trainer.step,
        "n_parameters": trainer.n_parameters,
        "n_classes": trainer.config.n_classes,
        "shapes": list(shapes(trainer.network)),
        "train_loss": _finite(measured.train_loss),
        "test_loss": _finite(measured.test_loss),
        "train_accuracy": measured.train_accuracy,
        "test_accuracy": measured.test_accuracy,
    }


def _finite(number: float) -> float | None:
    """Return ``number``, or None where JSON has no word for it."""
    return number if math.isfinite(number) else None


def _measured(trainer: Trainer, parts: Collection[str]) -> dict[str, np.ndarray]:
    """Return the tensors that come from measuring, those that ``parts`` names."""
    measured = trainer.evaluation
    tensors = {}
    if "history" in parts:
        tensors["history"] = trainer.history.with_present(trainer.epoch, measured)
    if "predictions" in parts:
        tensors["y_pred"] = measured.y_pred.numpy().astype(np.uint8)
    if "confusion" in parts:
        tensors["confusion"] = measured.confusion.numpy().astype(np.int32)
    return tensors


def _ask(trainer: Trainer, place: Tensor) -> dict[str, np.ndarray]:
    """Return logits and probabilities at ``place`` (1, 2)."""
    logits = trainer.network.body(place)
    proba = probabilities(trainer.network.head(logits), trainer.config)
    return {"probe_logits": logits[0].numpy(), "probe_proba": proba[0].numpy()}


def _locate(trainer: Trainer, plane: Plane, probe: Probe) -> tuple[Tensor, int | None]:
    """Return the place (1, 2) that is asked about, and its point's row when it is one."""
    X = trainer.data.X
    if probe is None:
        return ((plane.low + plane.high) / 2).unsqueeze(0), None
    if probe[0] == "point":
        row = int(probe[1])
        return (X[row : row + 1], row) if 0 <= row < len(X) else _locate(trainer, plane, None)
    return torch.tensor([probe[1:]], dtype=torch.float32), None


def _probe(place: Tensor, point: int | None) -> dict[str, Any]:
    """Return what the viewer must know of the place asked about."""
    x1, x2 = place[0].tolist()
    return {"x": x1, "y": x2, "point": point}


def _points(trainer: Trainer, plane: Plane) -> dict[str, np.ndarray]:
    """Return the points and the plane they are shown on."""
    is_test = np.zeros(len(trainer.data.y), dtype=np.uint8)
    is_test[trainer.data.test.numpy()] = 1
    return {
        "X": trainer.data.X.numpy(),
        "y": trainer.data.y.numpy().astype(np.uint8),
        "is_test": is_test,
        "extent": plane.extent,
    }
