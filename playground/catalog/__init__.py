"""Registries: everything that can be chosen, one frozen entry each. NumPy at most."""

from playground.catalog.activations import ACTIVATIONS
from playground.catalog.datasets import DATASETS
from playground.catalog.features import CLASS_WEIGHTS, DEVICES, FEATURES, PLANES, PREPROCESSINGS
from playground.catalog.layers import INITIALIZATIONS, NORMALIZATIONS
from playground.catalog.losses import LOSSES
from playground.catalog.optimizers import OPTIMIZERS, SCHEDULES
from playground.catalog.views import DEFAULT_VIEWS, VIEWS

__all__ = [
    "ACTIVATIONS",
    "CLASS_WEIGHTS",
    "DATASETS",
    "DEFAULT_VIEWS",
    "DEVICES",
    "FEATURES",
    "INITIALIZATIONS",
    "LOSSES",
    "NORMALIZATIONS",
    "OPTIMIZERS",
    "PLANES",
    "PREPROCESSINGS",
    "SCHEDULES",
    "VIEWS",
]
