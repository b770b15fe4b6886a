"""Rules that say what is going wrong in a run, and which control to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from torch import nn

from playground.learn.state import State


@dataclass(frozen=True)
class Warning:
    """One thing that is going wrong: a sentence, and the Config field that may help."""

    key: str
    text: str
    field: str


def warnings(state: State) -> list[Warning]:
    """Return what the rules find in the present state of a run."""
    return [warning for rule in _RULES for warning in rule(state)]


def _double_softmax(state: State) -> Iterator[Warning]:
    if state.config.loss == "double_softmax":
        k = state.config.n_classes
        floor = float(np.log1p((k - 1) * np.exp(-1)))
        yield Warning(
            "double_softmax",
            f"Softmax twice: with {k} classes this loss can't go below {floor:.3f}, and its "
            "gradients are weak. CrossEntropyLoss takes raw logits.",
            "loss",
        )


def _step_activation(state: State) -> Iterator[Warning]:
    steps = [i for i, name in enumerate(state.config.activations) if name == "step"]
    if steps:
        yield Warning(
            "step_activation",
            f"The step after hidden layer {steps[-1] + 1} has zero gradient: nothing below it "
            "learns; only the layers above do.",
            "activation",
        )


def _never_predicted(state: State) -> Iterator[Warning]:
    if state.config.is_multilabel or state.epoch < 5:
        return
    predicted = state.evaluation.confusion[0].sum(dim=0)
    present = state.evaluation.confusion[0].sum(dim=1)
    missing = [k for k in range(len(present)) if present[k] > 0 and predicted[k] == 0]
    if missing:
        names = ", ".join(map(str, missing))
        yield Warning(
            "never_predicted",
            f"Class {names} is never predicted. More training, class weights or a wider network "
            "may help.",
            "class_weight",
        )


def _dead_units(state: State) -> Iterator[Warning]:
    if "relu" not in state.config.activations or state.epoch < 1:
        return
    x, dead, total = state.data.part("train")[0], 0, 0
    with state.forward.evaluating():
        for layer in state.network.body:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                dead += int((x.amax(dim=0) <= 0).sum())
                total += x.shape[1]
    if dead * 4 >= total:
        yield Warning(
            "dead_units",
            f"{dead} of {total} ReLU units are 0 for every training point: they no longer learn. "
            "A lower learning rate, leaky ReLU or Kaiming weights may help.",
            "learning_rate",
        )


def _no_progress(state: State) -> Iterator[Warning]:
    rows = [row for row in state.history.until(state.epoch).rows if row[0] >= state.epoch * 0.75]
    if state.epoch < 50 or len(rows) < 4:
        return
    losses = [row[1] for row in rows]
    if state.evaluation.train_loss > 0.05 and min(losses) > losses[0] * 0.999:
        yield Warning(
            "no_progress",
            f"The train loss has not fallen since epoch {rows[0][0]:.0f}. Try another learning "
            "rate, activation or a larger network.",
            "learning_rate",
        )


def _overfitting(state: State) -> Iterator[Warning]:
    rows = state.history.until(state.epoch).rows
    if state.epoch < 20 or len(rows) < 4:
        return
    best = min(rows, key=lambda row: row[2])
    measured = state.evaluation
    grew = measured.test_loss > best[2] * 1.15 + 0.01 and best[0] < state.epoch * 0.75
    if grew and measured.train_loss < measured.test_loss * 0.8:
        yield Warning(
            "overfitting",
            f"The test loss was lowest at epoch {best[0]:.0f} and grows since, the train loss "
            "falls: overfitting. Try dropout, weight decay, more points or early stopping.",
            "dropout",
        )


def _below_baseline(state: State) -> Iterator[Warning]:
    if state.epoch < 20:
        return
    always = state.data.baseline
    if state.evaluation.test_accuracy < always:
        yield Warning(
            "below_baseline",
            f"The test accuracy {state.evaluation.test_accuracy:.1%} is below {always:.1%}, what "
            "always naming the most frequent class would reach.",
            "learning_rate",
        )


_RULES: tuple[Callable[[State], Iterator[Warning]], ...] = (
    _double_softmax,
    _step_activation,
    _dead_units,
    _never_predicted,
    _below_baseline,
    _overfitting,
    _no_progress,
)
