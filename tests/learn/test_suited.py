"""What each dataset brings along when it is picked lets its idea be seen."""

from dataclasses import replace

import numpy as np
import pytest

from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS, settle
from playground.learn.trainer import Trainer
from tests.learn.runs import trained

FAIR = {
    "moons": 0.76, "circles": 0.95, "rings": 0.95, "blobs": 0.95, "anisotropic": 0.95,
    "spirals": 0.9, "xor": 0.85, "checkerboard": 0.85, "gaussian_quantiles": 0.9, "pinwheel": 0.95,
    "linear": 0.95, "half_planes": 0.9, "iris": 0.93, "wine": 0.93, "breast_cancer": 0.93,
    "digits": 0.93, "students": 0.65, "multilabel": 0.8,
}  # fmt: skip
"""The test accuracy that each reaches, with what it brings along, within EPOCHS."""

EPOCHS = {"moons": 500, "digits": 30, "students": 150, "breast_cancer": 60, "wine": 100} | {
    "checkerboard": 400, "multilabel": 500, "spirals": 400, "blobs": 60, "anisotropic": 60,
    "pinwheel": 150, "linear": 200, "iris": 200, "half_planes": 200,
}  # fmt: skip


@pytest.mark.parametrize("dataset", [name for name, spec in DATASETS.items() if spec.make])
def test_every_dataset_is_learned_with_what_it_brings_along(dataset):
    wanted = {"dataset": dataset, **DATASETS[dataset].suited, "epochs": EPOCHS.get(dataset, 300)}
    trainer = trained(settle(wanted)[0])
    assert trainer.evaluation.test_accuracy >= FAIR[dataset]
    assert FAIR[dataset] > trainer.data.baseline + 0.25


@pytest.mark.parametrize("dataset", DATASETS)
def test_what_is_brought_along_is_valid_and_has_an_effect(dataset):
    suited = DATASETS[dataset].suited
    data = {"data": f"c3n60f3-{'0' * 32}"} if dataset == "own" else {}
    config, replaced = settle({"dataset": dataset, **data, **suited})
    assert [r.name for r in replaced] in ([], ["loss"])
    for name, value in suited.items():
        assert getattr(config, name) == value != getattr(DEFAULT, name)
        assert config.uses(name)
        assert name in PARAMS


def test_an_own_table_with_a_column_in_millions_is_learned():
    rng = np.random.default_rng(0)
    y = np.arange(120) % 2
    X = np.column_stack([rng.normal(size=120) + 3 * y, 1e6 * (rng.normal(size=120) + 3 * y)])
    config, _ = settle(
        {"dataset": "own", "data": f"c2n120f2-{'0' * 32}", **DATASETS["own"].suited, "epochs": 60}
    )
    reached = []
    for preprocessing in ("none", "standard"):
        trainer = Trainer(replace(config, preprocessing=preprocessing), own=(X, y, ("a", "b")))
        trainer.train()
        reached.append(trainer.evaluation.test_accuracy)
    assert reached[1] >= 0.95 > reached[0]
