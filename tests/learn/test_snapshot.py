"""Snapshot: an instant comes back whole, and goes on as plain PyTorch would from there."""

import pytest
import torch
from torch import nn

from playground.catalog import OPTIMIZERS
from playground.learn.model import build_network, build_optimizer
from playground.learn.snapshot import Snapshot
from playground.learn.updates import bind_update
from tests.learn.runs import small

X = torch.linspace(-1, 1, 12).view(6, 2)
Y = torch.arange(6) % 2


class Instant:
    """A network with buffers and dropout, its optimizer, and a snapshot of both."""

    def __init__(self, optimizer="adam", **values):
        config = small(optimizer=optimizer, normalization="batch", dropout=0.3, **values)
        torch.manual_seed(0)
        self.network = build_network(config)
        self.optimizer = build_optimizer(config, self.network)
        self.snapshot = Snapshot(self.network, self.optimizer)

    def step(self, n=1):
        """Take steps of plain PyTorch."""
        for _ in range(n):
            self.optimizer.step(self._loss)

    def _loss(self):
        self.optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self.network(X), Y)
        loss.backward()
        return loss

    @property
    def bits(self):
        """Copies of all that a run's future depends on."""
        states = [v for state in self.optimizer.state.values() for v in state.values()]
        tensors = [*self.network.parameters(), *self.network.buffers(), *states]
        kept = [t.detach().clone() for t in tensors if isinstance(t, torch.Tensor)]
        return [*kept, torch.get_rng_state()]


def assert_same(found, expected):
    assert len(found) == len(expected)
    assert all(map(torch.equal, found, expected))


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS.keys() - {"lbfgs"}))
def test_everything_comes_back(optimizer):
    instant = Instant(optimizer, momentum=0.9)
    instant.step(2)
    instant.snapshot.take(bindings=1)
    kept = instant.bits
    instant.step(3)
    assert not all(map(torch.equal, instant.bits, kept))
    instant.snapshot.restore()
    assert_same(instant.bits, kept)


def test_what_follows_is_what_followed():
    instant = Instant()
    instant.step(2)
    instant.snapshot.take(bindings=1)
    instant.step(3)
    followed = instant.bits
    instant.snapshot.restore()
    instant.step(3)
    assert_same(instant.bits, followed)


def test_a_later_instant_takes_the_place_of_an_earlier_one():
    instant = Instant()
    instant.step()
    instant.snapshot.take(bindings=1)
    instant.step()
    instant.snapshot.take(bindings=1)
    kept = instant.bits
    instant.step()
    instant.snapshot.restore()
    assert_same(instant.bits, kept)


def test_state_tensors_that_were_replaced_are_found_anew():
    instant = Instant()
    instant.step()
    instant.snapshot.take(bindings=1)
    for state in instant.optimizer.state.values():
        state["exp_avg"] = state["exp_avg"] + 1
    instant.snapshot.take(bindings=2)
    kept = instant.bits
    instant.step()
    instant.snapshot.restore()
    assert_same(instant.bits, kept)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop", "lbfgs"])
def test_before_the_first_step_there_is_no_optimizer_state(optimizer):
    instant = Instant(optimizer, momentum=0.9)
    instant.snapshot.take(bindings=1)
    kept = instant.bits
    instant.step()
    assert instant.optimizer.state
    instant.snapshot.restore()
    assert not instant.optimizer.state
    assert_same(instant.bits, kept)


def test_the_memory_of_lbfgs_is_forgotten():
    instant = Instant("lbfgs")
    instant.step()
    instant.snapshot.take(bindings=1)
    weights = [p.detach().clone() for p in instant.network.parameters()]
    instant.step()
    instant.snapshot.restore()
    assert not instant.optimizer.state
    assert_same(list(instant.network.parameters()), weights)


def test_a_step_count_that_all_parameters_share_comes_back_once():
    instant = Instant()
    instant.step()
    update = bind_update(instant.optimizer)
    instant.snapshot.take(bindings=1)
    update([torch.ones_like(p) for p in instant.network.parameters()])
    counts = {state["step"].item() for state in instant.optimizer.state.values()}
    instant.snapshot.restore()
    assert (counts, {s["step"].item() for s in instant.optimizer.state.values()}) == ({2}, {1})
