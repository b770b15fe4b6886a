"""Warnings by rule: each says what is wrong and names the control to try, and only then."""

import dataclasses
import re

import numpy as np
import pytest
import torch

from playground.catalog import DATASETS, LOSSES
from playground.config import PARAMS, settle
from playground.learn.diagnosis import warnings
from playground.learn.divergence import explain
from playground.learn.guessing import guessing_loss
from playground.learn.trainer import Trainer
from tests.learn.runs import RNG, measured, small, trained

BASE = {"optimizer": "adam", "n_samples": 200, "hidden": (8,), "epochs": 60, "learning_rate": 0.03}
CASES = {
    "double_softmax": {"loss": "double_softmax", "dataset": "blobs", "n_classes": 5},
    "step_activation": {"activation": "step"},
    "dead_units": {"activation": "relu", "optimizer": "sgd", "learning_rate": 10.0},
    "never_predicted": {"initialization": "zeros", "dataset": "blobs", "n_classes": 3,
                        "epochs": 250, "batch_size": 0},
    "below_baseline": {"dataset": "circles", "imbalance": 0.9, "initialization": "normal",
                       "learning_rate": 1e-5, "n_samples": 400, "seed": 3, "epochs": 250,
                       "batch_size": 0},
    "overfitting": {"noise": 0.5, "hidden": (64, 64), "epochs": 800, "n_samples": 80},
    "no_progress": {"activation": "identity", "dataset": "circles", "epochs": 400},
    "rising_loss": {"optimizer": "sgd", "learning_rate": 10.0},
    "unlike_inputs": {"dataset": "wine", "n_classes": 3, "epochs": 5},
    "spent_rate": {"optimizer": "sgd", "schedule": "exponential", "gamma": 0.5},
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
    dead = found(**CASES["dead_units"])["dead_units"].text
    assert "get no gradient now; deeper ones may come back" in dead


def staged(train, test, epoch=400, **values):
    """Return what is said of a run with these losses, from its start to ``epoch``."""
    trainer = Trainer(small())
    trainer.epoch = epoch
    epochs = [epoch * i // (len(train) - 1) for i in range(len(train))]
    trainer.history.rows = [[*row, 0.9, 0.9] for row in zip(epochs, train, test, strict=True)]
    now = measured(train_loss=train[-1], test_loss=test[-1], **values)
    trainer._evaluation = (trainer.step, trainer.config.threshold), now
    return [warning.key for warning in warnings(trainer)]


FALLS = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15]
GROWS = [1.0, 0.8, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]
FLAT = [1.0, 0.9, 0.8, 0.75, 0.7, *[0.6935] * 12]
NOISY = [*FLAT[:-8], 0.69, 0.696, 0.692, 0.694, 0.69, 0.697, 0.691, 0.6935]
WELL = [loss - 0.2 for loss in FLAT]
UP = [0.76, 0.9, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.8]
BACK = [0.76, 0.4, 0.1, 0.4, 0.5, 0.5, 0.6, 0.5, 0.6, 0.5]
LATE = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.1, 0.5, 0.5]
STAGES = [
    ({"train": FALLS, "test": FALLS}, []),
    ({"train": FALLS, "test": GROWS}, ["overfitting"]),
    ({"train": FALLS, "test": GROWS, "epoch": 10}, []),
    ({"train": [loss + 0.85 for loss in FALLS], "test": GROWS}, []),
    ({"train": FALLS, "test": LATE}, []),
    ({"train": FALLS, "test": [*FALLS[:-1], 0.21]}, []),
    ({"train": FLAT, "test": FLAT}, ["no_progress"]),
    ({"train": NOISY, "test": NOISY}, ["no_progress"]),
    ({"train": WELL, "test": WELL}, []),
    ({"train": FLAT, "test": FLAT, "epoch": 150}, []),
    ({"train": [*FLAT[:-3], 0.68, 0.67, 0.66], "test": FLAT}, []),
    ({"train": UP, "test": [loss * 1.5 for loss in UP]}, ["rising_loss"]),
    ({"train": UP, "test": UP, "test_accuracy": 0.4}, ["rising_loss"]),
    ({"train": BACK, "test": BACK}, ["rising_loss"]),
    ({"train": [*FALLS[:-1], 2.0], "test": FALLS}, []),
    ({"train": [loss / 20 for loss in FLAT], "test": [loss / 20 for loss in FLAT]}, []),
    ({"train": FALLS, "test": FALLS, "test_accuracy": 0.4}, ["below_baseline"]),
    ({"train": FALLS, "test": FALLS, "test_accuracy": 0.4, "epoch": 10}, []),
]


@pytest.mark.parametrize(("stage", "said"), STAGES, ids=range(len(STAGES)))
def test_rules_about_curves_speak_of_theirs_alone(stage, said):
    assert staged(**stage) == said


ORDINARY = [
    settle(
        {
            **DATASETS[dataset].suited,
            **{"dataset": dataset, "activation": activation, "seed": seed, "n_samples": 300},
            **{"optimizer": "adam", "learning_rate": 0.01, "batch_size": 0, "epochs": 210},
        }
    )[0]
    for seed, dataset in enumerate(
        ["moons", "circles", "rings", "blobs", "anisotropic", "pinwheel", "linear", "circles",
         "pinwheel", "wine"]
    )
    for activation in ("tanh", "relu", "gelu", "elu", "leaky_relu")
]  # fmt: skip


@pytest.fixture(scope="module")
def ordinary():
    """Return what is said of fifty ordinary runs."""
    return [(config, [w.key for w in warnings(trained(config))]) for config in ORDINARY]


@pytest.mark.parametrize("key", CASES)
def test_the_rule_is_silent_in_fifty_ordinary_runs(key, ordinary):
    assert len(ordinary) == 50
    assert [(c.dataset, c.activation) for c, said in ordinary if key in said] == []


def test_a_rate_that_is_too_high_is_no_overfitting_and_no_missing_class():
    said = found(optimizer="sgd", learning_rate=10.0, epochs=210, n_samples=100)
    assert set(said) <= {"rising_loss", "dead_units"}
    assert "Lower the learning rate" in said["rising_loss"].text


@pytest.mark.parametrize(
    ("dataset", "largest"),
    [("wine", "proline"), ("students", "earlier score"), ("breast_cancer", "worst area")],
)
def test_inputs_of_unlike_sizes_are_named_until_they_are_scaled(dataset, largest):
    values = {"dataset": dataset, "epochs": 5}
    warning = found(**values)["unlike_inputs"]
    assert f"{largest} up to" in warning.text
    assert "Scaling" in warning.text
    assert warning.field == "preprocessing"
    assert "unlike_inputs" not in found(**values, preprocessing="standard")


def test_a_column_in_millions_of_an_own_table_is_named_unless_it_is_learned_all_the_same():
    own = np.column_stack([RNG.normal(size=60), 1e6 * RNG.normal(size=60)])
    key = f"c3n60f2-{'0' * 32}"
    config = settle({"dataset": "own", "data": key, "n_classes": 3, "epochs": 5})[0]
    trainer = Trainer(config, own=(own, np.arange(60) % 3, ("age", "income")))
    assert [w.field for w in warnings(trainer)] == ["preprocessing"]
    well = measured(train_accuracy=0.95)
    trainer._evaluation = (trainer.step, trainer.config.threshold), well
    assert warnings(trainer) == []


@pytest.mark.parametrize("loss", LOSSES)
def test_guessing_by_shares_costs_what_training_the_biases_alone_reaches(loss):
    base = {"loss": loss, "dataset": "moons", "imbalance": 0.5, "n_samples": 200}
    trainer = Trainer(
        settle(
            base
            | {
                "initialization": "zeros",
                "optimizer": "adam",
                "learning_rate": 0.02,
                "batch_size": 0,
                "epochs": 300,
            }
        )[0]
    )
    guessing = guessing_loss(trainer.config, trainer.criterion, trainer.data.part("train")[1])
    trainer.train()
    assert trainer.evaluation.train_loss <= guessing + 1e-3
    assert loss in ("double_softmax", "l1", "multi_margin", "focal") or (
        trainer.evaluation.train_loss == pytest.approx(guessing, abs=1e-3)
    )


def test_a_warning_points_at_a_control_that_is_there():
    said = found(loss="bce", initialization="zeros", epochs=250, batch_size=0)
    assert said["never_predicted"].field == "learning_rate"
    assert "class weights" not in said["never_predicted"].text
    assert said["never_predicted"].classes


SCARCE = [
    # points of each class, the one that is never predicted, whether class weights are offered
    ((40, 40, 40), 1, False),
    ((53, 54, 53), 0, False),
    ((60, 50, 10), 2, True),
    ((60, 50, 10), 0, False),
]


@pytest.mark.parametrize(("counts", "missing", "offered"), SCARCE)
def test_class_weights_are_offered_for_a_class_that_is_rarer_than_others(counts, missing, offered):
    trainer = Trainer(small(dataset="blobs", n_classes=3))
    trainer.epoch = 400
    confusion = torch.diag(torch.tensor(counts))
    confusion[missing] = confusion[missing].roll(1)
    now = dataclasses.replace(measured(), confusion=torch.stack([confusion, confusion]))
    trainer._evaluation = (trainer.step, trainer.config.threshold), now
    (warning,) = (w for w in warnings(trainer) if w.key == "never_predicted")
    assert warning.classes == (missing,)
    assert ("class weights" in warning.text) == offered
    assert warning.field == ("class_weight" if offered else "learning_rate")


def test_class_weights_help_a_rare_class_and_are_not_offered_for_iris():
    slow = {"optimizer": "sgd", "learning_rate": 0.003, "hidden": (8, 8), "epochs": 210}
    rare = {**slow, "imbalance": 0.9, "batch_size": 0}
    assert found(**rare)["never_predicted"].field == "class_weight"
    assert "never_predicted" not in found(**rare, class_weight="balanced")
    assert found(**slow, dataset="iris")["never_predicted"].field == "learning_rate"


@pytest.mark.parametrize("rate", [7e-3, 1e-4, 1e-5, 0.3])
def test_a_lower_rate_that_is_suggested_can_be_chosen(rate):
    kind = PARAMS["learning_rate"].kind
    words = explain(settle({"learning_rate": rate})[0], 3, 1, "the loss")
    named = [float(word) for word in re.findall(r"try ([\d.e-]+)\.$", words)]
    assert set(named) <= set(kind.rungs)
    assert named or rate == 1e-5
