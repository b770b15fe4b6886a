"""The plane in other ways: one number a place, dropout left on, contour, lines, finer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from playground.cost import fine_side, forward_flops
from playground.learn.doubt import has_dropout, thinned_outputs
from playground.learn.levels import centred, graded, levels
from playground.learn.model import predict, probabilities
from playground.learn.state import State

MOST_LINES = 32
"""Units whose zero lines are drawn: the first ones."""

MOST_PASSES, FEWEST_PASSES = 20, 5
"""Passes with dropout left on, of large networks fewer."""

PASSES_FLOPS = 2e9
"""Operations that all passes of one picture may take, unless FEWEST_PASSES take more."""

Over = tuple[Tensor, Tensor, Tensor]
"""Over the places (n,): probabilities (n, n_classes), predicted class (n,), spread (n,)."""


def picture(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``grid``, of class colours as ever, of one number (rows, side, 1) uint8, 0 for none.

    ``low`` and ``high`` are the ends of that number. ``contour`` (rows, side) float32 is p − the
    threshold, of two classes or a label; ``lines`` (m, 3) float32 are a, b, c of a·u + b·v + c = 0,
    where a unit of the first linear layer is zero: u and v go from 0 to 1 over the plane.
    """
    mode, of = arguments["mode"], arguments["of"]
    side, rows = _size(state, bool(arguments["fine"]))
    passes = _n_passes(state, side * rows) if mode.startswith("dropout") else 0
    with torch.inference_mode():
        proba, y_pred, spread = _over(state, side, rows, passes)
        told: dict[str, Any] = {"mode": mode, "passes": passes}
        if mode in _NUMBERS:
            of = min(of, proba.shape[1] - 1)
            low, high = _ENDS[mode](proba.shape[1])
            grid = graded(_NUMBERS[mode](proba, spread, of), low, high)
            told |= {"of": of, "low": low, "high": high}
        else:
            grid = levels(_stretched(state, proba), y_pred)
        shown = {"grid": grid.view(rows, side, -1).numpy()}
        if rows == 1:
            shown["curve"] = proba.float().numpy()
        if arguments["contour"] and proba.shape[1] == 2 and rows > 1:
            above = proba[:, 1] - _threshold(state)
            shown["contour"] = above.float().view(rows, side).numpy()
    return {**shown, **told, **(_lines(state) if arguments["lines"] else {})}


def _size(state: State, is_fine: bool) -> tuple[int, int]:
    """Return how many columns and rows of cells the picture has."""
    plane = state.plane
    side = fine_side(state.config) if is_fine and plane.rows > 1 else plane.side
    return side, plane.rows if plane.rows == 1 else side


def _n_passes(state: State, n_places: int) -> int:
    """Return how many passes with dropout left on are taken; 0 without dropout."""
    if not has_dropout(state):
        return 0
    affordable = int(PASSES_FLOPS // (n_places * forward_flops(state.config)))
    return min(max(affordable, FEWEST_PASSES), MOST_PASSES)


def _over(state: State, side: int, rows: int, passes: int) -> Over:
    """Return what the network says of each place, or what thinned ones say on average."""
    parts = [_at(state, X, passes) for X in _inputs(state, side, rows)]
    proba, y_pred, spread = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
    return proba, y_pred, spread


def _inputs(state: State, side: int, rows: int) -> Iterator[Tensor]:
    """Yield the inputs of the cell centres, not more at once than the usual picture has."""
    plane = state.plane
    if (side, rows) == (plane.side, plane.rows):
        yield plane.grid
        return
    places = plane.places(side, rows)
    for start in range(0, len(places), plane.side**2):
        yield plane.inputs(places[start : start + plane.side**2])


def _at(state: State, X: Tensor, passes: int) -> Over:
    """Return probabilities, predictions and spread at X."""
    if passes:
        return _averaged(state, thinned_outputs(state, X, passes))
    with state.forward.evaluating():
        output = state.forward.output(X) if X is state.plane.grid else state.network(X)
    proba = _shown(state, probabilities(output, state.config))
    y_pred = predict(output, state.config)
    if state.config.is_multilabel:
        y_pred = y_pred[:, state.config.shown_label]
    return proba, y_pred, torch.zeros(len(X))


def _averaged(state: State, outputs: list[Tensor]) -> Over:
    """Return the mean of probabilities, what it predicts, and the deviation of that one's."""
    each = torch.stack([_shown(state, probabilities(o, state.config)) for o in outputs])
    mean = each.mean(dim=0)
    y_pred = mean.argmax(dim=1)
    if mean.shape[1] == 2:
        y_pred = (mean[:, 1] >= _threshold(state)).long()
    spread = each.std(dim=0, correction=0).gather(1, y_pred[:, None])[:, 0]
    return mean, y_pred, spread


def _shown(state: State, proba: Tensor) -> Tensor:
    """Return probabilities (n, n_classes), of several labels those of the one that is shown."""
    if not state.config.is_multilabel:
        return proba
    label = proba[:, state.config.shown_label]
    return torch.stack((1 - label, label), dim=1)


def _threshold(state: State) -> float:
    """Return from which probability on class 1 is predicted."""
    return state.config.threshold if state.config.uses("threshold") else 0.5


def _stretched(state: State, proba: Tensor) -> Tensor:
    """Return probabilities with the threshold, where there is one, at one half."""
    threshold = _threshold(state)
    return proba if threshold == 0.5 else centred(proba[:, 1], threshold)


def _margin(proba: Tensor, _spread: Tensor, _of: int) -> Tensor:
    """Return the highest probability less the second."""
    first, second = proba.topk(2, dim=1).values.T
    return first - second


def _entropy(proba: Tensor, _spread: Tensor, _of: int) -> Tensor:
    """Return −Σ p log₂ p, bits."""
    return -torch.special.xlogy(proba, proba).sum(dim=1) / math.log(2)


_NUMBERS: dict[str, Callable[[Tensor, Tensor, int], Tensor]] = {
    "proba": lambda proba, _spread, of: proba[:, of],
    "confidence": lambda proba, _spread, _of: proba.amax(dim=1),
    "margin": _margin,
    "entropy": _entropy,
    "dropout_spread": lambda _proba, spread, _of: spread,
}
"""The number of each place that a mode shows."""

_ENDS: dict[str, Callable[[int], tuple[float, float]]] = {
    "proba": lambda _k: (0.0, 1.0),
    "confidence": lambda k: (1 / k, 1.0),
    "margin": lambda _k: (0.0, 1.0),
    "entropy": lambda k: (0.0, math.log2(k)),
    "dropout_spread": lambda _k: (0.0, 0.5),
}
"""The lowest and the highest that it can be among k classes."""


def _lines(state: State) -> dict[str, Any]:
    """Return where the first linear layer's units are zero; none where those are no lines."""
    config = state.config
    is_straight = config.is_planar and set(config.features) <= {"x1", "x2"}
    first = next(m for m in state.network.body if isinstance(m, nn.Linear))
    n_units, is_hidden = first.out_features, bool(config.hidden)
    told = {"n_units": n_units if is_straight else 0, "is_hidden": is_hidden}
    if not is_straight:
        return {**told, "lines": np.zeros((0, 3), dtype=np.float32)}
    plane = state.plane
    (x1, x2), (right, top) = plane.low, plane.high
    origin, across, up = plane.inputs(np.array([[x1, x2], [right, x2], [x1, top]])).double()
    basis = torch.stack((across - origin, up - origin, origin), dim=1)
    lines = first.weight.detach()[:MOST_LINES].double() @ basis
    if first.bias is not None:
        lines[:, 2] += first.bias.detach()[:MOST_LINES]
    return {**told, "lines": lines.numpy().astype(np.float32)}
