"""Means, deviations and intervals, beside NumPy's and SciPy's."""

import json

import numpy as np
import pytest
from scipy import stats

from playground.config import Config
from playground.sweeps.axis import read_axis
from playground.sweeps.plan import plan
from playground.sweeps.summary import interval, mean_and_sd, summary


def rows_of(planned, measured, **status):
    """Return a row for each run of a plan, with accuracies by cell and seed."""
    return {
        name: {
            "query": name,
            "status": "finished",
            "test_accuracy": value,
            "test_loss": 1 - value,
            "train_accuracy": value,
            "train_loss": 0.5,
        }
        for cell, values in zip(planned.cells, measured, strict=True)
        for name, value in zip(cell.keys, values, strict=True)
    }


def test_mean_and_deviation_are_numpys():
    values = np.random.default_rng(1).random(7)
    assert mean_and_sd(values) == {"mean": np.mean(values), "sd": np.std(values, ddof=1), "n": 7}
    assert mean_and_sd(values[:1]) == {"mean": values[0], "sd": None, "n": 1}


@pytest.mark.parametrize("n", [2, 5, 20])
def test_the_interval_is_scipys(n):
    values = np.random.default_rng(n).normal(0.02, 0.05, n)
    oracle = stats.bootstrap(
        (values,), np.mean, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    assert interval(values) == pytest.approx([oracle.low, oracle.high], rel=1e-12)


def test_of_one_seed_there_is_no_interval():
    assert interval(np.array([0.3])) is None


def test_cells_are_averaged_and_compared_over_the_same_seeds():
    planned = plan(Config(), [read_axis("noise=0.1,0.2,0.3")], 4)
    measured = np.random.default_rng(3).random((3, 4))
    rows = rows_of(planned, measured)
    told = summary(planned, rows)["summary"]
    assert json.loads(json.dumps(told)) == told
    assert told["runs"] == told["finished"] == 12
    for cell, values, noise in zip(told["cells"], measured, (0.1, 0.2, 0.3), strict=True):
        assert cell["values"] == {"noise": noise}
        assert cell["test_accuracy"]["mean"] == pytest.approx(values.mean())
        assert cell["test_loss"]["sd"] == pytest.approx(values.std(ddof=1))
    assert "difference" not in told["cells"][0]
    gains = measured[2] - measured[0]
    found = told["cells"][2]["difference"]
    assert found["mean"] == pytest.approx(gains.mean())
    assert found["interval"] == interval(gains)
    top = max(range(3), key=lambda k: measured[k].mean())
    assert told["best"]["values"] == told["cells"][top]["values"]


def test_what_diverged_is_counted_and_not_averaged():
    planned = plan(Config(), [read_axis("noise=0.1,0.2")], 3)
    rows = rows_of(planned, [[0.5, 0.6, 0.7], [0.9, 0.8, 0.7]])
    _, second = planned.cells
    rows[second.keys[0]]["status"] = "diverged"
    rows[second.keys[1]] = {"query": second.keys[1], "status": "failed"}
    told = summary(planned, rows)["summary"]
    cell = told["cells"][1]
    assert (cell["finished"], cell["diverged"], cell["failed"]) == (1, 1, 1)
    assert cell["test_accuracy"] == {"mean": 0.7, "sd": None, "n": 1}
    assert cell["difference"] == {
        "mean": 0.0,
        "sd": None,
        "n": 1,
        "measure": "test_accuracy",
        "interval": None,
    }


def test_before_any_run_there_is_nothing_to_say():
    planned = plan(Config(), [read_axis("noise=0.1,0.2")])
    told = summary(planned, {})["summary"]
    assert (told["finished"], told["best"], told["cells"][1]["difference"]) == (0, None, None)


def test_a_validation_part_judges_in_the_test_parts_place():
    planned = plan(Config(validation_size=0.2), [read_axis("noise=0.1,0.2")])
    rows = rows_of(planned, [[0.9], [0.5]])
    for row, value in zip(rows.values(), (0.4, 0.6), strict=True):
        row["validation_accuracy"] = value
    told = summary(planned, rows)["summary"]
    assert told["judged_by"] == "validation_accuracy"
    assert told["best"]["values"] == {"noise": 0.2}
