"""Scores: those of ``sklearn.metrics.classification_report``, of any counts."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from playground.learn.data import make_data
from playground.learn.scores import averages, balanced_accuracy, scores, tally
from tests.learn.runs import small

SCORES = ("precision", "recall", "f1-score")
labels = st.integers(2, 10).flatmap(
    lambda k: st.tuples(
        st.just(k),
        st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1)), min_size=1, max_size=40),
    )
)


def reported(y, y_pred, **options):
    """Return scikit-learn's report, 0 where it is 0 / 0."""
    report = sklearn.metrics.classification_report
    return report(y, y_pred, output_dict=True, zero_division=0, **options)


def lines(report, names):
    return [[report[name][score] for score in SCORES] for name in names]


@given(labels)
def test_scores_are_those_of_scikit_learns_report(drawn):
    k, pairs = drawn
    y, y_pred = np.array(pairs).T
    counts = tally(sklearn.metrics.confusion_matrix(y, y_pred, labels=range(k)))
    report = reported(y, y_pred, labels=range(k), target_names=[*map(str, range(k))])
    assert np.nan_to_num(scores(counts)) == pytest.approx(
        np.array(lines(report, map(str, range(k))))
    )
    macro, micro, weighted = averages(counts)
    expected = lines(report, ("macro avg", "weighted avg"))
    assert np.array([macro, weighted]) == pytest.approx(np.array(expected))
    assert micro == pytest.approx([sklearn.metrics.accuracy_score(y, y_pred)] * 3)


@given(labels)
def test_what_is_0_over_0_for_scikit_learn_has_no_number(drawn):
    k, pairs = drawn
    y, y_pred = np.array(pairs).T
    counts = tally(sklearn.metrics.confusion_matrix(y, y_pred, labels=range(k)))
    expected = sklearn.metrics.precision_recall_fscore_support(
        y, y_pred, labels=range(k), zero_division=np.nan
    )
    assert np.isnan(scores(counts)).T.tolist() == np.isnan(expected[:3]).tolist()


@given(labels)
def test_balanced_accuracy_is_scikit_learns(drawn):
    k, pairs = drawn
    y, y_pred = np.array(pairs).T
    present = {*y.tolist()}
    y_pred = np.where(np.isin(y_pred, [*present]), y_pred, y)  # it warns of classes without points
    counts = tally(sklearn.metrics.confusion_matrix(y, y_pred, labels=range(k)))
    expected = sklearn.metrics.balanced_accuracy_score(y, y_pred)
    assert balanced_accuracy(counts) == pytest.approx(expected)


def test_the_majority_of_several_labels_is_their_most_frequent_combination():
    data = make_data(small(dataset="multilabel", n_classes=3))
    rows = [tuple(row) for row in data.y[data.train].tolist()]
    most = tuple(data.majority.tolist())
    assert rows.count(most) == max(map(rows.count, rows)) == data.majority_hits[0]
