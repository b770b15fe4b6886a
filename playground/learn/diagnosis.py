"""Rules that say what is going wrong in a run, and which control to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
from torch import nn

from playground.config import Config
from playground.learn.guessing import guessing_loss
from playground.learn.inputs import unlike_inputs
from playground.learn.state import State

Rows = list[list[float]]
"""Rows of the history: epoch, train loss, test loss, and what else is kept."""

YOUNG = 200
"""Epochs before which a run may be slow to start and nothing be wrong."""

SPENT = 0.01
"""A rate below this share of the one that was chosen hardly trains any more."""

SCARCE = 0.9
"""A class with less than this share of what equal classes would have gains by class weights."""


@dataclass(frozen=True)
class Warning:
    """One thing that is going wrong: a sentence, and the Config field that may help.

    In the text, ``{classes}`` stands for the names of ``classes``, which the browser knows.
    """

    key: str
    text: str
    field: str
    classes: tuple[int, ...] = ()


def warnings(state: State) -> list[Warning]:
    """Return what the rules find in the present state of a run.

    Where a cause is found, what follows from it is not said: it would lead astray.
    """
    chosen, causes = _found(_CHOSEN, state), _found(_CAUSES, state)
    return chosen + (causes or _found(_SYMPTOMS, state))


def _found(rules: tuple[Rule, ...], state: State) -> list[Warning]:
    """Return what ``rules`` find."""
    return [warning for rule in rules for warning in rule(state)]


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
            f"The step after hidden layer {steps[-1] + 1} has zero gradient: the data teach "
            "nothing below it; only the layers above learn.",
            _first_used(state.config, "activation", "layer_activations"),
        )


def _unlike_inputs(state: State) -> Iterator[Warning]:
    if state.evaluation.train_accuracy >= 0.95:
        return
    if words := unlike_inputs(state.config, state.data):
        yield Warning(
            "unlike_inputs", f"{words} Scaling brings them to like sizes.", "preprocessing"
        )


def _rising_loss(state: State) -> Iterator[Warning]:
    rows, recent = _rows(state), _recent(state)
    if state.epoch < 5 or len(recent) < 3:
        return
    now, start = median(row[1] for row in recent), rows[0][1]
    lowest = min(rows, key=lambda row: row[1])
    is_penalised = state.config.l1 > 0 or state.config.weight_decay > 0
    if now > 1.1 * start + 0.02:
        before = f"it began with {start:.3g}"
    elif now > 2 * lowest[1] + 0.05 and not is_penalised:
        before = f"at epoch {lowest[0]:.0f} it was {lowest[1]:.3g}"
    else:
        return
    yield Warning(
        "rising_loss",
        f"The train loss is about {now:.3g}, and {before}: the steps overshoot. "
        "Lower the learning rate.",
        "learning_rate",
    )


def _spent_rate(state: State) -> Iterator[Warning]:
    config, rate = state.config, state.learning_rate
    if not config.uses("gamma") or rate >= SPENT * config.learning_rate:
        return
    if state.evaluation.train_loss > _guessing(state) / 2:
        yield Warning(
            "spent_rate",
            f"The schedule has brought the learning rate from {config.learning_rate:g} down to "
            f"{rate:.2g}: training has all but stopped. A gamma nearer to 1 keeps it going.",
            "gamma",
        )


def _never_predicted(state: State) -> Iterator[Warning]:
    if state.config.is_multilabel or state.epoch < YOUNG:
        return
    predicted = state.evaluation.confusion[0].sum(dim=0)
    present = state.evaluation.confusion[0].sum(dim=1)
    missing = [k for k in range(len(present)) if present[k] > 0 and predicted[k] == 0]
    if missing:
        is_scarce = present[missing].min().item() < SCARCE * present.sum().item() / len(present)
        is_free = state.config.uses("class_weight") and state.config.class_weight == "none"
        weighs = is_scarce and is_free
        ways = f"More training{', class weights' * weighs} or a wider network may help."
        yield Warning(
            "never_predicted",
            f"Never predicted after epoch {state.epoch}: {{classes}}. {ways}",
            "class_weight" if weighs else "learning_rate",
            tuple(missing),
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
    if dead * 2 >= total:
        yield Warning(
            "dead_units",
            f"{dead} of {total} ReLU units are 0 for every training point and get no gradient "
            "now; deeper ones may come back as the layers before them learn. A lower learning "
            "rate, leaky ReLU or Kaiming weights may help.",
            "learning_rate",
        )


def _no_progress(state: State) -> Iterator[Warning]:
    rows = _recent(state)
    if state.epoch < YOUNG or len(rows) < 4:
        return
    guessing, losses = _guessing(state), [row[1] for row in rows]
    half = len(losses) // 2
    is_flat = median(losses[half:]) > median(losses[:half]) * 0.995
    if is_flat and state.evaluation.train_loss > 0.9 * guessing:
        yield Warning(
            "no_progress",
            f"Since epoch {rows[0][0]:.0f} the train loss stands near {losses[-1]:.3g}; naming "
            f"every class by its share alone gives {guessing:.3g}. Try another learning rate, "
            "activation or a larger network.",
            "learning_rate",
        )


def _overfitting(state: State) -> Iterator[Warning]:
    rows = _rows(state)
    if state.epoch < 20 or len(rows) < 4:
        return
    best = min(rows, key=lambda row: row[2])
    measured = state.evaluation
    grew = measured.test_loss > best[2] * 1.25 + 0.05 and best[0] < state.epoch * 0.75
    fell = measured.train_loss < min(best[1], measured.test_loss * 0.8)
    if grew and fell:
        remedies = {
            "dropout": "dropout",
            "weight_decay": "weight decay",
            "n_samples": "more points",
        }
        usable = {name: words for name, words in remedies.items() if state.config.uses(name)}
        words = ", ".join(usable.values())
        yield Warning(
            "overfitting",
            f"The test loss was lowest at epoch {best[0]:.0f} and has grown since, while the "
            f"train loss fell: overfitting. Try {words}{' or' * bool(words)} early stopping.",
            next(iter(usable), "patience"),
        )


def _below_baseline(state: State) -> Iterator[Warning]:
    if state.epoch < YOUNG:
        return
    always = state.data.baseline
    if state.evaluation.test_accuracy < always:
        yield Warning(
            "below_baseline",
            f"The test accuracy {state.evaluation.test_accuracy:.1%} is below {always:.1%}, what "
            "always naming the most frequent class would reach.",
            "learning_rate",
        )


def _rows(state: State) -> Rows:
    """Return the history's rows up to the state's epoch: of the past, nothing that came after."""
    return state.history.until(state.epoch).rows


def _recent(state: State) -> Rows:
    """Return the history's rows of the last quarter of the epochs done."""
    return [row for row in _rows(state) if row[0] >= state.epoch * 0.75]


def _guessing(state: State) -> float:
    """Return the train loss of answering every point with the classes' shares."""
    return guessing_loss(state.config, state.criterion, state.data.part("train")[1])


def _first_used(config: Config, *names: str) -> str:
    """Return the first of the fields that has an effect, the last when none has."""
    return next((name for name in names if config.uses(name)), names[-1])


Rule = Callable[[State], Iterator[Warning]]

_CHOSEN: tuple[Rule, ...] = (_double_softmax, _step_activation)
_CAUSES: tuple[Rule, ...] = (_unlike_inputs, _rising_loss, _spent_rate, _dead_units)
_SYMPTOMS: tuple[Rule, ...] = (_never_predicted, _below_baseline, _overfitting, _no_progress)
