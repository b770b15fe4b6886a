"""What a course teaches, seen: what a network of each kind can learn, and what it can't."""

from dataclasses import replace

import pytest

from playground.config import Config
from tests.learn.runs import trained


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


def test_digits_are_read_by_a_small_network():
    """Curriculum row 22."""
    config = Config(dataset="digits", n_classes=10, optimizer="adam", hidden=(128,),
                    activation="relu", learning_rate=0.003, epochs=20)  # fmt: skip
    assert trained(config).evaluation.test_accuracy >= 0.95


def test_a_double_softmax_can_not_get_below_its_floor():
    """Curriculum row 8: ln(1 + 4/e) ≈ 0.905 on five classes."""
    config = Config(dataset="blobs", n_classes=5, n_samples=500, loss="double_softmax",
                    optimizer="adam", learning_rate=0.03, epochs=300, batch_size=50)  # fmt: skip
    assert 0.904 < trained(config).evaluation.train_loss < 1.2
    right = replace(config, loss="cross_entropy")
    assert trained(right).evaluation.train_loss < 0.3
