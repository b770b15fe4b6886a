"""Registries: everything that can be chosen, one frozen entry each. NumPy at most."""

from playground.catalog.activations import ACTIVATIONS
from playground.catalog.datasets import DATASETS
from playground.catalog.losses import LOSSES
from playground.catalog.optimizers import OPTIMIZERS

__all__ = ["ACTIVATIONS", "DATASETS", "LOSSES", "OPTIMIZERS"]
