"""Cost: what is told of a run beforehand, beside what it then takes."""

import subprocess
import sys

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from playground import url
from playground.catalog import DATASETS, OPTIMIZERS
from playground.config import settle
from playground.cost import cost_of, estimate, forward_flops, side, step_flops
from playground.learn.data import make_data
from playground.learn.model import build_network
from playground.learn.trainer import Trainer
from tests.learn.runs import small
from tests.measured import measure

MEASURED = (
    "",
    "n_samples=1000&hidden=32,32,32",
    "dataset=digits&hidden=64&optimizer=adam&batch_size=0",
    "n_samples=5000&hidden=32,32&batch_size=0",
    "n_samples=3000&hidden=256&batch_size=0",
    "n_samples=1000&hidden=256,256,256&optimizer=adam&batch_size=0",
    "n_samples=1000&hidden=256,256&activation=relu&dropout=0.2&normalization=batch&batch_size=0",
    "hidden=512,512,512&optimizer=rmsprop&momentum=0.9&batch_size=0",
    "hidden=512,512,512,512",
    "dataset=breast_cancer&hidden=256,256&normalization=layer&patience=10&batch_size=0",
    "hidden=64,64&optimizer=lbfgs&batch_size=0",
    "hidden=64&optimizer=lbfgs&batch_size=0&patience=10",
)
"""A dozen runs, from the default to large ones."""

SLACK = 15
"""Megabytes by which small runs may take less than is told: what others left free is used again."""

SPREAD = 5
"""Megabytes by which a run may take more on one machine than on another."""


def test_runs_take_the_memory_that_is_told_beforehand():
    told = [cost_of(query).memory / 2**20 for query in MEASURED]
    taken = measure(list(MEASURED))
    figures = [
        (round(t), round(m), query) for t, m, query in zip(told, taken, MEASURED, strict=True)
    ]
    assert len(figures) == 12
    assert not [f for f in figures if f[1] > 1.15 * f[0] + SPREAD], figures
    assert not [f for f in figures if 1.15 * f[0] > 2.5 * f[1] + SLACK], figures


def counted(function):
    """Return the operations of the matrix products within ``function()``."""
    with FlopCounterMode(display=False) as counter:
        function()
    return counter.get_total_flops()


def test_a_forward_pass_is_counted_as_pytorch_counts_it():
    for values in ({}, {"hidden": ()}, {"hidden": (5,), "loss": "bce_with_logits"}):
        config = small(**values)
        X = make_data(config).X
        network = build_network(config)
        assert counted(lambda: network(X)) == forward_flops(config) * len(X)  # noqa: B023


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("batch_size", [0, 7])
def test_a_step_is_counted_as_pytorch_counts_it(optimizer, batch_size):
    config = small(optimizer=optimizer, batch_size=batch_size, hidden=(6, 5), learning_rate=1e-3)
    trainer = Trainer(config)
    found = counted(trainer.train_batch)
    if batch_size == 0:  # it ends the epoch, after which both parts are measured
        found -= forward_flops(config) * config.n_points
    assert found == step_flops(config)


@pytest.mark.parametrize("name", [name for name, spec in DATASETS.items() if spec.make])
def test_points_are_as_many_as_are_made(name):
    config, _ = settle({"dataset": name, "n_samples": 200})
    assert len(make_data(config).y) == config.n_points


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_an_optimizer_keeps_as_many_tensors_as_its_entry_says(optimizer):
    config = small(optimizer=optimizer, momentum=0.9, hidden=(20, 20), n_samples=100, epochs=3)
    trainer = Trainer(config)
    trainer.train()
    kept = sum(
        tensor.nbytes
        for state in trainer.optimizer.state.values()
        for value in state.values()
        for tensor in (value if isinstance(value, list) else [value])
        if isinstance(tensor, torch.Tensor) and tensor.numel() > 1
    )
    assert kept / (4 * trainer.n_parameters) == OPTIMIZERS[optimizer].kept


def test_the_cost_of_a_table_that_is_not_here_is_told_all_the_same():
    small_table, large = (f"dataset=own&data=c3n{n}f4-{'0' * 32}" for n in (50, 5000))
    assert cost_of(large).memory > cost_of(small_table).memory > 0


def test_more_of_anything_costs_more():
    base = estimate(settle({})[0])
    for field, value in (("n_samples", 5000), ("hidden", (64, 64)), ("optimizer", "lbfgs")):
        more = estimate(settle({field: value})[0])
        assert more.memory > base.memory, field
        assert more.longest > base.longest, field


def test_the_picture_of_many_weights_is_coarse():
    assert side(settle({"hidden": (512, 512)})[0]) < side(settle({"hidden": (64, 64)})[0])


def test_telling_the_cost_imports_no_torch():
    code = "import sys, playground.cost as c; c.cost_of(''); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_cost_of_a_query_is_that_of_its_config():
    query = "hidden=64,64&optimizer=adam"
    assert cost_of(query) == estimate(url.decode(query)[0])
