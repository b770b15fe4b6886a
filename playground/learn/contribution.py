"""The loss of one point: the number, the formula that it came by, what it adds to its part's."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.catalog import LOSSES
from playground.config import Config
from playground.learn.data import targets
from playground.learn.state import State

LOWEST_LOG = -100.0
"""Where ``nn.BCELoss`` cuts logarithms off."""


ONE_HOT = "t[y] = 1, the other t[k] = 0"


@dataclass(frozen=True)
class Formula:
    """A loss in symbols, as PyTorch would index, and in the point's numbers.

    ``terms`` (n_outputs,) are what the formula sums, ``each`` is one of them in symbols; None when
    it sums nothing. ``where`` explains a symbol.
    """

    symbols: str
    numbers: str
    where: str = ""
    each: str = ""
    terms: Tensor | None = None


@dataclass(frozen=True)
class Contribution:
    """``loss`` is the point's; its part's is the sum of all its points' divided by ``divisor``."""

    loss: float
    divisor: float
    part: str
    formula: Formula | None


def contribution(state: State, row: int, output: Tensor) -> Contribution:
    """Return what the point ``row`` adds, for the network's output (1, n_outputs) there."""
    target = targets(state.data.y[row : row + 1], state.config)
    loss = point_loss(state.criterion, output, target)
    part = part_of(state, row)
    write = FORMULAS.get(LOSSES[state.config.loss].criterion.name)
    formula = write(state.config, state.criterion, output[0], target[0]) if write else None
    return Contribution(loss, _divisor(state, part), part, formula)


def point_loss(criterion: nn.Module, output: Tensor, target: Tensor) -> float:
    """Return the loss of one point: the mean over its outputs, where the loss has one for each.

    By ``reduction="none"``: the mean of a single point would lose its class weight.
    """
    if hasattr(criterion, "reduction"):
        criterion = copy(criterion)
        criterion.reduction = "none"  # type: ignore[assignment]
    return float(criterion(output, target).mean())


def part_of(state: State, row: int) -> str:
    """Return the part that a point belongs to."""
    parts = ("test", "validation")
    return next((part for part in parts if (getattr(state.data, part) == row).any()), "train")


def _divisor(state: State, part: str) -> float:
    """Return what the sum over a part is divided by: its points, or their weights' sum."""
    rows = getattr(state.data, part)
    if isinstance(state.criterion, nn.CrossEntropyLoss | nn.NLLLoss):
        return float(_weights(state.criterion, state.config.n_classes)[state.data.y[rows]].sum())
    return float(len(rows))


def _weights(criterion: nn.Module, n: int) -> Tensor:
    """Return the weights of n classes, ones where there are none."""
    weight = getattr(criterion, "weight", None)
    return torch.ones(n) if weight is None else weight


def _cross_entropy(config: Config, criterion: nn.Module, output: Tensor, y: Tensor) -> Formula:
    """Return −log p of the true class, weighted and smoothed, where p is the output's softmax."""
    link = LOSSES[config.loss].link
    log_p = output if link == "exp" else output.log_softmax(dim=0)
    p = "q" if link == "identity" else "p"
    where = "q = softmax(p)" if link == "identity" else ""
    has_weights = getattr(criterion, "weight", None) is not None
    terms = -log_p * _weights(criterion, len(output))
    weight = number(_weights(criterion, len(output))[y])
    symbols, numbers = f"−log {p}[y]", f"−({number(log_p[y])})"
    if has_weights:
        symbols, numbers = f"w[y] · ({symbols})", f"{weight} · {number(-log_p[y])}"
    smoothing = getattr(criterion, "label_smoothing", 0.0)
    if not smoothing:
        return Formula(symbols, numbers, where)
    each = f"w[k] · (−log {p}[k])" if has_weights else f"−log {p}[k]"
    share = f"{number(smoothing)} / {len(output)}"
    return Formula(
        f"(1 − ε) · {symbols} + ε / K · Σ {each}",
        f"(1 − {number(smoothing)}) · {numbers} + {share} · {number(terms.sum())}",
        where,
        each,
        terms,
    )


def _binary_cross_entropy(
    config: Config, criterion: nn.Module, output: Tensor, y: Tensor
) -> Formula:
    """Return −log p where the label is 1, −log (1 − p) where it is 0."""
    if isinstance(criterion, nn.BCELoss):
        log_on, log_off = (share.log().clamp(min=LOWEST_LOG) for share in (output, 1 - output))
    else:
        log_on, log_off = (nn.functional.logsigmoid(z) for z in (output, -output))
    terms = -torch.where(y == 1, log_on, log_off)
    if config.is_multilabel:
        where = "b[k] = −log p[k] if y[k] = 1, else −log (1 − p[k])"
        return Formula(*_mean("b[k]", terms), where, "b[k]", terms)
    symbols = "−log p" if y == 1 else "−log (1 − p)"
    if isinstance(criterion, nn.BCELoss) and terms == -LOWEST_LOG:
        symbols = f"−max({symbols[1:]}, −100)"
    weight = getattr(criterion, "pos_weight", None)
    if y != 1 or weight is None:
        return Formula(symbols, f"−({number(-terms)})")
    return Formula(f"w · ({symbols})", f"{number(weight)} · {number(terms)}")


def _squares(_config: Config, _criterion: nn.Module, output: Tensor, y: Tensor) -> Formula:
    """Return the mean squared error between probabilities and the one-hot label."""
    terms = (output - y) ** 2
    return Formula(*_mean("(p[k] − t[k])²", terms), ONE_HOT, "(p[k] − t[k])²", terms)


def _distances(_config: Config, _criterion: nn.Module, output: Tensor, y: Tensor) -> Formula:
    """Return the mean absolute error between probabilities and the one-hot label."""
    terms = (output - y).abs()
    return Formula(*_mean("|p[k] − t[k]|", terms), ONE_HOT, "|p[k] − t[k]|", terms)


def _margins(_config: Config, criterion: nn.Module, output: Tensor, y: Tensor) -> Formula:
    """Return what each other class lacks of staying 1 behind the true one (Crammer, Singer)."""
    terms = (1 - output[y] + output).clamp(min=0).index_fill(0, y, 0.0)
    symbols, numbers = _mean("h[k]", terms)
    if getattr(criterion, "weight", None) is not None:
        weight = number(_weights(criterion, len(output))[y])
        symbols, numbers = f"w[y] · {symbols}", f"{weight} · {numbers}"
    return Formula(symbols, numbers, "h[k] = max(0, 1 − z[y] + z[k]), h[y] = 0", "h[k]", terms)


def _focal(_config: Config, criterion: nn.Module, output: Tensor, y: Tensor) -> Formula:
    """Return cross-entropy times a power of what the true class lacks of certainty."""
    log_p = output.log_softmax(dim=0)[y]
    gamma = number(criterion.gamma)  # type: ignore[arg-type]
    rest = number(1 - log_p.exp())
    return Formula(f"(1 − p[y])^{gamma} · (−log p[y])", f"{rest}^{gamma} · {number(-log_p)}")


def _mean(each: str, terms: Tensor) -> tuple[str, str]:
    """Return the mean of terms (K,) in symbols and in numbers."""
    return f"1 / K · Σ {each}", f"1 / {len(terms)} · {number(terms.sum())}"


def number(value: Tensor | float) -> str:
    """Return a number with four digits and a true minus sign."""
    return f"{float(value):.4g}".replace("-", "−")


Writes = Callable[[Config, nn.Module, Tensor, Tensor], Formula]
"""(config, criterion, output (n_outputs,), the target's form of one label) → its formula."""

FORMULAS: dict[str, Writes] = {
    "nn.CrossEntropyLoss": _cross_entropy,
    "nn.NLLLoss": _cross_entropy,
    "nn.BCEWithLogitsLoss": _binary_cross_entropy,
    "nn.BCELoss": _binary_cross_entropy,
    "nn.MSELoss": _squares,
    "nn.L1Loss": _distances,
    "nn.MultiMarginLoss": _margins,
    "FocalLoss": _focal,
}
"""How a criterion of the catalog's losses is written out; one that is missing has its number."""
