"""Objective: loss and penalty summed by hand; what tells two objectives apart."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.learn.model import build_criterion, build_network
from playground.learn.objective import Objective
from tests.learn.runs import small

X = torch.linspace(-1, 1, 24).view(12, 2)
Y = torch.arange(12) % 2


def objective(seed=0, l1=0.0, **values):
    """Return the objective of a small Config."""
    config = small(seed=seed, **values)
    torch.manual_seed(seed)
    built = Objective(build_network(config), build_criterion(config, Y))
    built.l1 = l1
    return built


def test_without_a_penalty_it_is_the_loss():
    built = objective()
    assert torch.equal(built(X, Y), nn.functional.cross_entropy(built.network(X), Y))


def test_the_penalty_is_the_sum_of_all_absolute_weights_and_biases():
    built = objective(l1=0.01)
    weights = sum(np.abs(p.detach().numpy()).sum() for p in built.network.parameters())
    expected = nn.functional.cross_entropy(built.network(X), Y).item() + 0.01 * weights
    assert built(X, Y).item() == pytest.approx(expected, rel=1e-6)


def test_tensors_are_parameters_then_buffers():
    built = objective(normalization="batch", class_weight="balanced")
    n_parameters = len(list(built.network.parameters()))
    assert all(isinstance(t, nn.Parameter) for t in built.tensors[:n_parameters])
    buffers = built.tensors[n_parameters:]
    assert [t.shape for t in buffers] == [(4,), (4,), (), (3,), (3,), (), (2,)]


def test_values_of_tensors_are_no_part_of_the_description():
    assert objective(seed=0).description() == objective(seed=1).description()
    built = objective(normalization="batch")
    before = built.description()
    built(X, Y).backward()
    assert built.description() == before
    assert hash(before) == hash(built.description())


@pytest.mark.parametrize(
    "other",
    [
        {"hidden": (4,)},
        {"hidden": (3, 4)},
        {"activation": "relu"},
        {"activation": "leaky_relu"},
        {"dropout": 0.1},
        {"layer_dropouts": (0.0, 0.1)},
        {"normalization": "layer"},
        {"bias": False},
        {"loss": "focal"},
        {"loss": "mse"},
        {"loss": "nll"},
        {"label_smoothing": 0.1},
        {"class_weight": "balanced"},
        {"l1": 0.01},
    ],
    ids=str,
)
def test_whatever_changes_the_computation_changes_the_description(other):
    assert objective(**other).description() != objective().description()


def test_the_mode_is_part_of_the_description():
    built = objective(dropout=0.1)
    before = built.description()
    built.network.eval()
    assert built.description() != before
