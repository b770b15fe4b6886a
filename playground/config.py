"""Config: one experiment, whole, as a flat frozen record of names and numbers."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from playground.catalog import (
    ACTIVATIONS,
    CLASS_WEIGHTS,
    DATASETS,
    DEFAULT_VIEWS,
    DEVICES,
    FEATURES,
    INITIALIZATIONS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    PLANES,
    PREPROCESSINGS,
    SCHEDULES,
    VIEWS,
    formula,
    own,
)
from playground.params import (
    Choice,
    Flag,
    Integer,
    Invalid,
    Param,
    Real,
    Several,
    Sizes,
    Text,
    param,
)
from playground.rules import USES, Replacement, conflicts

DATA, NETWORK, TRAINING = "Data", "Network", "Training"
BOARD = ""
"""Group of the fields that the board sets, not the controls."""

MAX_LAYERS, MAX_UNITS = 8, 512


@dataclass(frozen=True)
class Config:
    """Everything that determines a run. Two equal Configs give the same numbers to the last bit."""

    dataset: str = param(
        "moons", Choice(DATASETS), "Dataset", "The points to classify.", group=DATA
    )
    data: str = param(
        "",
        Text(own.complaint, 60),
        "Own data",
        "Names the table that was uploaded, pasted or drawn. It stays on this server.",
        group=DATA,
        advanced=True,
    )
    formula: str = param(
        "sin(2*x)",
        Text(formula.complaint, formula.LONGEST),
        "f(x)",
        "Arithmetic in x, like x^2 - 1 or sin(3*x): points above its graph are class 1.",
        group=DATA,
    )
    n_samples: int = param(
        300, Integer(20, 5000, step=10), "Points", "How many points to make in all.", group=DATA
    )
    noise: float = param(
        0.2,
        Real(0, 1),
        "Noise",
        "How blurred the classes are: standard deviation of the Gaussian added to each coordinate. "
        "Students have it in the score behind the grade, Pinwheel 0.05 + 0.3 times it across its "
        "arms.",
        group=DATA,
    )
    factor: float = param(
        0.8,
        Real(0.05, 0.95, step=0.05),
        "Factor",
        "Radius of the inner circle as a share of the outer one's.",
        group=DATA,
    )
    cluster_std: float = param(
        1.5,
        Real(0.1, 5, step=0.1),
        "Spread",
        "Standard deviation of each cloud. Blobs have random centres in [−10, 10]²; anisotropic "
        "ones lie on a circle of radius 6 and are a quarter as wide across.",
        group=DATA,
    )
    n_classes: int = param(
        2, Integer(2, 10), "Classes", "How many classes (or labels) to tell apart.", group=DATA
    )
    test_size: float = param(
        0.2,
        Real(0.1, 0.9, step=0.05),
        "Test share",
        "Share of the points held back: never learned from. They measure; they also decide when "
        "to stop, if that is wanted and there is no validation part.",
        group=DATA,
    )
    validation_size: float = param(
        0.0,
        Real(0, 0.5, step=0.05),
        "Validation share",
        "Share of the training points set aside at random: never learned from, they decide early "
        "stopping and stop at accuracy in the test points' place. 0: no validation part.",
        group=DATA,
        advanced=True,
    )
    seed: int = param(
        42,
        Integer(0, 2**31 - 1),
        "Seed",
        "Fixes every random draw: the data, the split, the initial weights, the shuffling, the "
        "dropout. Same seed, same numbers.",
        group=DATA,
    )
    stratify: bool = param(
        True,
        Flag(),
        "Stratified split",
        "Gives each class the same share of both parts, as nearly as whole points allow.",
        group=DATA,
        advanced=True,
    )
    imbalance: float = param(
        0.0,
        Real(0, 0.95, step=0.05),
        "Imbalance",
        "Share of the last class that is left out, less of the classes between.",
        group=DATA,
        advanced=True,
    )
    label_noise: float = param(
        0.0,
        Real(0, 0.5, step=0.05),
        "Label noise",
        "Share of the points that get another class's label.",
        group=DATA,
        advanced=True,
    )
    feature_noise: float = param(
        0.0,
        Real(0, 2, step=0.05),
        "Feature noise",
        "Gaussian added to each feature, in units of that feature's standard deviation.",
        group=DATA,
        advanced=True,
    )
    outliers: float = param(
        0.0,
        Real(0, 0.3),
        "Outliers",
        "Share of the points moved to random places in and around the data.",
        group=DATA,
        advanced=True,
    )
    preprocessing: str = param(
        "none",
        Choice(PREPROCESSINGS),
        "Scaling",
        "Brings features to like sizes, fitted on the training part only.",
        group=DATA,
        advanced=True,
    )
    features: tuple[str, ...] = param(
        ("x1", "x2"),
        Several(Choice(FEATURES), len(FEATURES), distinct=True),
        "Features",
        "What the network sees of a point of the plane.",
        group=DATA,
        advanced=True,
    )
    hidden: tuple[int, ...] = param(
        (8, 8),
        Sizes(1, MAX_UNITS, MAX_LAYERS),
        "Hidden layers",
        "Units of each hidden layer, with commas between: 8,8 is two layers of eight. Empty: a "
        "linear classifier; with cross-entropy or BCE, logistic regression.",
        group=NETWORK,
    )
    activation: str = param(
        "tanh",
        Choice(ACTIVATIONS),
        "Activation",
        "The function after each hidden layer; without one, linear layers collapse into one.",
        group=NETWORK,
    )
    layer_activations: tuple[str, ...] = param(
        (),
        Several(Choice(ACTIVATIONS), MAX_LAYERS),
        "Activation of each layer",
        "One for each hidden layer, with commas between; empty: the same for all.",
        group=NETWORK,
        advanced=True,
    )
    dropout: float = param(
        0.0,
        Real(0, 0.9, step=0.05),
        "Dropout",
        "How likely a hidden unit is switched off, drawn anew for each point of each training "
        "step; the others grow by 1 / (1 − dropout). Off when evaluating.",
        group=NETWORK,
        live=True,
    )
    layer_dropouts: tuple[float, ...] = param(
        (),
        Several(Real(0, 0.9), MAX_LAYERS),
        "Dropout of each layer",
        "One for each hidden layer, with commas between; empty: the same for all.",
        group=NETWORK,
        live=True,
        advanced=True,
    )
    normalization: str = param(
        "none",
        Choice(NORMALIZATIONS),
        "Normalisation",
        "Between each hidden layer and its activation.",
        group=NETWORK,
        advanced=True,
    )
    initialization: str = param(
        "default",
        Choice(INITIALIZATIONS),
        "Initial weights",
        "Where training starts from.",
        group=NETWORK,
        advanced=True,
    )
    bias: bool = param(
        True,
        Flag(),
        "Bias",
        "Adds a learned constant to each unit; without it, a first layer's lines go through zero.",
        group=NETWORK,
        advanced=True,
    )
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
    plane: str = param(
        "pca",
        Choice(PLANES),
        "Shown plane",
        "Which slice of a space of more than two features the picture shows.",
        group=DATA,
        live=True,
    )
    plane_x: int = param(
        0,
        Integer(0, 199),
        "Feature across",
        "Number of the feature along the horizontal axis.",
        group=DATA,
        live=True,
    )
    plane_y: int = param(
        1,
        Integer(0, 199),
        "Feature up",
        "Number of the feature along the vertical axis.",
        group=DATA,
        live=True,
    )
    shown_label: int = param(
        0,
        Integer(0, 9),
        "Shown label",
        "Which of several labels picture and confusion matrix are about.",
        group=DATA,
        live=True,
    )
    device: str = param(
        "cpu",
        Choice(DEVICES),
        "Device",
        "Where the tensors live; only what this machine has can be chosen.",
        group=TRAINING,
        advanced=True,
    )
    views: tuple[str, ...] = param(
        DEFAULT_VIEWS,
        Several(Choice(VIEWS), len(VIEWS), distinct=True),
        "Views",
        "What is shown of the run, in this order.",
        group=BOARD,
        live=True,
    )
    large: bool = param(
        False,
        Flag(),
        "Larger text",
        "Text and points for a projector, readable from the last row.",
        group=BOARD,
        live=True,
    )

    def __post_init__(self) -> None:
        for name, description in PARAMS.items():
            _check(name, description, getattr(self, name))
        for conflict in conflicts(asdict(self)):
            raise Invalid(str(conflict), conflict.used)

    @property
    def spec(self) -> Any:
        """The dataset's registry entry."""
        return DATASETS[self.dataset]

    @property
    def is_multilabel(self) -> bool:
        """Each point has any number of labels."""
        return DATASETS[self.dataset].multilabel

    @property
    def is_planar(self) -> bool:
        """The points lie in a plane."""
        return self.n_columns == 2

    @property
    def n_columns(self) -> int:
        """Columns of the dataset, before features are made of them."""
        key = own.read_key(self.data) if self.dataset == "own" else None
        return key.n_features if key else len(DATASETS[self.dataset].features)

    @property
    def n_points(self) -> int:
        """Points of the dataset, both parts; fewer when some are left out of classes."""
        key = own.read_key(self.data) if self.dataset == "own" else None
        if key:
            return key.n_samples
        return self.spec.size or self.n_samples

    @property
    def n_features(self) -> int:
        """Inputs of the network."""
        return len(self.features) if self.is_planar else self.n_columns

    @property
    def n_outputs(self) -> int:
        """Units of the output layer: one for two classes by a binary loss, else one per class."""
        is_single = LOSSES[self.loss].binary and not self.is_multilabel
        return 1 if is_single else self.n_classes

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        return self.layer_activations or (self.activation,) * len(self.hidden)

    @property
    def dropouts(self) -> tuple[float, ...]:
        """The dropout after each hidden layer."""
        return self.layer_dropouts or (self.dropout,) * len(self.hidden)

    @property
    def fewest_in_batch(self) -> int:
        """Points that a batch must have: one has no deviation that batch normalisation needs."""
        return 2 if self.normalization == "batch" and self.hidden else 1

    @property
    def generation(self) -> int:
        """A number that differs when the points, their view or the network's structure do.

        The same in every process, and whatever the fields without effect hold: an address has none.
        """
        names = [name for name, param in PARAMS.items() if not param.live or name in VIEW_FIELDS]
        used = [(name, getattr(self, name)) for name in names if self.uses(name)]
        return zlib.crc32(repr(used).encode())

    def uses(self, name: str) -> bool:
        """Tell whether the field ``name`` has any effect, given the other fields."""
        rule = USES.get(name)
        return rule is None or rule(self)

    def shows_as(self, other: Config) -> bool:
        """Tell whether both Configs show the same plane and label of their points."""
        return all(getattr(self, name) == getattr(other, name) for name in VIEW_FIELDS)

    def measures_as(self, other: Config) -> bool:
        """Tell whether both Configs are one experiment, however it is shown and at what speed."""
        return all(getattr(self, n) == getattr(other, n) for n in PARAMS if n not in SHOWN)

    def restarts(self, other: Config) -> bool:
        """Tell whether going from this Config to ``other`` needs a fresh run from the seed."""
        structural = {name for name, description in PARAMS.items() if not description.live}
        if SCHEDULES[self.schedule].spans:
            structural.add("epochs")
        return any(getattr(self, name) != getattr(other, name) for name in structural)


VIEW_FIELDS = ("plane", "plane_x", "plane_y", "shown_label")
"""Fields that change what is shown of a run, and no number of it."""

SHOWN = (*VIEW_FIELDS, "speed", "views", "large")
"""Fields that change no number of a run."""

PARAMS: dict[str, Param] = {field.name: field.metadata["param"] for field in fields(Config)}


def settle(values: Mapping[str, Any]) -> tuple[Config, list[Replacement]]:
    """Return the Config nearest to ``values``, and what had to give way for it.

    ``values`` may hold any of the fields, each valid by itself (Invalid otherwise); the others
    take their defaults. A field that the dataset determines by itself is not reported.
    """
    settled = {name: values.get(name, getattr(DEFAULT, name)) for name in PARAMS}
    replaced = []
    while conflict := next(conflicts(settled), None):
        settled[conflict.name] = conflict.used
        replaced.append(conflict)
    config = Config(**settled)
    return config, [r for r in replaced if r.name != "n_classes" or config.uses("n_classes")]


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
