"""Warnings by rule: each says what is wrong and names the control to try, and only then."""

import pytest

from playground.config import PARAMS, settle
from playground.learn.diagnosis import warnings
from playground.learn.trainer import Trainer
from tests.learn.runs import measured, small

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


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_healthy_run_has_no_warnings(activation):
    assert found(noise=0.1, activation=activation) == {}


def test_the_words_have_their_numbers():
    softmax = found(**CASES["double_softmax"] | {"epochs": 1})["double_softmax"]
    assert "with 5 classes this loss can't go below 0.905" in softmax.text  # ln(1 + 4/e)
    step = found(hidden=(3, 3, 3), layer_activations=("relu", "step", "tanh"), epochs=1)
    assert step["step_activation"].text.startswith("The step after hidden layer 2 has zero")


def staged(train, test, epoch=100, **values):
    """Return what is said of a run with these losses, from its start to ``epoch``."""
    trainer = Trainer(small())
    trainer.epoch = epoch
    epochs = [epoch * i // (len(train) - 1) for i in range(len(train))]
    trainer.history.rows = [[*row, 0.9, 0.9] for row in zip(epochs, train, test, strict=True)]
    now = measured(train_loss=train[-1], test_loss=test[-1], **values)
    trainer._evaluation = trainer.step, now
    return [warning.key for warning in warnings(trainer)]


FALLS = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15]
GROWS = [1.0, 0.8, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]
FLAT = [1.0, 0.9, 0.8, 0.7, 0.6, *[0.5] * 12]
LATE = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.1, 0.5, 0.5]
STAGES = [
    ({"train": FALLS, "test": FALLS}, []),
    ({"train": FALLS, "test": GROWS}, ["overfitting"]),
    ({"train": FALLS, "test": GROWS, "epoch": 10}, []),
    ({"train": [loss + 0.85 for loss in FALLS], "test": GROWS}, []),
    ({"train": FALLS, "test": LATE}, []),
    ({"train": FALLS, "test": [*FALLS[:-1], 0.21]}, []),
    ({"train": FLAT, "test": FLAT}, ["no_progress"]),
    ({"train": FLAT, "test": FLAT, "epoch": 40}, []),
    ({"train": [*FLAT[:-1], 0.49], "test": FLAT}, []),
    ({"train": [loss / 20 for loss in FLAT], "test": [loss / 20 for loss in FLAT]}, []),
    ({"train": FALLS, "test": FALLS, "test_accuracy": 0.4}, ["below_baseline"]),
    ({"train": FALLS, "test": FALLS, "test_accuracy": 0.4, "epoch": 10}, []),
]


@pytest.mark.parametrize(("stage", "said"), STAGES, ids=range(len(STAGES)))
def test_rules_about_curves_speak_of_theirs_alone(stage, said):
    assert staged(**stage) == said
