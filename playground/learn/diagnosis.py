"""Rules that say what is going wrong in a run, and which control to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from torch import nn

from playground.learn.trainer import Trainer


@dataclass(frozen=True)
class Warning:
    """One thing that is going wrong: a sentence, and the Config field that may help."""

    key: str
    text: str
    field: str


def warnings(trainer: Trainer) -> list[Warning]:
    """Return what the rules find in the present state of a run."""
    return [warning for rule in _RULES for warning in rule(trainer)]


def _double_softmax(trainer: Trainer) -> Iterator[Warning]:
    if trainer.config.loss == "double_softmax":
        k = trainer.config.n_classes
        floor = float(np.log1p((k - 1) * np.exp(-1)))
        yield Warning(
            "double_softmax",
            f"Softmax twice: with {k} classes this loss can't go below {floor:.3f}, and its "
            "gradients are weak. CrossEntropyLoss takes raw logits.",
            "loss",
        )


def _step_activation(trainer: Trainer) -> Iterator[Warning]:
    steps = [i for i, name in enumerate(trainer.config.activations) if name == "step"]
    if steps:
        yield Warning(
            "step_activation",
            f"The step after hidden layer {steps[-1] + 1} has zero gradient: nothing below it "
            "learns; only the layers above do.",
            "activation",
        )


def _never_predicted(trainer: Trainer) -> Iterator[Warning]:
    if trainer.config.is_multilabel or trainer.epoch < 5:
        return
    predicted = trainer.evaluation.confusion[0].sum(dim=0)
    present = trainer.evaluation.confusion[0].sum(dim=1)
    missing = [k for k in range(len(present)) if present[k] > 0 and predicted[k] == 0]
    if missing:
        names = ", ".join(map(str, missing))
        yield Warning(
            "never_predicted",
            f"Class {names} is never predicted. More training, class weights or a wider network "
            "may help.",
            "class_weight",
        )


def _dead_units(trainer: Trainer) -> Iterator[Warning]:
    if "relu" not in trainer.config.activations or trainer.epoch < 1:
        return
    x, dead, total = trainer.data.part("train")[0], 0, 0
    with trainer.forward.evaluating():
        for layer in trainer.network.body:
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


def _no_progress(trainer: Trainer) -> Iterator[Warning]:
    rows = [row for row in trainer.history.rows if row[0] >= trainer.epoch * 0.75]
    if trainer.epoch < 50 or len(rows) < 4:
        return
    losses = [row[1] for row in rows]
    if trainer.evaluation.train_loss > 0.05 and min(losses) > losses[0] * 0.999:
        yield Warning(
            "no_progress",
            f"The train loss has not fallen since epoch {rows[0][0]:.0f}. Try another learning "
            "rate, activation or a larger network.",
            "learning_rate",
        )


def _overfitting(trainer: Trainer) -> Iterator[Warning]:
    rows = trainer.history.rows
    if trainer.epoch < 20 or len(rows) < 4:
        return
    best = min(rows, key=lambda row: row[2])
    measured = trainer.evaluation
    grew = measured.test_loss > best[2] * 1.15 + 0.01 and best[0] < trainer.epoch * 0.75
    if grew and measured.train_loss < measured.test_loss * 0.8:
        yield Warning(
            "overfitting",
            f"The test loss was lowest at epoch {best[0]:.0f} and grows since, the train loss "
            "falls: overfitting. Try dropout, weight decay, more points or early stopping.",
            "dropout",
        )


def _below_baseline(trainer: Trainer) -> Iterator[Warning]:
    if trainer.epoch < 20:
        return
    always = trainer.data.baseline
    if trainer.evaluation.test_accuracy < always:
        yield Warning(
            "below_baseline",
            f"The test accuracy {trainer.evaluation.test_accuracy:.1%} is below {always:.1%}, what "
            "always naming the most frequent class would reach.",
            "learning_rate",
        )


_RULES: tuple[Callable[[Trainer], Iterator[Warning]], ...] = (
    _double_softmax,
    _step_activation,
    _dead_units,
    _never_predicted,
    _below_baseline,
    _overfitting,
    _no_progress,
)
