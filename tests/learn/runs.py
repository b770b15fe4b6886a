"""What the tests of learn/ share: small runs, a visitor's own points, Configs to draw from."""

import numpy as np
import torch
from hypothesis import strategies as st

from playground.catalog import DATASETS, OPTIMIZERS
from playground.config import settle
from playground.learn.metrics import Evaluation
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

PLANAR = sorted(name for name, spec in DATASETS.items() if spec.is_planar and spec.make)
small_configs = configs(
    dataset=st.sampled_from(PLANAR),
    optimizer=st.sampled_from(sorted(OPTIMIZERS.keys() - {"lbfgs"})),
    n_samples=st.integers(20, 120),
    hidden=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    epochs=st.integers(1, 12),
    batch_size=st.integers(4, 130),
)


def small(**values):
    """Return a small valid Config."""
    return settle({**SMALL, **values})[0]


def own_of(config):
    """Return the visitor's points where the dataset is theirs."""
    return OWN if config.dataset == "own" else None


def trained(config):
    """Return a Trainer at the end of its run."""
    trainer = Trainer(config, own=own_of(config))
    trainer.train()
    return trainer


def same_weights(a, b):
    """Tell whether two runs have the same weights, to the last bit."""
    return all(torch.equal(p, q) for p, q in zip(a.parameters, b.parameters, strict=True))


def measured(train_loss=0.5, test_loss=0.6, train_accuracy=0.9, test_accuracy=0.8):
    """Return what an epoch came to, without a network."""
    counts, y_pred = torch.zeros(2, 2, 2, dtype=torch.int64), torch.zeros(0, dtype=torch.int64)
    losses, accuracies = (train_loss, test_loss), (train_accuracy, test_accuracy)
    return Evaluation(*losses, *accuracies, counts, y_pred, torch.zeros(0, 2))
