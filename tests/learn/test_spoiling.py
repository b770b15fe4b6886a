"""What spoils data, beside what each function says of itself; and which fields do."""

import numpy as np
import pytest

from playground.catalog.generators import (
    blur_features,
    flip_labels,
    scatter_outliers,
    thin_classes,
)
from playground.learn.data import make_points, spoil
from tests.learn.runs import small

N = 300
X = np.column_stack([np.arange(N), np.arange(N) % 7 * 100.0])
Y = np.arange(N) % 3


@pytest.mark.parametrize(
    ("imbalance", "kept"),
    [(0.0, [100, 100, 100]), (0.5, [100, 75, 50]), (0.9, [100, 55, 10]), (1.0, [100, 50, 4])],
)
def test_imbalance_thins_the_last_class_most_and_never_below_four(imbalance, kept):
    thin_X, thin_y = thin_classes(X, Y, imbalance)
    assert np.bincount(thin_y).tolist() == kept
    rows = thin_X[:, 0].astype(int)
    assert np.array_equal(thin_X, X[rows])
    assert np.array_equal(thin_y, Y[rows])
    assert (np.diff(rows) > 0).all()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.333, 1.0])
def test_label_noise_gives_a_share_of_each_class_another_label(share):
    flipped = flip_labels(Y, share, random_state=0)
    wrong = flipped != Y
    assert np.bincount(Y[wrong], minlength=3).tolist() == [int(100 * share)] * 3
    assert set(flipped) == {0, 1, 2}


def test_flipped_labels_go_to_every_other_class():
    flipped = flip_labels(Y, 1.0, random_state=0)
    pairs = {(a, b) for a, b in zip(Y.tolist(), flipped.tolist(), strict=True)}
    assert pairs == {(a, b) for a in range(3) for b in range(3) if a != b}


def test_feature_noise_is_a_share_of_each_features_deviation():
    wide = np.column_stack(
        [np.linspace(0, 1, 20_000), np.linspace(0, 500, 20_000), np.ones(20_000)]
    )
    added = blur_features(wide, 0.3, random_state=0) - wide
    assert added.std(axis=0) == pytest.approx(0.3 * wide.std(axis=0), rel=0.03)
    assert np.abs(added.mean(axis=0)) == pytest.approx(np.zeros(3), abs=2)
    assert (added[:, 2] == 0).all()


def test_outliers_are_a_share_of_the_points_in_a_box_1_5_times_as_wide():
    scattered = scatter_outliers(X, 0.5, random_state=0)
    moved = (scattered != X).any(axis=1)
    assert moved.sum() == N // 2
    low, high = X.min(axis=0), X.max(axis=0)
    assert (scattered >= low - (high - low) / 4).all()
    assert (scattered <= high + (high - low) / 4).all()
    assert ((scattered[moved] < low) | (scattered[moved] > high)).any(axis=0).all()


@pytest.mark.parametrize("function", [flip_labels, blur_features, scatter_outliers])
def test_chance_is_a_matter_of_the_seed(function):
    given = Y if function is flip_labels else X
    assert np.array_equal(function(given, 0.5, 1), function(given, 0.5, 1))
    assert not np.array_equal(function(given, 0.5, 1), function(given, 0.5, 2))


def test_a_tidy_config_spoils_nothing():
    same_X, same_y = spoil(small(), X, Y)
    assert same_X is X
    assert same_y is Y


SPOILT = {
    "imbalance": (0.5, lambda X, y, seed: thin_classes(X, y, 0.5)),
    "label_noise": (0.2, lambda X, y, seed: (X, flip_labels(y, 0.2, seed))),
    "feature_noise": (0.3, lambda X, y, seed: (blur_features(X, 0.3, seed), y)),
    "outliers": (0.1, lambda X, y, seed: (scatter_outliers(X, 0.1, seed), y)),
}


@pytest.mark.parametrize("field", SPOILT)
def test_each_field_spoils_in_its_way(field):
    value, expected = SPOILT[field]
    found_X, found_y = make_points(small(seed=5, **{field: value}))
    tidy_X, tidy_y = make_points(small(seed=5))
    expected_X, expected_y = expected(tidy_X, tidy_y, 5)
    assert np.array_equal(found_X, expected_X)
    assert np.array_equal(found_y, expected_y)
    assert not (np.array_equal(found_X, tidy_X) and np.array_equal(found_y, tidy_y))


def test_fields_without_effect_on_several_labels_spoil_nothing():
    several = {"dataset": "multilabel", "n_classes": 3}
    X, y = make_points(small(imbalance=0.5, label_noise=0.2, **several))
    tidy_X, tidy_y = make_points(small(**several))
    assert np.array_equal(X, tidy_X)
    assert np.array_equal(y, tidy_y)
