"""Curves: scikit-learn's, of any labels and probabilities."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from playground.catalog import VIEWS
from playground.learn.curves import (
    BINS,
    calibration,
    calibration_error,
    one_versus_rest,
    precision_recall,
    roc,
)
from playground.views import compute
from playground.views.curves import MOST
from tests.learn.runs import small, trained

PAIRS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0, 0.1, 0.25, 0.5, 0.7, 1]) | st.floats(0, 1)),
    min_size=2,
    max_size=40,
).filter(lambda pairs: len({y for y, _ in pairs}) == 2)
LABELS = {"dataset": "multilabel", "n_classes": 3, "loss": "bce"}


def computed(trainer, name, part=1):
    return compute(name)(trainer, VIEWS[name].read({"part": part}))


@given(PAIRS)
def test_the_roc_curve_is_scikit_learns(pairs):
    y, proba = map(np.array, zip(*pairs, strict=True))
    curve = roc(y, proba)
    expected = sklearn.metrics.roc_curve(y, proba)
    for found, wanted in zip((curve.x, curve.y, curve.thresholds), expected, strict=True):
        assert found == pytest.approx(wanted)
    assert curve.area == pytest.approx(sklearn.metrics.roc_auc_score(y, proba))


@given(PAIRS)
def test_the_precision_recall_curve_is_scikit_learns(pairs):
    y, proba = map(np.array, zip(*pairs, strict=True))
    curve = precision_recall(y, proba)
    precision, recall, thresholds = sklearn.metrics.precision_recall_curve(y, proba)
    assert curve.y == pytest.approx(precision)
    assert curve.x == pytest.approx(recall)
    assert curve.thresholds[:-1] == pytest.approx(thresholds)
    assert curve.area == pytest.approx(sklearn.metrics.average_precision_score(y, proba))


@given(PAIRS)
def test_calibration_is_scikit_learns(pairs):
    y, proba = map(np.array, zip(*pairs, strict=True))
    bins = calibration(y, proba)
    true, said = calibration_curve(y, proba, n_bins=BINS)
    filled = bins[bins[:, 0] > 0]
    assert filled[:, 1:] == pytest.approx(np.stack([said, true], axis=1))
    assert bins[:, 0].sum() == len(y)
    assert calibration_error(bins) == pytest.approx(
        (filled[:, 0] * abs(true - said)).sum() / len(y)
    )


def test_a_class_without_points_has_no_area():
    y, proba = np.zeros(4, dtype=bool), np.array([0.1, 0.4, 0.4, 0.9])
    assert np.isnan(roc(y, proba).area)
    assert np.isnan(precision_recall(y, proba).area)
    assert calibration_error(calibration(y, proba)) == pytest.approx(0.45)


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize(
    "values", [{}, {"loss": "bce"}, {"dataset": "blobs", "n_classes": 4}, LABELS], ids=str
)
def test_the_areas_of_a_run_are_scikit_learns(values, part):
    trainer = trained(small(epochs=3, noise=0.5, n_samples=150, **values))
    y, proba = one_versus_rest(trainer, part)
    aucs, precisions = (computed(trainer, n, part)["areas"] for n in ("roc", "precision_recall"))
    for k in range(y.shape[1]):
        assert aucs[k] == pytest.approx(sklearn.metrics.roc_auc_score(y[:, k], proba[:, k]))
        expected = sklearn.metrics.average_precision_score(y[:, k], proba[:, k])
        assert precisions[k] == pytest.approx(expected)
    if len(aucs) == 4:
        rows = trainer.data.rows(part)
        score = sklearn.metrics.roc_auc_score
        assert aucs.mean() == pytest.approx(score(trainer.data.y[rows], proba, multi_class="ovr"))


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("values", [{}, {"loss": "bce_with_logits"}, LABELS], ids=str)
def test_the_dots_lie_on_the_curves_where_the_prediction_is(values, threshold):
    trainer = trained(small(epochs=6, noise=0.5, threshold=threshold, **values))
    found = {name: computed(trainer, name, 2) for name in ("roc", "precision_recall")}
    y, proba = one_versus_rest(trainer, 2)
    for k in range(y.shape[1]):
        above = proba[:, k] >= np.float32(threshold)
        right, alarms = above[y[:, k]].mean(), above[~y[:, k]].mean()
        assert found["roc"]["dots"][k] == pytest.approx([alarms, right])
        precision = y[above, k].mean() if above.any() else np.nan
        expected = pytest.approx([right, precision], nan_ok=True)
        assert found["precision_recall"]["dots"][k] == expected


def test_more_than_two_classes_have_no_dots():
    trainer = trained(small(dataset="blobs", n_classes=3, epochs=1))
    assert np.isnan(computed(trainer, "roc")["dots"]).all()


def test_a_long_curve_is_thinned_and_its_area_is_not():
    trainer = trained(small(n_samples=2000, noise=1.0, epochs=1))
    found = computed(trainer, "precision_recall", 2)
    assert found["lengths"].tolist() == [MOST]
    assert (found["x"][0], found["x"][-1]) == (1, 0)
    y, proba = one_versus_rest(trainer, 2)
    score = sklearn.metrics.average_precision_score(y[:, 0], proba[:, 0])
    assert found["areas"] == pytest.approx([score])


@pytest.mark.parametrize("name", ["roc", "precision_recall", "calibration"])
def test_arrays_lie_in_memory_as_they_travel(name):
    found = computed(trained(small(epochs=1, dataset="blobs", n_classes=3)), name)
    arrays = [value for value in found.values() if isinstance(value, np.ndarray)]
    assert len(arrays) >= 2
    assert all(array.flags.c_contiguous for array in arrays)
