"""Trainer against its oracles: a plain PyTorch loop, scikit-learn's metrics, and itself."""

import dataclasses

import numpy as np
import pytest
import sklearn.metrics
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from torch import nn

from playground.catalog import (
    DATASETS,
    OPTIMIZERS,
)
from playground.config import Config, settle
from playground.learn.history import CAPACITY
from playground.learn.plane import COARSE_GRID, GRID
from playground.learn.trainer import Trainer
from tests.strategies import configs

RNG = np.random.default_rng(0)
OWN = RNG.normal(size=(60, 3)), np.arange(60) % 3, ("height", "<b>", "age & sex")
OWN_KEY = f"c3n60f3-{'0' * 32}"
SMALL = {
    "optimizer": "adam",
    "n_samples": 60,
    "hidden": (4, 3),
    "epochs": 12,
    "batch_size": 10,
    "data": OWN_KEY,
}


def small(**values):
    """Return a small valid Config."""
    return settle({**SMALL, **values})[0]


PLANAR = sorted(name for name, spec in DATASETS.items() if spec.is_planar and spec.make)
small_configs = configs(
    dataset=st.sampled_from(PLANAR),
    optimizer=st.sampled_from(sorted(OPTIMIZERS.keys() - {"lbfgs"})),
    n_samples=st.integers(20, 120),
    hidden=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    epochs=st.integers(1, 12),
    batch_size=st.integers(4, 130),
)


UNHURRIED = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
}


def trained(config):
    trainer = Trainer(config, own=OWN if config.dataset == "own" else None)
    trainer.train()
    return trainer


def same_weights(a, b):
    return all(torch.equal(p, q) for p, q in zip(a.parameters, b.parameters, strict=True))


def test_parameter_count_of_a_known_architecture():
    assert Trainer(small(hidden=(4, 2))).n_parameters == (2 * 4 + 4) + (4 * 2 + 2) + (2 * 2 + 2)


def test_equals_a_plain_pytorch_loop_bit_for_bit():
    config = small(dropout=0.3, momentum=0.9, optimizer="sgd", epochs=20, weight_decay=0.01)
    trainer = trained(config)
    X, y = trainer.data.part("train")
    torch.manual_seed(config.seed)
    model = nn.Sequential(
        *(nn.Linear(2, 4), nn.Tanh(), nn.Dropout(0.3)),
        *(nn.Linear(4, 3), nn.Tanh(), nn.Dropout(0.3)),
        nn.Linear(3, 2),
    )
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.003, momentum=0.9, weight_decay=0.01, fused=True
    )
    for _ in range(20):
        for batch in torch.randperm(len(X)).split(10):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X[batch]), y[batch]).backward()
            optimizer.step()
    assert all(
        torch.equal(p, q) for p, q in zip(model.parameters(), trainer.parameters, strict=True)
    )


def test_two_runs_in_turn_equal_two_runs_alone():
    configs = small(dropout=0.5, seed=1), small(dropout=0.5, seed=2)
    together = [Trainer(config) for config in configs]
    for _ in range(12 * 5):
        for trainer in together:
            with trainer.randomness():
                trainer.train_batch()
            _ = trainer.evaluation
    for config, trainer in zip(configs, together, strict=True):
        assert same_weights(trained(config), trainer)


def test_training_leaves_the_callers_random_state_alone():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    trained(small(dropout=0.5))
    assert torch.equal(before, torch.get_rng_state())


@settings(max_examples=25, **UNHURRIED)
@given(small_configs.filter(lambda config: not config.is_multilabel))
def test_metrics_are_scikit_learns(config):
    trainer = trained(config)
    for part, counts, accuracy in zip(
        ("train", "test"),
        trainer.evaluation.confusion.numpy(),
        (trainer.evaluation.train_accuracy, trainer.evaluation.test_accuracy),
        strict=True,
    ):
        rows = getattr(trainer.data, part)
        y, y_pred = trainer.data.y[rows], trainer.evaluation.y_pred[rows]
        expected = sklearn.metrics.confusion_matrix(y, y_pred, labels=range(config.n_classes))
        assert np.array_equal(counts, expected)
        assert accuracy == sklearn.metrics.accuracy_score(y, y_pred)


def test_a_linear_network_stays_at_chance_on_circles_and_relu_leaves_it():
    """Curriculum row 20."""
    course = {"dataset": "circles", "n_samples": 1000, "noise": 0.03, "loss": "bce_with_logits"}
    course |= {"optimizer": "sgd", "learning_rate": 0.1, "batch_size": 0, "epochs": 1000}
    linear = trained(Config(hidden=(5,), activation="identity", **course))
    assert linear.evaluation.train_loss == pytest.approx(0.6931, abs=2e-3)
    bent = trained(Config(hidden=(10, 10), activation="relu", **course))
    assert bent.evaluation.test_accuracy > 0.75


def test_blobs_are_separated_by_a_linear_network():
    """Curriculum row 21."""
    config = Config(
        dataset="blobs", n_samples=1000, n_classes=4, cluster_std=1.5, hidden=(8, 8),
        activation="identity", optimizer="sgd", learning_rate=0.1, batch_size=0, epochs=100,
    )  # fmt: skip
    assert trained(config).evaluation.test_accuracy >= 0.99


def test_divergence_keeps_the_last_finite_weights_and_names_the_cause():
    config = small(optimizer="sgd", learning_rate=10.0, weight_decay=1.0, activation="relu")
    trainer = trained(config)
    assert "learning rate 10" in trainer.diverged
    assert f"epoch {trainer.epoch + 1}" in trainer.diverged
    assert all(p.isfinite().all() for p in trainer.parameters)
    assert np.isfinite(trainer.evaluation.train_loss)


@pytest.mark.parametrize("overflowing", [{"learning_rate": 4.0, "seed": 0}, {"weight_decay": 1.0}])
def test_every_number_shown_is_finite_to_the_end(overflowing):
    """Weights can still be finite when the loss no longer is: that is divergence too."""
    config = small(
        **{"dataset": "blobs", "n_samples": 20, "hidden": (1, 1), "activation": "identity"},
        **{"loss": "bce_with_logits", "optimizer": "sgd", "learning_rate": 10.0, "epochs": 200}
        | overflowing,
    )
    trainer = trained(config)
    assert np.isfinite(trainer.history.rows).all()
    assert np.isfinite(trainer.evaluation.train_loss)


def test_history_is_thinned_by_a_rule_without_a_clock():
    trainer = trained(small(epochs=1500, n_samples=20, batch_size=0))
    epochs = [row[0] for row in trainer.history.rows]
    assert len(epochs) < CAPACITY
    assert epochs == list(range(0, 1501, trainer.history.stride))[: len(epochs)]
    assert trainer.history.with_present(1501, trainer.evaluation)[0, -1] == 1501


def test_structural_changes_need_a_new_trainer():
    with pytest.raises(ValueError, match="structural"):
        Trainer(small()).change(small(hidden=(5,)))


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("bound", [0, 1])
def test_data_are_stratified_finite_and_reproducible(dataset, bound):
    config = small(
        dataset=dataset,
        n_classes=DATASETS[dataset].n_classes[bound],
        **{"n_samples": 20, "test_size": 0.1, "imbalance": 0.9, "label_noise": 0.3},
    )
    own = OWN if dataset == "own" else None
    trainer, again = Trainer(config, own), Trainer(config, own)
    assert trainer.data.raw.shape[1] == config.n_columns
    assert trainer.data.X.isfinite().all()
    assert torch.equal(trainer.data.X, again.data.X)
    for part in ("train", "test") if not config.is_multilabel else ():
        assert set(trainer.data.part(part)[1].tolist()) == set(range(config.n_classes))


def test_scaling_is_fitted_on_the_training_part_only():
    for name, fitted in (("standard", (0.0, 1.0)), ("min_max", None)):
        data = Trainer(small(dataset="blobs", preprocessing=name)).data
        X_train = data.part("train")[0].double()
        if fitted:
            assert X_train.mean(dim=0).numpy() == pytest.approx([0, 0], abs=1e-6)
            assert X_train.std(dim=0, correction=0).numpy() == pytest.approx([1, 1], abs=1e-6)
        else:
            assert (X_train.amin(), X_train.amax()) == (0, 1)


def test_several_labels_are_measured_as_scikit_learn_does():
    trainer = trained(small(dataset="multilabel", n_classes=3, epochs=60, learning_rate=0.03))
    for part, counts in zip(("train", "test"), trainer.evaluation.confusion.numpy(), strict=True):
        rows = getattr(trainer.data, part)
        y, y_pred = trainer.data.y[rows].numpy(), trainer.evaluation.y_pred[rows].numpy()
        expected = sklearn.metrics.multilabel_confusion_matrix(y, y_pred)
        assert np.array_equal(counts, expected)
        accuracy = getattr(trainer.evaluation, f"{part}_accuracy")
        assert accuracy == sklearn.metrics.accuracy_score(y, y_pred)


def test_digits_are_read_by_a_small_network():
    """Curriculum row 22."""
    config = Config(dataset="digits", n_classes=10, optimizer="adam", hidden=(128,),
                    activation="relu", learning_rate=0.003, epochs=20)  # fmt: skip
    assert trained(config).evaluation.test_accuracy >= 0.95


def test_a_double_softmax_can_not_get_below_its_floor():
    """Curriculum row 8: ln(1 + 4/e) ≈ 0.905 on five classes."""
    config = Config(dataset="blobs", n_classes=5, n_samples=500, loss="double_softmax",
                    optimizer="adam", learning_rate=0.03, epochs=300)  # fmt: skip
    assert 0.904 < trained(config).evaluation.train_loss < 1.2
    right = dataclasses.replace(config, loss="cross_entropy")
    assert trained(right).evaluation.train_loss < 0.3


def test_early_stopping_takes_the_best_weights_back():
    config = small(noise=0.4, hidden=(32, 32), learning_rate=0.03, epochs=3000, patience=30)
    trainer = trained(config)
    assert "weights of epoch" in trainer.stopped
    assert trainer.epoch < 3000
    assert trainer.evaluation.test_loss == min(row[2] for row in trainer.history.rows)


def test_a_run_that_diverged_goes_on_from_its_last_good_epoch():
    config = small(optimizer="sgd", learning_rate=0.1, activation="relu", epochs=40)
    trainer = Trainer(config)
    with trainer.randomness():
        for _ in range(20):
            trainer.train_epoch()
    good = trainer.evaluation.train_loss
    trainer.change(dataclasses.replace(config, learning_rate=10.0, weight_decay=1.0))
    trainer.train()
    assert trainer.diverged
    trainer.go_on()
    assert trainer.epoch <= 20
    assert trainer.evaluation.train_loss < good / 0.8
    trainer.change(dataclasses.replace(config, learning_rate=0.1, weight_decay=0.0))
    trainer.train()
    assert trainer.epoch == 40
    assert not trainer.diverged


def test_a_run_that_diverged_at_once_goes_on_from_its_first_weights():
    config = small(optimizer="sgd", learning_rate=10.0, weight_decay=1.0, activation="relu")
    trainer = trained(config)
    assert "at its step" in trainer.diverged
    assert "layer" in trainer.diverged
    trainer.go_on()
    trainer.change(dataclasses.replace(config, learning_rate=0.01, weight_decay=0.0))
    trainer.train()
    assert trainer.epoch == config.epochs
    assert not trainer.diverged


PLANES = [
    {"dataset": "iris"},
    {"dataset": "iris", "plane": "features", "plane_x": 2, "plane_y": 3},
    {"dataset": "own"},
    {"dataset": "digits"},
]


@pytest.mark.parametrize("values", PLANES, ids=str)
def test_more_than_two_features_are_shown_on_a_slice(values):
    trainer = Trainer(small(**values), OWN if values["dataset"] == "own" else None)
    assert trainer.plane.grid.shape == (GRID**2, trainer.config.n_features)
    assert trainer.plane.points.shape == (len(trainer.data.y), 2)
    assert "slice" in trainer.plane.note
    back = trainer.plane.inputs(trainer.plane.points[:5].astype(float))
    assert back.shape == (5, trainer.config.n_features)


def test_the_picture_of_a_large_network_is_coarser():
    plane = Trainer(small(hidden=(512, 512))).plane
    assert plane.side == COARSE_GRID < GRID
    assert plane.grid.shape == (COARSE_GRID**2, 2)
    x1 = plane.grid[:COARSE_GRID, 0]
    assert x1[0] - plane.extent[0] == pytest.approx(float(plane.extent[1] - x1[-1]), rel=1e-3)


def test_axes_have_the_names_of_a_visitors_columns():
    trainer = Trainer(small(dataset="own", plane="features", plane_x=2, plane_y=1), OWN)
    assert trainer.plane.axes == ("age & sex", "<b>")
    X, y, names = OWN
    planar = small(dataset="own", data=OWN_KEY.replace("f3", "f2"))
    assert Trainer(planar, (X[:, :2], y, names[:2])).plane.axes == ("height", "<b>")


def test_a_changed_plane_is_live_and_changes_no_number():
    config = small(dataset="iris")
    trainer, alone = Trainer(config), trained(config)
    trainer.change(dataclasses.replace(config, plane="features", plane_y=3))
    trainer.train()
    assert same_weights(trainer, alone)
