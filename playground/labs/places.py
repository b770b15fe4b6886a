"""In place: which lab is about a field, a view or a warning of the playground. Knows names only."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "test_size": "validation",
    "validation_size": "validation",
    "stratify": "validation",
    "preprocessing": "validation",
    "imbalance": "confusion",
    "hidden": "shapes",
    "bias": "neuron",
    "activation": "activations",
    "layer_activations": "activations",
    "dropout": "dropout",
    "layer_dropouts": "dropout",
    "loss": "cross-entropy",
    "label_smoothing": "cross-entropy",
    "threshold": "threshold",
    "optimizer": "optimizers",
    "momentum": "optimizers",
    "nesterov": "optimizers",
    "learning_rate": "learning-rate",
    "batch_size": "learning-rate",
    "target_accuracy": "validation",
    "patience": "validation",
}
"""Fields of a Config."""

VIEWS: Mapping[str, str] = {
    "boundary": "neuron",
    "loss": "cross-entropy",
    "softmax": "softmax",
    "confusion": "confusion",
    "report": "confusion",
    "roc": "threshold",
    "precision_recall": "threshold",
    "network": "shapes",
    "update": "optimizers",
    "inspector": "log-softmax",
    "health": "activations",
}
"""What a board can show."""

WARNINGS: Mapping[str, str] = {
    "double_softmax": "double-softmax",
    "step_activation": "activations",
    "rising_loss": "optimizers",
    "spent_rate": "learning-rate",
    "no_progress": "learning-rate",
    "never_predicted": "confusion",
    "dead_units": "activations",
    "overfitting": "dropout",
    "below_baseline": "confusion",
}
"""What a run is warned of, by keys."""
