"""Config: one experiment, whole, as a flat frozen record of names and numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from playground.catalog import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS
from playground.params import Choice, Integer, Invalid, Param, Real, Sizes, param

DATA, NETWORK, TRAINING = "Data", "Network", "Training"


@dataclass(frozen=True)
class Config:
    """Everything that determines a run. Two equal Configs give the same numbers to the last bit."""

    dataset: str = param(
        "moons", Choice(DATASETS), "Dataset", "The points to classify.", group=DATA
    )
    n_samples: int = param(
        300, Integer(20, 5000, step=10), "Points", "How many points to make in all.", group=DATA
    )
    noise: float = param(
        0.2,
        Real(0, 1),
        "Noise",
        "Standard deviation of the Gaussian added to each coordinate: more noise, more overlap.",
        group=DATA,
    )
    cluster_std: float = param(
        1.5,
        Real(0.1, 5, step=0.1),
        "Spread",
        "Standard deviation of each cloud; the centres lie in [−10, 10]².",
        group=DATA,
    )
    n_classes: int = param(
        2, Integer(2, 6), "Classes", "How many classes to tell apart.", group=DATA
    )
    test_size: float = param(
        0.2,
        Real(0.1, 0.9, step=0.05),
        "Test share",
        "Share of the points held back: never learned from, only used to measure.",
        group=DATA,
    )
    seed: int = param(
        42,
        Integer(0, 2**31 - 1),
        "Seed",
        "Fixes every random draw: the data, the split, the initial weights, the shuffling, the "
        "dropout. Same seed, same numbers.",
        group=DATA,
    )
    hidden: tuple[int, ...] = param(
        (8, 8),
        Sizes(1, 128, 6),
        "Hidden layers",
        "Units of each hidden layer, with commas between: 8,8 is two layers of eight. Empty: "
        "logistic regression.",
        group=NETWORK,
    )
    activation: str = param(
        "tanh",
        Choice(ACTIVATIONS),
        "Activation",
        "The function after each hidden layer; without one, layers collapse into one.",
        group=NETWORK,
    )
    dropout: float = param(
        0.0,
        Real(0, 0.9, step=0.05),
        "Dropout",
        "Share of hidden units switched off at random in each training step. Off when evaluating.",
        group=NETWORK,
        live=True,
    )
    loss: str = param(
        "cross_entropy", Choice(LOSSES), "Loss", "What training makes small.", group=TRAINING
    )
    optimizer: str = param(
        "adam", Choice(OPTIMIZERS), "Optimizer", "How a gradient becomes a step.", group=TRAINING
    )
    learning_rate: float = param(
        0.003,
        Real(1e-5, 10, log=True),
        "Learning rate",
        "Length of a step: too high overshoots or diverges, too low crawls.",
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
    weight_decay: float = param(
        0.0,
        Real(0, 1, step=0.001),
        "Weight decay",
        "Pulls weights towards zero in each step (L2 penalty): simpler boundaries.",
        group=TRAINING,
        live=True,
    )
    batch_size: int = param(
        32,
        Integer(0, 5000),
        "Batch size",
        "Points per step: 1 is stochastic, 0 takes all of them (full batch).",
        group=TRAINING,
        live=True,
    )
    epochs: int = param(
        2000,
        Integer(1, 100_000, step=100),
        "Epochs",
        "Training stops after this many passes over the training points.",
        group=TRAINING,
        live=True,
    )
    speed: int = param(
        0,
        Integer(0, 1000),
        "Speed limit",
        "At most this many epochs a second, to watch closely; 0 trains as fast as it can. "
        "Changes no number.",
        group=TRAINING,
        live=True,
    )

    def __post_init__(self) -> None:
        for name, description in PARAMS.items():
            _check(name, description, getattr(self, name))
        for conflict in _conflicts(asdict(self)):
            raise Invalid(str(conflict), conflict.used)

    @property
    def n_outputs(self) -> int:
        """Units of the output layer: one for binary losses, else one per class."""
        return 1 if LOSSES[self.loss].binary else self.n_classes

    def uses(self, name: str) -> bool:
        """Tell whether the field ``name`` has any effect, given the other fields."""
        if name in _DATA_SHAPES:
            return DATASETS[self.dataset].uses(name)
        if name == "momentum":
            return "momentum" in OPTIMIZERS[self.optimizer].arguments.values()
        return name != "dropout" or bool(self.hidden)

    def restarts(self, other: Config) -> bool:
        """Tell whether going from this Config to ``other`` needs a fresh run from the seed."""
        return any(
            getattr(self, name) != getattr(other, name) and not description.live
            for name, description in PARAMS.items()
        )


_DATA_SHAPES = ("noise", "cluster_std", "n_classes")

PARAMS: dict[str, Param] = {field.name: field.metadata["param"] for field in fields(Config)}


@dataclass(frozen=True)
class Replacement:
    """A value that could not be used, the one put in its place, and why."""

    name: str
    given: object
    used: object
    reason: str

    def __str__(self) -> str:
        return f"{self.name} {self.reason}. Got {self.given} instead."


def settle(values: Mapping[str, Any]) -> tuple[Config, list[Replacement]]:
    """Return the Config nearest to ``values``, and what had to give way for it.

    ``values`` may hold any of the fields, each valid by itself (Invalid otherwise); the others
    take their defaults.
    """
    settled = {name: values.get(name, getattr(DEFAULT, name)) for name in PARAMS}
    replaced = []
    while conflict := next(_conflicts(settled), None):
        settled[conflict.name] = conflict.used
        replaced.append(conflict)
    return Config(**settled), replaced


def _conflicts(values: Mapping[str, Any]) -> Iterator[Replacement]:
    """Yield the fields that contradict others, each with the value that would agree."""
    n_classes, loss = values["n_classes"], values["loss"]
    low, high = DATASETS[values["dataset"]].n_classes
    if not low <= n_classes <= high:
        span = f"be {low}" if low == high else f"be in [{low}, {high}]"
        nearest = min(max(n_classes, low), high)
        yield Replacement(
            "n_classes", n_classes, nearest, f"must {span} for the dataset {values['dataset']}"
        )
    share = min(values["test_size"], 1 - values["test_size"])
    fewest = math.ceil((n_classes + 1) / share)
    if values["n_samples"] < fewest:
        yield Replacement(
            "n_samples",
            values["n_samples"],
            fewest,
            f"must be at least {fewest} for each class to be in both parts",
        )
    if LOSSES[loss].binary and n_classes != 2:
        yield Replacement(
            "loss", loss, "cross_entropy", f"must take one output a class for {n_classes} classes"
        )


def _check(name: str, description: Param, value: Any) -> None:
    """Raise Invalid, naming field and value, unless ``value`` is in the field's domain."""
    try:
        parsed = description.kind.parse(description.kind.spell(value))
    except Invalid as error:
        raise Invalid(f"{name} {error}. Got {value} instead.", error.nearest) from None
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise Invalid(f"{name} can't be {value!r}.", None) from None
    if parsed != value:
        raise Invalid(f"{name} can't be {value!r}.", parsed)


DEFAULT = Config()
