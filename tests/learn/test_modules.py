"""Step and FocalLoss beside numbers written by hand and PyTorch's own layers."""

import inspect
import math

import pytest
import torch
from torch import Tensor, nn

from playground.learn import modules
from playground.learn.modules import FocalLoss, Step

LOGITS = torch.tensor([[0.0, math.log(3)], [math.log(9), 0.0]])
"""The probabilities of class 1 are 3/4 and 1/10."""


def test_a_step_is_1_above_zero_only():
    x = torch.tensor([-2.0, -0.0, 0.0, 1e-30, 5.0])
    assert Step()(x).tolist() == [0, 0, 0, 1, 1]


def test_a_step_has_no_slope():
    x = torch.linspace(-1, 1, 5, requires_grad=True)
    Step()(x).sum().backward()
    assert x.grad.tolist() == [0.0] * 5


@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0])
def test_focal_loss_is_its_formula(gamma):
    y = torch.tensor([1, 1])
    expected = [-((1 - p) ** gamma) * math.log(p) for p in (3 / 4, 1 / 10)]
    assert FocalLoss(gamma)(LOGITS, y).item() == pytest.approx(sum(expected) / 2)


def test_focal_loss_without_focus_is_cross_entropy():
    logits, y = torch.linspace(-3, 3, 80).sin().view(20, 4), torch.arange(20) % 4
    expected = nn.functional.cross_entropy(logits, y).item()
    assert FocalLoss(0.0)(logits, y).item() == pytest.approx(expected)


def test_focal_loss_bears_logits_that_are_far_apart():
    logits = torch.tensor([[200.0, -200.0], [-200.0, 200.0]], requires_grad=True)
    loss = FocalLoss(2.0)(logits, torch.tensor([0, 0]))
    loss.backward()
    assert loss.item() == 200
    assert logits.grad.isfinite().all()


@pytest.mark.parametrize(("name", "arguments"), [("Step", ()), ("FocalLoss", (2.0,))])
def test_each_stands_alone(name, arguments):
    scope = {"torch": torch, "nn": nn, "Tensor": Tensor}
    exec(inspect.getsource(getattr(modules, name)), scope)
    given = (LOGITS, torch.tensor([1, 0])) if arguments else (LOGITS,)
    expected = getattr(modules, name)(*arguments)(*given)
    assert torch.equal(scope[name](*arguments)(*given), expected)
