"""What the points are, and what the network gets of them."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog import DATASETS, FEATURES, PREPROCESSINGS, formula, own
from playground.fields import DATA
from playground.params import Choice, Flag, Integer, Real, Several, Text, param


@dataclass(frozen=True)
class DataFields:
    """The data of a Config."""

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
        "Share of the training points set aside: never learned from, they decide early stopping "
        "and stop at accuracy in the test points' place. 0: no validation part.",
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
        "Gives each class the same share of every part, as nearly as whole points allow.",
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
