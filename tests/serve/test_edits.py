"""Weights set by hand: at once, within bounds, undone, kept in the checkpoint and the course."""

from __future__ import annotations

import pytest

from playground.serve.protocol import parse
from playground.serve.worker.run import Run
from tests.serve.harness import read, wanted
from tests.serve.test_run import DIVERGES, fresh, running, ticking, trained


def edit(run: Run, value: object, parameter: int = 0, place: tuple[int, ...] = (1, 0)) -> None:
    """Set a weight as a browser does."""
    message = {"parameter": parameter, "place": list(place), "value": value}
    run.edit(message | {"value": "" if value is None else str(value)})


def weight(run: Run) -> float:
    """Return the weight that is set."""
    return run.trainer.parameters[0][1, 0].item()


@pytest.mark.parametrize(
    ("value", "given"),
    [(None, "nothing"), ("1e30", "1e30"), ("banana", "banana"), ("nan", "nan"), ("-inf", "-inf")],
)
def test_what_is_no_weight_is_refused_with_the_bound(value: object, given: str) -> None:
    run = fresh()
    before = weight(run)
    edit(run, value)
    assert run.message == (
        f"layers.0.weight[1, 0] must be a number in [-100, 100]. Got {given} instead; "
        f"it stays {before:.4g}."
    )
    assert (weight(run), run.status, run.course) == (before, "idle", None)


def test_there_is_no_weight_outside_its_parameter() -> None:
    run = fresh()
    for parameter, place in ((99, (0, 0)), (-1, (0,)), (0, (0,)), (0, (-1, 0)), (0, (8, 0))):
        edit(run, 1, parameter, place)
        assert run.message == "There is no such weight."
    assert run.trainer.n_edits == 0


def test_an_edit_acts_while_the_run_trains_and_can_be_undone() -> None:
    run = running()
    before, step = weight(run), run.trainer.step
    edit(run, "2.5")
    assert (weight(run), run.status, run.trainer.step) == (2.5, "running", step)
    about, _ = read(run.frame(wanted()))
    assert (about["edits"], about["undo"]) == (1, 1)
    run.undo()
    assert (weight(run), run.course) == (before, None)
    assert read(run.frame(wanted()))[0]["undo"] == 0
    edit(run, "2.5")
    run.train()
    run.undo()
    assert weight(run) == before
    run.undo()
    assert weight(run) == before


def test_an_edited_run_has_begun_and_comes_back_as_it_was() -> None:
    run = fresh()
    edit(run, 3)
    assert run.status == "paused"
    back = Run.restore(run.checkpoint(), ticking())
    assert (weight(back), back.course) == (3, run.course)
    back.reset()
    assert (weight(back) == 3, back.course) == (False, None)


def test_an_edit_that_makes_a_run_diverge_is_undone_like_any_divergence() -> None:
    run = running("optimizer=sgd&learning_rate=1&activation=identity&hidden=8,8,8&epochs=60")
    before = run.trainer.evaluation.train_loss
    for unit in range(8):
        for parameter in (2, 4):
            edit(run, 100, parameter, (unit, unit))
    trained(run)
    assert run.status == "diverged"
    edit(run, 1)
    run.rewind()
    assert run.status == "paused"
    assert run.trainer.evaluation.train_loss <= before
    assert run.trainer.course.edits == ()


def test_a_divergence_that_is_told_stays_told() -> None:
    run = trained(running(DIVERGES))
    text = run.message
    edit(run, 1)
    run.undo()
    assert (run.status, run.message) == ("diverged", text)


def test_a_message_brings_its_number_as_it_was_typed() -> None:
    said = parse('{"op": "edit", "parameter": 1, "place": [2], "value": null}')
    assert said == {"op": "edit", "parameter": 1, "place": [2], "value": ""}
    assert parse('{"op": "edit", "parameter": 1, "place": [2], "value": 0.5}')["value"] == "0.5"
