"""Report: what a run's report holds is what scikit-learn says of its predictions."""

import numpy as np
import pytest
import sklearn.metrics
from sklearn.dummy import DummyClassifier

from playground.learn.scores import tally
from playground.views.report.compute import compute
from tests.learn.runs import small, trained
from tests.learn.test_scores import lines, reported


@pytest.mark.parametrize("part", ["train", "test"])
def test_several_labels_have_the_scores_of_scikit_learns_report(part):
    trainer = trained(small(dataset="multilabel", n_classes=3, epochs=30, learning_rate=0.03))
    at, rows = ("train", "test").index(part), getattr(trainer.data, part)
    y, y_pred = trainer.data.y[rows].numpy(), trainer.evaluation.y_pred[rows].numpy()
    found, report = compute(trainer, {}), reported(y, y_pred)
    assert np.nan_to_num(found["scores"][at]) == pytest.approx(np.array(lines(report, "012")))
    expected = lines(report, ("macro avg", "micro avg", "weighted avg"))
    assert found["averages"][at] == pytest.approx(np.array(expected))
    right, _, n = found["points"][at]
    assert right / n == sklearn.metrics.accuracy_score(y, y_pred)
    assert np.isnan(found["balanced"]).all()


@pytest.mark.parametrize("values", [{}, {"dataset": "blobs", "n_classes": 5, "imbalance": 0.8}])
def test_a_run_is_reported_for_train_test_and_both(values):
    trainer = trained(small(n_samples=200, epochs=2, **values))
    found, y_pred = compute(trainer, {}), trainer.evaluation.y_pred
    data = trainer.data
    dummy = DummyClassifier(strategy="most_frequent").fit(data.X[data.train], data.y[data.train])
    for at, rows in enumerate((data.train, data.test, np.arange(len(data.y)))):
        y, k = data.y[rows], trainer.config.n_classes
        counts = sklearn.metrics.confusion_matrix(y, y_pred[rows], labels=range(k))
        assert found["tally"][at].tolist() == tally(counts).tolist()
        right, baseline, n = found["points"][at]
        assert right / n == sklearn.metrics.accuracy_score(y, y_pred[rows])
        assert baseline / n == dummy.score(data.X[rows], y)


def test_arrays_lie_in_memory_as_they_travel():
    found = compute(trained(small(epochs=1)), {})
    assert all(v.flags.c_contiguous for v in found.values() if isinstance(v, np.ndarray))
