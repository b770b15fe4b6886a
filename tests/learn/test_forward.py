"""Forward: the modules in eval mode, also once the pass is written out."""

import weakref
from collections import OrderedDict
from unittest.mock import patch

import pytest
import torch
from torch import nn

from playground.catalog import LOSSES, NORMALIZATIONS
from playground.learn import trace
from playground.learn.data import make_data, targets
from playground.learn.forward import KNOWN, MODULE_PASSES, Forward
from playground.learn.model import build_criterion, build_network
from playground.learn.objective import Objective
from tests.learn.runs import small

ENOUGH = MODULE_PASSES + 2
"""Passes over one set of inputs of which the last are written out."""


@pytest.fixture(autouse=True)
def _nothing_written():
    """Let no pass be known from elsewhere."""
    with patch.object(trace, "_cache", OrderedDict()):
        yield


def forward_of(**values):
    """Return a forward pass, and the training part it is asked about."""
    config = small(dropout=0.5, **values)
    X, y = make_data(config).part("train")
    objective = Objective(build_network(config), build_criterion(config, y))
    return Forward(objective), X, targets(y, config)


def plain(forward, X, y):
    """Return loss and output as every script computes them for its report."""
    network = forward.objective.network.eval()
    with torch.no_grad():
        output = network(X)
        loss = forward.objective.criterion(output, y)
    network.train()
    return loss, output


@pytest.mark.parametrize("loss", LOSSES)
def test_measuring_is_the_network_in_eval_mode(loss):
    forward, X, y = forward_of(loss=loss)
    expected = plain(forward, X, y)
    for _ in range(ENOUGH):
        assert all(map(torch.equal, forward.measure(X, y), expected))
    assert trace._cache


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_looking_is_the_network_in_eval_mode(normalization):
    forward, X, y = forward_of(normalization=normalization)
    forward.objective.network(X)  # moves the running means
    expected = plain(forward, X, y)[1]
    for _ in range(ENOUGH):
        assert torch.equal(forward.output(X), expected)


def test_a_penalty_is_no_part_of_the_loss_that_is_shown():
    forward, X, y = forward_of()
    expected = plain(forward, X, y)[0]
    forward.objective.l1 = 1.0
    assert torch.equal(forward.measure(X, y)[0], expected)


def test_weights_that_move_are_seen_by_a_pass_that_is_written_out():
    forward, X, y = forward_of()
    for _ in range(ENOUGH):
        forward.measure(X, y)
    with torch.no_grad():
        for p in forward.objective.parameters():
            p.add_(0.1)
    assert all(map(torch.equal, forward.measure(X, y), plain(forward, X, y)))


def test_inputs_are_known_by_their_identity():
    forward, X, y = forward_of()
    for _ in range(ENOUGH):
        forward.measure(X, y)
    other = X * 2
    assert all(map(torch.equal, forward.measure(other, y), plain(forward, other, y)))


def test_only_the_latest_inputs_are_kept():
    forward, X, y = forward_of()
    grids = []
    for i in range(3 * KNOWN):
        grid = X + i
        grids.append(weakref.ref(grid))
        for _ in range(ENOUGH):
            forward.measure(X, y)
            forward.output(grid)
    del grid
    alive = [i for i, grid in enumerate(grids) if grid() is not None]
    assert alive == list(range(2 * KNOWN + 1, 3 * KNOWN))
    assert all(map(torch.equal, forward.measure(X, y), plain(forward, X, y)))


def test_a_pass_is_written_out_when_its_inputs_have_come_often_enough():
    forward, X, y = forward_of()
    for n in range(1, ENOUGH):
        forward.measure(X, y)
        assert bool(trace._cache) == (n >= MODULE_PASSES)


def test_a_pass_goes_through_no_module_once_it_is_written_out():
    forward, X, y = forward_of()
    calls = []
    forward.objective.network.register_forward_hook(lambda *_: calls.append(1))
    for _ in range(ENOUGH):
        forward.measure(X, y)
    n = len(calls)
    forward.measure(X, y)
    assert len(calls) == n > 0


def test_evaluating_is_without_gradients_and_ends_with_the_network_in_training():
    forward, X, _ = forward_of(normalization="batch")
    moded = nn.Dropout, nn.BatchNorm1d
    modules = [m for m in forward.objective.network.modules() if isinstance(m, moded)]
    with forward.evaluating():
        assert [module.training for module in modules] == [False] * 4
        assert not forward.objective.network(X).requires_grad
    assert [module.training for module in modules] == [True] * 4
    assert forward.objective.network(X).requires_grad


def test_evaluating_ends_so_even_when_it_fails():
    forward, _, _ = forward_of()
    with pytest.raises(ArithmeticError), forward.evaluating():
        raise ArithmeticError
    assert all(module.training for module in forward.objective.network.modules())


def test_nothing_is_drawn():
    forward, X, y = forward_of()
    before = torch.get_rng_state()
    for _ in range(ENOUGH):
        forward.measure(X, y)
    assert torch.equal(torch.get_rng_state(), before)
