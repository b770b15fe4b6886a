"""What becomes of the columns before the network sees them: features, scaling, class weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    """One input made from the plane's coordinates; ``numpy`` is its expression in X (n, 2)."""

    label: str
    help: str
    numpy: str


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", "The first coordinate.", "X[:, 0]"),
    "x2": Feature("x₂", "The second coordinate.", "X[:, 1]"),
    "x1_squared": Feature("x₁²", "The first coordinate squared.", "X[:, 0] ** 2"),
    "x2_squared": Feature("x₂²", "The second coordinate squared.", "X[:, 1] ** 2"),
    "x1_x2": Feature("x₁x₂", "The product of both coordinates.", "X[:, 0] * X[:, 1]"),
    "sin_x1": Feature("sin x₁", "The sine of the first coordinate.", "np.sin(X[:, 0])"),
    "sin_x2": Feature("sin x₂", "The sine of the second coordinate.", "np.sin(X[:, 1])"),
    "radius": Feature("r", "The distance from the origin.", "np.hypot(X[:, 0], X[:, 1])"),
}


@dataclass(frozen=True)
class Preprocessing:
    """One scaling, fitted on the training part only; ``sklearn`` is its class, empty for none."""

    label: str
    help: str
    sklearn: str = ""


PREPROCESSINGS: dict[str, Preprocessing] = {
    "none": Preprocessing("None", "Features go in as they are."),
    "standard": Preprocessing(
        "Standard",
        "StandardScaler: mean 0 and deviation 1, taken from the training part.",
        "StandardScaler",
    ),
    "min_max": Preprocessing(
        "Min–max", "MinMaxScaler: the training part fills 0 to 1.", "MinMaxScaler"
    ),
}


@dataclass(frozen=True)
class ClassWeight:
    """One way to weigh classes in the loss."""

    label: str
    help: str


CLASS_WEIGHTS: dict[str, ClassWeight] = {
    "none": ClassWeight("None", "Every point counts the same."),
    "balanced": ClassWeight(
        "Balanced",
        "A point counts n / (classes · points of its class), as by scikit-learn's "
        "class_weight='balanced': rare classes count as much as common ones. BCE has only "
        "pos_weight: class 0 counts once, class 1 n₀/n₁ times, the same ratio.",
    ),
}


@dataclass(frozen=True)
class Device:
    """Where the tensors live."""

    label: str
    help: str


DEVICES: dict[str, Device] = {
    "cpu": Device("CPU", "The processor: fastest for networks of this size."),
}
"""What this machine has and the workers can use."""


@dataclass(frozen=True)
class PlaneChoice:
    """One way to show more than two features in a picture."""

    label: str
    help: str


PLANES: dict[str, PlaneChoice] = {
    "pca": PlaneChoice(
        "Principal components",
        "The two directions in which the training points vary most, through their mean.",
    ),
    "features": PlaneChoice(
        "Two features", "Two features of your choice, the others at their training median."
    ),
}
