"""Every view that is registered, on runs of every kind: it has something to say and never fails."""

import logging
import math

import numpy as np
import pytest

from playground.catalog import VIEWS
from playground.learn.trainer import Trainer
from playground.params import Choice, Flag, Integer, Real
from playground.views.frame import encode
from tests.learn.runs import small
from tests.learn.test_divergence import EXPLODES
from tests.views.test_frame import ABOUT, decode

ONE = np.linspace(-2, 5, 60)[:, None], np.arange(60) // 20, ("height",)
ONE_KEY = f"c3n60f1-{'0' * 32}"
"""A visitor's own table of a single feature, and its key."""

RUNS = {
    "epoch 0": ({}, 0),
    "two classes": ({"normalization": "batch", "dropout": 0.3}, 2),
    "one output": ({"loss": "bce_with_logits"}, 2),
    "ten classes": ({"dataset": "blobs", "n_classes": 10, "n_samples": 100}, 2),
    "several labels": ({"dataset": "multilabel", "loss": "bce_with_logits"}, 2),
    "no hidden layer": ({"hidden": ()}, 2),
    "one class predicted only": ({"imbalance": 0.9, "learning_rate": 1e-4}, 1),
    "64 features": ({"dataset": "digits", "hidden": (7,)}, 1),
    "three features": ({"dataset": "iris"}, 1),
    "one feature": ({"dataset": "own", "data": ONE_KEY, "plane": "features"}, 2),
    "validation part": ({"validation_size": 0.2, "patience": 3}, 2),
    "as large as can be": ({"n_samples": 5000, "hidden": (512,) * 8, "batch_size": 0}, 0),
    "diverged": (EXPLODES, 40),
}
"""Config and epochs of each kind of run."""


@pytest.fixture(scope="module", params=RUNS.values(), ids=RUNS.keys())
def run(request):
    values, epochs = request.param
    trainer = Trainer(small(**values), own=ONE if values.get("data") == ONE_KEY else None)
    while trainer.epoch < epochs and not trainer.diverged and not trainer.finished:
        trainer.train_batch()
    return trainer


def ends(kind):
    """Return the values at the ends of an argument's domain."""
    match kind:
        case Integer() | Real():
            return [kind.low, kind.high]
        case Choice():
            return list(kind.registry)
        case Flag():
            return [True, False]
    return []


def asked(name):
    """Return the arguments to try: the usual ones, then each argument at each of its ends."""
    view = VIEWS[name]
    usual = view.read({})
    yield usual
    for argument, (kind, _) in view.arguments.items():
        yield from ({**usual, argument: value} for value in ends(kind))


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_something_to_show_of_every_run(name, run, tmp_path, caplog):
    probes = [None, ("place", 0.3, -0.2), ("point", 5)]
    with caplog.at_level(logging.ERROR):
        for i, arguments in enumerate(asked(name)):
            probe = probes[i % 3]
            views = {name: arguments}
            blob = encode(
                run, views, predictions=True, generation_known=3, probe=probe, about=ABOUT
            )
            tensors, numbers = decode(blob, tmp_path)
            assert "failed" not in numbers["views"][name], (arguments, caplog.text)
            for array in tensors.values():
                assert array.dtype.kind in "iufb"
            others = [key for key in tensors if "." in key and not key.startswith(f"{name}.")]
            assert not others


def test_the_runs_are_what_they_are_called(run, request):
    kind = request.node.callspec.id
    if kind == "diverged":
        assert run.diverged
        return
    assert math.isfinite(run.evaluation.train_loss)
    if kind == "one feature":
        assert (run.config.dataset, run.config.plane, run.data.X.shape[1]) == ("own", "features", 1)
    if kind == "one class predicted only":
        assert len(np.unique(run.evaluation.y_pred)) == 1
