"""Optimizers and learning-rate schedules by their PyTorch names; ``learn/`` resolves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    ``torch`` is its dotted name below ``torch``; ``arguments`` maps each constructor argument to
    the Config field that fills it; ``kept`` counts the tensors as large as the weights that it
    keeps at most; ``fused`` tells that PyTorch has a fused CPU kernel for it, ``closure`` that its
    step evaluates the loss itself, at most ``evaluations`` times, ``shrinks`` that weight decay
    takes its share of the weights themselves: learning rate × weight decay.
    """

    label: str
    help: str
    torch: str
    arguments: Mapping[str, str]
    kept: int
    fused: bool = False
    closure: bool = False
    shrinks: bool = False
    evaluations: int = 1


_RATE = {"lr": "learning_rate"}
_RATE_AND_DECAY = _RATE | {"weight_decay": "weight_decay"}

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(
        "SGD",
        "Stochastic gradient descent: one step against the gradient of each batch; momentum "
        "carries on in the direction of earlier steps.",
        "optim.SGD",
        _RATE_AND_DECAY | {"momentum": "momentum", "nesterov": "nesterov"},
        kept=1,
        fused=True,
        shrinks=True,
    ),
    "adam": Optimizer(
        "Adam",
        "Scales each weight's step by running means of its gradient and squared gradient.",
        "optim.Adam",
        _RATE_AND_DECAY,
        kept=2,
        fused=True,
    ),
    "adamw": Optimizer(
        "AdamW",
        "Adam with weight decay taken apart from the gradient (decoupled).",
        "optim.AdamW",
        _RATE_AND_DECAY,
        kept=2,
        fused=True,
        shrinks=True,
    ),
    "nadam": Optimizer(
        "NAdam", "Adam with Nesterov momentum.", "optim.NAdam", _RATE_AND_DECAY, kept=2
    ),
    "rmsprop": Optimizer(
        "RMSprop",
        "Divides each step by a running root mean square of the gradient.",
        "optim.RMSprop",
        _RATE_AND_DECAY | {"momentum": "momentum"},
        kept=2,
    ),
    "adagrad": Optimizer(
        "Adagrad",
        "Divides each weight's step by the root of its squared gradients so far, summed: each "
        "weight's own rate only falls.",
        "optim.Adagrad",
        _RATE_AND_DECAY,
        kept=1,
        fused=True,
    ),
    "adadelta": Optimizer(
        "Adadelta",
        "Like RMSprop, with steps scaled by earlier steps; made for learning rate 1.",
        "optim.Adadelta",
        _RATE_AND_DECAY,
        kept=2,
    ),
    "lbfgs": Optimizer(
        "L-BFGS",
        "Quasi-Newton: up to 20 evaluations a step, made for full batches (batch size 0).",
        "optim.LBFGS",
        _RATE,
        kept=2 * 100 + 2,  # the last 100 steps and changes of gradient, direction, gradient
        closure=True,
        evaluations=20,
    ),
}


@dataclass(frozen=True)
class Schedule:
    """One learning-rate schedule, stepped after each epoch.

    ``torch`` is its dotted name below ``torch``, empty for none; ``arguments`` maps its arguments
    to Config fields; ``spans`` tells that it is laid out over all epochs, ``watches`` that it
    follows the train loss.
    """

    label: str
    help: str
    torch: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    spans: bool = False
    watches: bool = False


_LR = "optim.lr_scheduler."

SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("Constant", "The learning rate stays as it is."),
    "step": Schedule(
        "Step",
        "StepLR: times gamma after every so many epochs.",
        f"{_LR}StepLR",
        {"step_size": "schedule_epochs", "gamma": "gamma"},
    ),
    "exponential": Schedule(
        "Exponential",
        "ExponentialLR: times gamma each epoch.",
        f"{_LR}ExponentialLR",
        {"gamma": "gamma"},
    ),
    "cosine": Schedule(
        "Cosine",
        "CosineAnnealingLR: down along half a cosine over all epochs, to nearly zero in the last.",
        f"{_LR}CosineAnnealingLR",
        {"T_max": "epochs"},
        spans=True,
    ),
    "one_cycle": Schedule(
        "One cycle",
        "OneCycleLR: up from 1/25 of the learning rate in 30 % of the epochs, then down to "
        "1/250,000 of it.",
        f"{_LR}OneCycleLR",
        {"max_lr": "learning_rate", "total_steps": "epochs"},
        {"cycle_momentum": False},
        spans=True,
    ),
    "plateau": Schedule(
        "Plateau",
        "ReduceLROnPlateau: times gamma when the train loss has not improved (by 0.01 %) for one "
        "epoch more than so many.",
        f"{_LR}ReduceLROnPlateau",
        {"factor": "gamma", "patience": "schedule_epochs"},
        watches=True,
    ),
    "warm_up": Schedule(
        "Warm-up",
        "LinearLR: from a tenth up to the whole learning rate over so many epochs.",
        f"{_LR}LinearLR",
        {"total_iters": "schedule_epochs"},
        {"start_factor": 0.1},
    ),
}
