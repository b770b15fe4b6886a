"""The way of one pinned place or point: layers, logits, softmax or sigmoid, loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from playground.catalog import ACTIVATIONS, LOSSES
from playground.learn.contribution import contribution
from playground.learn.inside import activations
from playground.learn.state import State


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return every step from the inputs to the loss for what is pinned; nothing if nothing is.

    ``point`` is a row, -1 for the place (``x``, ``y``) of the plane. ``route`` float32 holds the
    inputs, then each hidden layer's activations; ``layers`` says whose and how many. Of a point
    also what ``_judged`` says. ``temperature`` divides the logits in the steps (``_softmax``,
    ``_sigmoid``), not in the loss.
    """
    row, place = arguments["point"], (arguments["x"], arguments["y"])
    if not arguments["pinned"] or row >= len(state.data.y):
        return {}
    X = state.data.X[row : row + 1] if row >= 0 else state.plane.inputs(np.array([place]))
    route = [X, *activations(state, X)]
    with state.forward.evaluating():
        logits = state.network.body(X)
        judged = _judged(state, row, state.network.head(logits)) if row >= 0 else {}
        make = _sigmoid if LOSSES[state.config.loss].binary else _softmax
        steps = make(logits[0], arguments["temperature"])
    return {
        "asked": [row, *place, arguments["temperature"]],
        "logits": logits[0].numpy(),
        **{name: np.ascontiguousarray(values) for name, values in steps.items()},
        "route": torch.cat([values[0] for values in route]).numpy(),
        "layers": _layers(state, route),
        **judged,
    }


def _softmax(logits: Tensor, temperature: float) -> dict[str, Tensor]:
    """Return the steps of a softmax of logits (K,), by the book and as torch takes them.

    ``scaled`` are the logits ÷ temperature, ``exp`` their exponentials, ``shifted`` what is left of
    them when the largest is taken off, ``shifted_exp`` its exponentials; ``sums`` (2,) of both;
    ``proba`` and ``log_proba`` are torch's.
    """
    scaled = logits / temperature
    shifted = scaled - scaled.max()
    exp, shifted_exp = scaled.exp(), shifted.exp()
    return {
        "scaled": scaled,
        "exp": exp,
        "shifted": shifted,
        "shifted_exp": shifted_exp,
        "sums": torch.stack((exp.sum(), shifted_exp.sum())),
        "proba": scaled.softmax(dim=0),
        "log_proba": scaled.log_softmax(dim=0),
    }


def _sigmoid(logits: Tensor, temperature: float) -> dict[str, Tensor]:
    """Return the steps of a sigmoid of each logit (n_outputs,).

    ``scaled`` are the logits ÷ temperature, ``exp`` is exp(−scaled); ``proba`` and ``log_proba`` of
    a single logit are those of both classes.
    """
    scaled = logits / temperature
    proba, log_proba = scaled.sigmoid(), logsigmoid(scaled)
    if len(logits) == 1:
        proba = torch.cat((1 - proba, proba))
        log_proba = torch.cat((logsigmoid(-scaled), log_proba))
    return {"scaled": scaled, "exp": (-scaled).exp(), "proba": proba, "log_proba": log_proba}


def _layers(state: State, route: list[Tensor]) -> list[dict[str, Any]]:
    """Return name and number of units of the inputs and of each hidden layer."""
    names = [ACTIVATIONS[name].label for name in state.config.activations]
    labels = ["inputs", *(f"hidden {i}, {name}" for i, name in enumerate(names, 1))]
    sizes = (values.shape[1] for values in route)
    return [{"label": label, "n": n} for label, n in zip(labels, sizes, strict=True)]


def _judged(state: State, row: int, output: Tensor) -> dict[str, Any]:
    """Return what the loss makes of a point's output (1, n_outputs).

    ``y`` is its class, or a zero or one for each label, ``loss`` the number with its formula and
    with what its part's loss is made of; ``terms`` (n_outputs,) float32 where it sums some; the
    ``picture`` (height, width) float32 where points are pictures.
    """
    made = contribution(state, row, output)
    told: dict[str, Any] = {"value": made.loss, "part": made.part, "divisor": made.divisor}
    told["mean"] = getattr(state.evaluation, f"{made.part}_loss")
    found: dict[str, Any] = {"y": state.data.y[row].tolist(), "loss": told}
    if formula := made.formula:
        told |= {"symbols": formula.symbols, "numbers": formula.numbers}
        told |= {"where": formula.where, "each": formula.each}
        if formula.terms is not None:
            found["terms"] = formula.terms.numpy()
    if size := state.config.spec.picture_size:
        found["picture"] = state.data.raw[row].reshape(size).astype(np.float32)
    return found
