"""A point's loss: PyTorch's own without reduction, its formula worked out, and its part's sum."""

import pytest
import torch
from torch.nn import functional

from playground.catalog import LOSSES
from playground.config import settle
from playground.learn.contribution import FORMULAS, LOWEST_LOG, contribution
from playground.learn.data import targets
from playground.learn.state import State

WEIGHTED = {"class_weight": "balanced", "imbalance": 0.6}
CASES = [
    *((name, {}) for name in LOSSES),
    *((name, WEIGHTED) for name, loss in LOSSES.items() if loss.weight),
    *(
        (name, {**WEIGHTED, "label_smoothing": 0.2})
        for name, loss in LOSSES.items()
        if loss.smooths
    ),
    ("bce", {"dataset": "multilabel", "n_classes": 4}),
    ("bce_with_logits", {"dataset": "multilabel", "n_classes": 4}),
]


def made(loss, values):
    dataset = {} if LOSSES[loss].binary else {"dataset": "blobs", "n_classes": 3}
    return State(settle({**dataset, "loss": loss, "n_samples": 60, "test_size": 0.3, **values})[0])


def outputs(state):
    with torch.inference_mode():
        return state.network(state.data.X)


def alone(state, row):
    """Return the loss of a point by PyTorch's functions, not averaged."""
    config, criterion = state.config, state.criterion
    output = outputs(state)[row : row + 1]
    y, target = state.data.y[row : row + 1], targets(state.data.y, config)[row : row + 1]
    weight = getattr(criterion, "weight", None)
    none = {"reduction": "none"}
    smoothing = {"label_smoothing": config.label_smoothing}
    focal = functional.cross_entropy(output, y, **none) if config.loss == "focal" else None
    pos_weight = getattr(criterion, "pos_weight", None)
    functions = {
        "cross_entropy": lambda: functional.cross_entropy(output, y, weight, **smoothing, **none),
        "double_softmax": lambda: functional.cross_entropy(output, y, weight, **smoothing, **none),
        "nll": lambda: functional.nll_loss(output, y, weight, **none),
        "bce": lambda: functional.binary_cross_entropy(output, target, **none),
        "bce_with_logits": lambda: functional.binary_cross_entropy_with_logits(
            output, target, pos_weight=pos_weight, **none
        ),
        "mse": lambda: functional.mse_loss(output, target, **none),
        "l1": lambda: functional.l1_loss(output, target, **none),
        "multi_margin": lambda: functional.multi_margin_loss(output, y, weight=weight, **none),
        "focal": lambda: (1 - (-focal).exp()) ** 2 * focal,
    }
    return float(functions[config.loss]().mean())


def worked_out(numbers):
    """Return what the numbers of a formula come to."""
    plain = numbers.translate({ord("·"): "*", ord("−"): "-", ord("^"): "**"})
    return eval(plain, {"max": max})


@pytest.mark.parametrize(("loss", "values"), CASES)
def test_a_points_loss_is_pytorchs_and_its_formula_comes_to_it(loss, values):
    state = made(loss, values)
    output = outputs(state)
    for row in (0, 1, 7):
        found = contribution(state, row, output[row : row + 1])
        assert found.loss == pytest.approx(alone(state, row), rel=1e-6)
        assert worked_out(found.formula.numbers) == pytest.approx(found.loss, rel=3e-3, abs=1e-6)
        assert bool(found.formula.each) == (found.formula.terms is not None)


@pytest.mark.parametrize(("loss", "values"), CASES)
def test_the_points_of_a_part_add_up_to_its_loss(loss, values):
    state = made(loss, {"validation_size": 0.2, **values})
    output = outputs(state)
    for part in ("train", "test", "validation"):
        rows = getattr(state.data, part).tolist()
        all_of_it = [contribution(state, row, output[row : row + 1]) for row in rows]
        assert {one.part for one in all_of_it} == {part}
        total = sum(one.loss / one.divisor for one in all_of_it)
        assert total == pytest.approx(getattr(state.evaluation, f"{part}_loss"), rel=1e-5)


def test_every_loss_is_written_out():
    assert {loss.criterion.name for loss in LOSSES.values()} == set(FORMULAS)


def test_a_loss_without_a_formula_has_its_number(monkeypatch):
    monkeypatch.delitem(FORMULAS, "FocalLoss")
    state = made("focal", {})
    found = contribution(state, 3, outputs(state)[3:4])
    assert found.formula is None
    assert found.loss == pytest.approx(alone(state, 3))


@pytest.mark.parametrize("loss", ["bce", "bce_with_logits"])
def test_saturated_outputs_cost_what_pytorch_says(loss):
    state = made(loss, {})
    row = int((state.data.y == 1).nonzero()[0])
    logit = torch.tensor([[-150.0]])
    found = contribution(state, row, state.network.head(logit))
    assert found.loss == (-LOWEST_LOG if loss == "bce" else 150)
    assert worked_out(found.formula.numbers) == found.loss
    assert ("max" in found.formula.symbols) == (loss == "bce")
