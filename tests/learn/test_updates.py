"""Updates: the steps that a plain optimizer of PyTorch takes, to the last bit."""

import pytest
import torch
from torch import nn, optim

from playground.catalog import OPTIMIZERS
from playground.learn.model import build_optimizer
from playground.learn.updates import bind_update, clip, complete, release
from tests.learn.runs import small

VALUES = {"learning_rate": 0.05, "weight_decay": 0.01}
STEPPING = sorted(name for name, spec in OPTIMIZERS.items() if not spec.closure)


class Pair:
    """The same parameters twice, each with an optimizer of its own that has taken a step."""

    def __init__(self, name, **values):
        config = small(optimizer=name, **VALUES | values)
        self.networks = [self._network() for _ in range(2)]
        self.optimizers = [build_optimizer(config, network) for network in self.networks]
        for i in range(2):
            self.plain_step(i, 0)

    def _network(self):
        torch.manual_seed(0)
        return nn.Linear(3, 2)

    def gradients(self, k):
        """Return the k-th gradients."""
        draw = torch.Generator().manual_seed(k)
        shapes = [p.shape for p in self.networks[0].parameters()]
        return [torch.randn(shape, generator=draw) for shape in shapes]

    def plain_step(self, i, k):
        """Take a step as every script does."""
        for p, gradient in zip(self.networks[i].parameters(), self.gradients(k), strict=True):
            p.grad = gradient
        self.optimizers[i].step()

    def assert_same(self):
        pairs = zip(*(network.parameters() for network in self.networks), strict=True)
        assert all(torch.equal(p, q) for p, q in pairs)


@pytest.mark.parametrize("name", STEPPING)
@pytest.mark.parametrize("momentum", [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}])
def test_an_update_is_the_optimizers_own_step(name, momentum):
    pair = Pair(name, **momentum)
    update = bind_update(pair.optimizers[0])
    for k in range(1, 6):
        with torch.no_grad():
            update(pair.gradients(k))
        pair.plain_step(1, k)
        pair.assert_same()
    release(pair.optimizers[0])
    for i in range(2):
        pair.plain_step(i, 6)
    pair.assert_same()


@pytest.mark.parametrize("name", STEPPING)
def test_an_update_follows_the_learning_rate(name):
    pair = Pair(name)
    update = bind_update(pair.optimizers[0])
    for optimizer in pair.optimizers:
        optimizer.param_groups[0]["lr"] = 0.5
    with torch.no_grad():
        update(pair.gradients(1))
    pair.plain_step(1, 1)
    pair.assert_same()


def test_released_states_count_their_own_steps():
    pair = Pair("adam")
    bind_update(pair.optimizers[0])
    states = list(pair.optimizers[0].state.values())
    assert len({id(state["step"]) for state in states}) == 1
    release(pair.optimizers[0])
    assert len({id(state["step"]) for state in states}) == len(states) == 2
    assert [state["step"].item() for state in states] == [1, 1]


def test_rmsprop_gets_the_momentum_buffers_that_it_lacks():
    pair = Pair("rmsprop")
    optimizer = pair.optimizers[0]
    optimizer.param_groups[0]["momentum"] = 0.9
    with pytest.raises(KeyError):
        pair.plain_step(0, 1)
    complete(optimizer)
    buffers = [state["momentum_buffer"] for state in optimizer.state.values()]
    assert [buffer.tolist() for buffer in buffers] == [[[0.0] * 3] * 2, [0.0] * 2]
    pair.plain_step(0, 1)
    complete(optimizer)
    assert all(buffer.any() for buffer in buffers)


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_others_are_complete_as_they_are(name):
    optimizer = Pair(name).optimizers[0]
    before = {p: dict(state) for p, state in optimizer.state.items()}
    complete(optimizer)
    assert dict(optimizer.state) == before


def test_gradients_are_shortened_to_a_common_norm():
    parameters = [nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(1))]
    gradients = [torch.tensor([3.0, 0.0]), torch.tensor([4.0])]
    clip(parameters, gradients, 2.5)
    assert torch.cat(gradients).tolist() == pytest.approx([1.5, 0, 2], abs=1e-5)


def test_short_gradients_stay():
    gradients = [torch.tensor([0.6, 0.8])]
    clip([nn.Parameter(torch.zeros(2))], gradients, 1.5)
    assert gradients[0].tolist() == pytest.approx([0.6, 0.8], rel=1e-7)


def test_an_update_without_a_fused_kernel_hands_its_gradients_over():
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = optim.SGD([parameter], lr=0.5)
    bind_update(optimizer)([torch.ones(1)])
    assert parameter.item() == -0.5
