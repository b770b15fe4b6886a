"""How the network learns, and when it stops."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog import CLASS_WEIGHTS, LOSSES, OPTIMIZERS, SCHEDULES
from playground.fields import TRAINING
from playground.fields.network import NetworkFields
from playground.params import Choice, Flag, Integer, Real, param


@dataclass(frozen=True)
class TrainingFields(NetworkFields):
    """The training of a Config."""

    loss: str = param(
        "cross_entropy", Choice(LOSSES), "Loss", "What training makes small.", group=TRAINING
    )
    class_weight: str = param(
        "none",
        Choice(CLASS_WEIGHTS),
        "Class weights",
        "How much the points of each class count in the loss.",
        group=TRAINING,
        advanced=True,
    )
    label_smoothing: float = param(
        0.0,
        Real(0, 0.5),
        "Label smoothing",
        "Spreads this share of each label evenly over all classes: less certain predictions.",
        group=TRAINING,
        advanced=True,
    )
    optimizer: str = param(
        "sgd", Choice(OPTIMIZERS), "Optimizer", "How a gradient becomes a step.", group=TRAINING
    )
    learning_rate: float = param(
        0.003,
        Real(1e-5, 10, log=True),
        "Learning rate",
        "Factor on the gradient, or on what the optimizer makes of it: too high overshoots or "
        "diverges, too low crawls.",
        group=TRAINING,
        live=True,
    )
    momentum: float = param(
        0.0,
        Real(0, 0.99),
        "Momentum",
        "Share of the last step that is carried into the next one.",
        group=TRAINING,
        live=True,
    )
    nesterov: bool = param(
        False,
        Flag(),
        "Nesterov",
        "Looks ahead: takes the gradient where momentum will have carried the weights.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    weight_decay: float = param(
        0.0,
        Real(0, 1, step=0.001),
        "Weight decay",
        "Pulls weights and biases towards zero in each step, the larger the harder (L2 penalty): "
        "mostly simpler boundaries. The shown loss leaves it out.",
        group=TRAINING,
        live=True,
    )
    l1: float = param(
        0.0,
        Real(0, 1, step=0.001),
        "L1 penalty",
        "Adds this times the sum of all |weights| and |biases| to the loss that is trained on: "
        "pulls small ones as hard as large ones, many to near zero. The shown loss leaves it out.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    clip_norm: float = param(
        0.0,
        Real(0, 100, step=0.1, zero="off"),
        "Gradient clipping",
        "Shortens the gradient to at most this norm. Off at 0.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    schedule: str = param(
        "constant",
        Choice(SCHEDULES),
        "Schedule",
        "How the learning rate changes from epoch to epoch.",
        group=TRAINING,
        advanced=True,
    )
    schedule_epochs: int = param(
        100,
        Integer(1, 10_000, step=10),
        "Schedule epochs",
        "Epochs between steps, of patience, or of warm-up. Plateau acts one epoch after its "
        "patience.",
        group=TRAINING,
        advanced=True,
    )
    gamma: float = param(
        0.5,
        Real(0.01, 0.9999),
        "Gamma",
        "What the schedule multiplies the learning rate by.",
        group=TRAINING,
        advanced=True,
    )
    batch_size: int = param(
        32,
        Integer(0, 5000, zero="all"),
        "Batch size",
        "Points per step. Fewer than all of them are a random sample: stochastic gradient descent. "
        "All of them (full batch) at 0.",
        group=TRAINING,
        live=True,
    )
    shuffle: bool = param(
        True,
        Flag(),
        "Shuffle",
        "Draws a new order of the training points for each epoch.",
        group=TRAINING,
        advanced=True,
    )
    epochs: int = param(
        10_000,
        Integer(1, 100_000, step=100),
        "Epochs",
        "Training stops after this many passes over the training points.",
        group=TRAINING,
        live=True,
    )
    target_accuracy: float = param(
        0.0,
        Real(0, 1, zero="off"),
        "Stop at accuracy",
        "Training stops when the validation accuracy reaches this share. Off at 0. Without a "
        "validation part the test accuracy decides, and then flatters the network.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    patience: int = param(
        0,
        Integer(0, 10_000, step=10, zero="off"),
        "Early stopping",
        "Stops when the validation loss has not improved for this many epochs, and takes the "
        "best weights back. Off at 0. Without a validation part the test loss decides, and then "
        "flatters the network.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    max_seconds: int = param(
        0,
        Integer(0, 3600, zero="off"),
        "Stop after seconds",
        "Stops after this much training time, wherever that is: the only stop that depends on the "
        "machine. Off at 0.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
    speed: int = param(
        0,
        Integer(0, 1000, zero="no limit"),
        "Speed limit",
        "At most this many epochs a second, to watch closely. No limit at 0. Changes no result.",
        group=TRAINING,
        live=True,
    )
    threshold: float = param(
        0.5,
        Real(0, 1),
        "Threshold",
        "From which probability of class 1 on the prediction is class 1; of several labels, that "
        "of each. Changes what is predicted, not what is learned.",
        group=TRAINING,
        live=True,
        advanced=True,
    )
