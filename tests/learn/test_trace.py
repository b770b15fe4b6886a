"""Trace: what is written out repeats the plain computation; what doesn't is refused."""

from collections import OrderedDict
from unittest.mock import patch

import pytest
import torch
from torch import nn

from playground.learn import trace
from playground.learn.model import build_criterion, build_network
from playground.learn.objective import Objective
from playground.learn.trace import Computation, is_written, written_out
from tests.learn.runs import small

X = torch.linspace(-1, 1, 20).view(10, 2)
Y = torch.arange(10) % 2


def loss_and_output(objective, X, y):
    output = objective.network(X)
    return [objective.criterion(output, y), output]


BOTH = Computation(loss_and_output, groups=(slice(None), slice(1, None)))


@pytest.fixture(autouse=True)
def _nothing_written():
    """Let nothing be known from elsewhere."""
    with patch.object(trace, "_cache", OrderedDict()):
        yield


def objective_of(seed=0, **values):
    """Return the objective of a small Config."""
    config = small(**values)
    torch.manual_seed(seed)
    return Objective(build_network(config), build_criterion(config, Y))


def calls(written, objective):
    """Return what both functions of ``BOTH`` give."""
    both, output = written.bind(objective.tensors)
    with torch.inference_mode():
        return [tensor.clone() for tensor in both(X, Y)], output(X, Y)[0].clone()


def test_each_group_of_outputs_has_a_function():
    objective = objective_of()
    (loss, output), alone = calls(written_out(BOTH, objective, X, Y), objective)
    expected = loss_and_output(objective, X, Y)
    assert torch.equal(loss, expected[0])
    assert torch.equal(output, expected[1])
    assert torch.equal(alone, expected[1])


def test_to_write_out_draws_nothing_and_moves_no_buffer():
    objective = objective_of(normalization="batch", dropout=0.5)
    objective(X, Y).backward()
    before = [t.detach().clone() for t in (*objective.tensors, torch.get_rng_state())]
    assert written_out(BOTH, objective, X, Y) is not None
    assert all(map(torch.equal, (*objective.tensors, torch.get_rng_state()), before))
    assert len(before) == 10 + 6 + 1


def test_dropout_masks_are_drawn_as_the_modules_draw_them():
    objective = objective_of(dropout=0.5)
    written = written_out(BOTH, objective, X, Y)
    torch.manual_seed(4)
    (_, output), _ = calls(written, objective)
    torch.manual_seed(4)
    assert torch.equal(output, objective.network(X))


def test_one_writing_serves_all_of_one_description():
    objectives = [objective_of(seed) for seed in range(2)]
    assert not is_written(BOTH, objectives[0], X, Y)
    first, second = (written_out(BOTH, objective, X, Y) for objective in objectives)
    assert first is second
    assert is_written(BOTH, objectives[1], X, Y)
    _, output = calls(second, objectives[1])
    assert torch.equal(output, objectives[1].network(X))


def test_other_shapes_are_other_computations():
    objective = objective_of()
    written_out(BOTH, objective, X, Y)
    assert not is_written(BOTH, objective, X[:7], Y[:7])
    assert not is_written(BOTH, objective_of(hidden=(4,)), X, Y)
    assert not is_written(BOTH, objective, X, Y.int())
    assert not is_written(BOTH, objective, X, Y.view(10, 1))


def test_the_least_used_writing_is_forgotten(monkeypatch):
    monkeypatch.setattr(trace, "CACHED", 2)
    objective = objective_of(hidden=())
    for n in (10, 8):
        written_out(BOTH, objective, X[:n], Y[:n])
    for n in (10, 6):
        written_out(BOTH, objective, X[:n], Y[:n])
    known = [n for n in (10, 8, 6) if is_written(BOTH, objective, X[:n], Y[:n])]
    assert known == [10, 6]


class Fickle(nn.Module):
    """Gives something else each time."""

    def __init__(self):
        super().__init__()
        self._n = 0

    def forward(self, x):
        self._n += 1
        return x * self._n


class Choosy(nn.Module):
    """Does what its input tells it to."""

    def forward(self, x):
        return x if x.sum().item() > 0 else -x


@pytest.mark.parametrize("module", [Fickle, Choosy])
def test_what_can_not_be_repeated_is_not_written_out(module):
    objective = Objective(nn.Sequential(nn.Linear(2, 2), module()), nn.CrossEntropyLoss())
    assert written_out(BOTH, objective, X, Y) is None
    assert is_written(BOTH, objective, X, Y)
