"""A row is what ``train`` prints for the same query, with its curves and a small picture."""

import json

import numpy as np
import pytest

from playground import url
from playground.__main__ import main
from playground.config import PARAMS
from playground.learn.model import probabilities
from playground.learn.trainer import Trainer
from playground.sweeps.row import SIDE, levels_of
from playground.sweeps.task import MOST_POINTS, run, run_batch
from tests.learn.runs import OWN, OWN_KEY
from tests.sweeps.sites import DIVERGING, SMALL

QUERIES = (
    SMALL,
    "dataset=iris&hidden=4&epochs=6&validation_size=0.2&patience=2",
    "dataset=multilabel&loss=bce_with_logits&hidden=&epochs=3",
    "dataset=half_planes&formula=x&n_samples=40&epochs=3",
)


@pytest.mark.parametrize("query", QUERIES)
def test_a_row_is_what_train_prints(query, capsys):
    main(["train", query])
    printed = json.loads(capsys.readouterr().out)
    row = run(query)
    del printed["seconds"]
    assert {name: row[name] for name in printed} == printed
    assert json.loads(json.dumps(row)) == json.loads(json.dumps(row, allow_nan=False))
    config, _ = url.decode(query)
    assert row["config"].keys() <= PARAMS.keys()
    assert all(getattr(config, name) == value for name, value in row["config"].items())


def test_the_curves_end_where_the_run_does():
    row = run("n_samples=40&hidden=3&epochs=300")
    curves = row["curves"]
    assert curves["epoch"][0] == 0
    assert curves["epoch"][-1] == 300
    assert len(curves["epoch"]) <= MOST_POINTS + 1
    assert len({len(column) for column in curves.values()}) == 1
    assert curves["test_loss"][-1] == pytest.approx(row["test_loss"], rel=1e-5)


@pytest.mark.parametrize(("dataset", "n"), [("moons", 1), ("blobs&n_classes=3", 3)])
def test_the_picture_is_the_networks_probability(dataset, n):
    query = f"dataset={dataset}&n_samples=60&hidden=3&epochs=4"
    levels = levels_of(run(query))
    assert levels.shape == (SIDE, SIDE, n)
    trainer = Trainer(url.decode(query)[0])
    trainer.train()
    X = trainer.plane.inputs(trainer.plane.places(SIDE, SIDE))
    proba = probabilities(trainer.network(X), trainer.config).detach().numpy()
    expected = proba[:, 1:] if n == 1 else proba
    assert np.abs(levels.reshape(-1, n) / 255 - expected).max() < 0.003


def test_a_run_that_diverges_is_a_row_that_says_so():
    bad, good = run_batch([DIVERGING, SMALL])
    assert (bad["status"], good["status"]) == ("diverged", "finished")
    assert bad["reason"].startswith("The numbers stopped being finite in epoch")
    assert "reason" not in good


def test_own_points_travel_with_the_task():
    query = f"dataset=own&data={OWN_KEY}&hidden=3&epochs=3"
    (row,) = run_batch([query], OWN)
    trainer = Trainer(url.decode(query)[0], OWN)
    trainer.train()
    assert row["test_loss"] == trainer.evaluation.test_loss


def test_a_run_without_its_table_is_a_row_that_says_so():
    (row,) = run_batch([f"dataset=own&data={OWN_KEY}&epochs=1"])
    assert row["status"] == "failed"
    assert row["reason"].startswith("The run failed: ")
