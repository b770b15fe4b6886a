"""Confusion: the points of a cell, surest mistakes first, each with its probabilities."""

import numpy as np
import pytest
import torch

from playground.catalog import VIEWS
from playground.learn.model import probabilities
from playground.views.confusion.compute import LONGEST, compute
from tests.learn.runs import small, trained


def listed(trainer, **cell):
    return compute(trainer, VIEWS["confusion"].read(cell))


def outputs(trainer):
    """Return the probabilities of all points, by the modules in eval mode."""
    with torch.inference_mode():
        return probabilities(trainer.network.eval()(trainer.data.X), trainer.config).numpy()


def test_nothing_is_listed_unless_a_cell_is_chosen():
    assert listed(trained(small(epochs=1))).keys() == {"counts"}


@pytest.mark.parametrize("loss", ["cross_entropy", "bce_with_logits", "nll"])
def test_the_points_of_each_cell_are_listed_surest_first(loss):
    trainer = trained(small(noise=0.6, epochs=3, loss=loss, n_samples=100))
    counts, proba, y = trainer.evaluation.confusion, outputs(trainer), trainer.data.y.numpy()
    for part, label, predicted in np.ndindex(3, 2, 2):
        found = listed(trainer, part=part, label=label, predicted=predicted)
        both = counts.sum(0) if part == 2 else counts[part]
        assert found["n"] == both[label, predicted]
        rows = found["rows"]
        assert len(rows) == len({*rows.tolist()}) == min(found["n"], LONGEST)
        assert {*rows.tolist()} <= {*trainer.data.rows(part).tolist()}
        assert (y[rows] == label).all()
        assert found["labels"].tolist() == [[label, predicted]] * len(rows)
        assert found["proba"] == pytest.approx(proba[rows], abs=1e-6)
        assert (np.diff(found["proba"][:, predicted]) <= 0).all()
        assert found["cell"] == [part, label, predicted]


def test_a_row_or_a_column_lists_mistakes_before_what_is_right():
    trainer = trained(small(dataset="blobs", n_classes=4, cluster_std=4, epochs=4, n_samples=200))
    y, y_pred = trainer.data.y.numpy(), trainer.evaluation.y_pred.numpy()
    found = listed(trainer, part=2, label=2)
    is_right = found["labels"][:, 0] == found["labels"][:, 1]
    assert (np.diff(is_right.astype(int)) >= 0).all()
    assert found["n"] == (y == 2).sum()
    assert listed(trainer, part=0, predicted=1)["n"] == (y_pred[trainer.data.train] == 1).sum()


def test_a_long_list_is_cut_and_its_length_said():
    found = listed(trained(small(n_samples=400, epochs=1)), part=2, label=0)
    assert (len(found["rows"]), found["n"]) == (LONGEST, 200)


def test_digits_are_listed_with_their_pictures():
    trainer = trained(small(dataset="digits", epochs=1))
    found = listed(trainer, part=1, label=8)
    assert found["pictures"].shape == (len(found["rows"]), 8, 8)
    assert np.array_equal(found["pictures"][0].ravel(), trainer.data.raw[found["rows"][0]])
    assert len(found["rows"]) > 0


def test_of_several_labels_the_shown_one_has_its_cells():
    config = small(dataset="multilabel", n_classes=3, shown_label=1, epochs=20, learning_rate=0.03)
    trainer = trained(config)
    found = listed(trainer, part=2, label=1, predicted=0)
    assert found["n"] == trainer.evaluation.confusion[:, 1].sum(0)[1, 0] > 0
    assert np.array_equal(found["each"], trainer.evaluation.confusion)
    assert np.array_equal(found["counts"], found["each"][:, 1])
    assert found["proba"].shape[1] == 3
    assert (np.diff(found["proba"][:, 1]) >= 0).all()


def test_a_class_that_is_not_there_has_no_points():
    found = listed(trained(small(epochs=1)), part=1, label=9, predicted=-1)
    assert (found["n"], found["proba"].shape) == (0, (0, 2))


def test_every_array_lies_in_memory_as_it_travels():
    found = listed(trained(small(dataset="digits", epochs=1)), part=1, label=8)
    arrays = [value for value in found.values() if isinstance(value, np.ndarray)]
    assert len(arrays) == 5
    assert all(array.flags.c_contiguous for array in arrays)
