"""Task: some experiments trained one after the other, in a process that does nothing else.

PyTorch is imported when a task runs, so that who hands tasks out does without it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground import url
from playground.sweeps.row import CURVES, SIDE, Row, begun, failed, packed

if TYPE_CHECKING:
    from playground.learn.trainer import Trainer

MOST_POINTS = 64
"""Points of a curve that are kept, about."""

_ALONE = threading.Lock()
"""PyTorch's random state is the process's: one run at a time, whoever hands out tasks."""


def run_batch(queries: Sequence[str], own: Any = None) -> list[Row]:
    """Return the rows of experiments, trained as ``train`` does; ``own`` are a visitor's points."""
    from playground.learn import preload

    with _ALONE:
        preload()
        return [run(query, own) for query in queries]


def run(query: str, own: Any = None) -> Row:
    """Return the row of one experiment; what goes wrong in it is a row that says so."""
    from playground.learn.result import trained

    config, _ = url.decode(query)
    try:
        trainer, result = trained(config, own if config.dataset == "own" else None)
        reason = trainer.diverged or trainer.stopped
        told = {"reason": reason} if reason else {}
        return begun(query) | result | told | {"curves": curves(trainer)} | picture(trainer)
    except (ArithmeticError, LookupError, MemoryError, RuntimeError, ValueError) as error:
        return failed(query, f"The run failed: {error or type(error).__name__}.")


def curves(trainer: Trainer) -> dict[str, list[float]]:
    """Return epochs, losses and accuracies of a run, thinned, to six digits."""
    rows = trainer.history.with_present(trainer.epoch, trainer.evaluation)
    stride = -(-rows.shape[1] // MOST_POINTS)
    kept = np.unique([*range(0, rows.shape[1], stride), rows.shape[1] - 1])
    columns = [[float(f"{value:.6g}") for value in row[kept].tolist()] for row in rows]
    return dict(zip(CURVES, columns, strict=False))


def picture(trainer: Trainer) -> Row:
    """Return the probabilities over the plane, packed; nothing of a single feature.

    ``levels``: uint8 (SIDE, SIDE, n_classes), the lowest row first, 255 is probability one; of two
    classes, or a label, that of class 1 alone. ``extent``: x1 min, x1 max, x2 min, x2 max.
    """
    from torch import inference_mode

    from playground.learn.model import probabilities

    if trainer.plane.rows == 1:
        return {}
    with inference_mode(), trainer.forward.evaluating():
        output = trainer.network(trainer.plane.coarse(SIDE))
        proba = probabilities(output, trainer.config).nan_to_num().numpy()
    if trainer.config.is_multilabel:
        proba = proba[:, :1]
    elif proba.shape[1] == 2:
        proba = proba[:, 1:]
    levels = (proba * 255).round().astype(np.uint8)
    extent = [float(f"{value:.6g}") for value in trainer.plane.extent.tolist()]
    return {"picture": {"extent": extent, "levels": packed(levels)}}
