"""Steps by batch: one update at a time, looked at before, and the run stays what it would be."""

from __future__ import annotations

import numpy as np
import pytest

from playground.catalog import VIEWS
from playground.serve.worker.run import Run
from playground.serve.worker.sentences import MANY_LOSSES
from tests.learn.runs import same_weights
from tests.serve.harness import read, wanted
from tests.serve.test_run import finished, fresh, running, ticking, trained

SHORT = "epochs=4&batch_size=30&dropout=0.3"


def update(run: Run) -> tuple[dict, dict]:
    """Return what a frame tells of the step, and its arrays."""
    ask = wanted() | {"views": {"update": VIEWS["update"].read({"parameter": 2})}}
    about, arrays = read(run.frame(ask))
    return about["views"]["update"] | {"looked": about["looked"]}, arrays


def test_a_run_taken_batch_by_batch_is_the_same_to_the_last_bit() -> None:
    run, alone = fresh(SHORT), finished(SHORT)
    for taken in range(1, 12):
        if taken % 2:
            run.look()
        if taken == 4:
            run = Run.restore(run.checkpoint(), ticking())
        run.step("batch")
        trained(run)
        assert (run.trainer.step, run.status) == (taken, "paused")
    run.step()
    trained(run)
    assert run.trainer.at_epoch_start
    run.play()
    trained(run)
    assert same_weights(run.trainer, alone.trainer)
    assert run.trainer.history.rows == alone.trainer.history.rows


def test_a_step_is_told_before_it_is_taken_and_after() -> None:
    run = fresh("batch_size=20&optimizer=sgd")
    assert update(run)[0]["is_there"] is False
    run.look()
    told, arrays = update(run)
    assert (told["is_taken"], told["looked"], told["before"]) == (False, 0, told["after"])
    gradient = run.trainer.gradients[2].abs()
    assert told["weight"].startswith("layers.2.weight[")
    assert abs(told["gradient"]) == pytest.approx(float(gradient.max()))
    assert arrays["update.norms"][2] == pytest.approx(float(gradient.norm()), rel=1e-6)
    assert set(arrays["update.rows"]) <= set(run.trainer.data.train.tolist())
    assert len(np.unique(arrays["update.rows"])) == 20
    run.step("batch")
    trained(run)
    told, _ = update(run)
    assert told["is_taken"]
    moved = run.trainer.learning_rate * told["gradient"]
    assert told["after"] == pytest.approx(told["before"] - moved, rel=1e-5)
    run.step("batch")
    trained(run)
    assert update(run)[0]["is_there"] is False


def test_what_was_looked_at_is_forgotten_when_the_weights_are_others() -> None:
    run = fresh()
    run.look()
    run.edit({"parameter": 0, "place": [0, 0], "value": "1"})
    assert update(run)[0]["is_there"] is False
    run.look()
    run.play()
    assert run.trainer.looked is None


def test_only_a_run_that_stands_still_and_has_stages_is_looked_at() -> None:
    for run, status in ((running(), "running"), (finished(), "finished")):
        run.look()
        assert (run.trainer.looked, run.status) == (None, status)
    run = fresh("optimizer=lbfgs")
    run.look()
    assert (run.message, run.trainer.looked) == (MANY_LOSSES, None)
