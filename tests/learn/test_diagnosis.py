"""Warnings by rule: each says what is wrong and names the control to try, and only then."""

import pytest

from playground.config import PARAMS, settle
from playground.learn.diagnosis import warnings
from playground.learn.trainer import Trainer

BASE = {"optimizer": "adam", "n_samples": 200, "hidden": (8,), "epochs": 60, "learning_rate": 0.03}
CASES = {
    "double_softmax": {"loss": "double_softmax", "dataset": "blobs", "n_classes": 5},
    "step_activation": {"activation": "step"},
    "dead_units": {"activation": "relu", "optimizer": "sgd", "learning_rate": 10.0},
    "never_predicted": {"initialization": "zeros", "dataset": "blobs", "n_classes": 3},
    "below_baseline": {"dataset": "circles", "imbalance": 0.9, "initialization": "normal",
                       "learning_rate": 1e-5, "n_samples": 400, "seed": 3},
    "overfitting": {"noise": 0.5, "hidden": (64, 64), "epochs": 800, "n_samples": 80},
    "no_progress": {"activation": "identity", "dataset": "circles", "epochs": 400},
}  # fmt: skip


def found(**values):
    trainer = Trainer(settle(BASE | values)[0])
    trainer.train()
    return {warning.key: warning for warning in warnings(trainer)}


@pytest.mark.parametrize("key", CASES)
def test_the_rule_speaks_and_names_a_control(key):
    warning = found(**CASES[key])[key]
    assert warning.text.endswith(".")
    assert warning.field in PARAMS


def test_a_healthy_run_has_no_warnings():
    assert found(noise=0.1, activation="tanh") == {}
