"""A run's past: what a frame of it shows, what a branch goes on from, and what becomes of both."""

from pathlib import Path

import numpy as np
import pytest

from playground.learn.timeline import MOST_BYTES
from playground.serve.checkpoint import read as read_checkpoint
from playground.serve.checkpoint import write
from playground.serve.worker.hosted import HostedRun
from playground.serve.worker.run import Run
from tests.serve.harness import read, wanted
from tests.serve.test_run import DIVERGES, fresh, trained

SMALL = "epochs=100000&n_samples=60&hidden=4"


def gone(run: Run, epoch: int) -> Run:
    """Let a run go on to ``epoch``, in steps."""
    while run.trainer.epoch < epoch:
        run.step()
        trained(run)
    return run


def seen(run: Run, at: int) -> tuple[dict, dict]:
    """Return the frame of a run at an epoch, whole."""
    asked = wanted("boundary", "loss", "confusion", "predictions")
    return read(run.frame(asked | {"at": at}))


@pytest.mark.parametrize(
    "query", [SMALL, f"{SMALL}&dropout=0.2&normalization=batch", "dataset=digits&epochs=50"]
)
def test_a_frame_of_the_past_is_that_of_a_run_that_stopped_there(query: str) -> None:
    run, stopped = gone(fresh(query), 9), gone(fresh(query), 4)
    (about, arrays), (expected, tensors) = seen(run, 4), seen(stopped, -1)
    history = arrays.pop("loss.history"), tensors.pop("loss.history")
    assert np.array_equal(history[0][:, :5], history[1])
    assert history[0].shape == (5, 10)  # the whole curve stays in view
    assert (about["past"], about["present"], about["at"]) == (True, 9, 4)
    same = {"epoch", "step", "learning_rate", "train_loss", "test_loss", "warnings"}
    assert {name: about[name] for name in same} == {name: expected[name] for name in same}
    del arrays["keyframes"], tensors["keyframes"]
    assert arrays.keys() == tensors.keys()
    for name, array in arrays.items():
        assert np.array_equal(array, tensors[name]), name


def test_looking_back_leaves_the_run_alone() -> None:
    run, other = gone(fresh(f"{SMALL}&dropout=0.2"), 5), gone(fresh(f"{SMALL}&dropout=0.2"), 5)
    for at in (2, 0, 4, -1):
        seen(run, at)
    gone(run, 8)
    gone(other, 8)
    assert seen(run, -1)[0]["train_loss"] == seen(other, -1)[0]["train_loss"]


def test_what_is_kept_is_said() -> None:
    about, arrays = seen(gone(fresh(SMALL), 3), -1)
    assert arrays["keyframes"].tolist() == [0, 1, 2, 3]
    assert about["timeline"]["stride"] == 1
    assert 0 < about["timeline"]["bytes"] < MOST_BYTES == about["timeline"]["most"]


def test_who_does_not_ask_when_gets_the_run_as_it_is() -> None:
    about, arrays = read(gone(fresh(SMALL), 3).frame(wanted()))
    assert (about["epoch"], about["past"]) == (3, False)
    assert "timeline" not in about
    assert "keyframes" not in arrays


def test_a_moment_that_is_shown_stays_when_it_is_thinned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.learn.timeline.MOST", 8)
    run = gone(fresh(SMALL), 7)
    assert seen(run, 5)[0]["epoch"] == 5
    gone(run, 40)
    assert 5 not in seen(run, -1)[1]["keyframes"]
    assert seen(run, 5)[0]["epoch"] == 5
    assert seen(run, 16)[0]["epoch"] == 16
    assert seen(run, 5)[0]["epoch"] in (0, 4, 8)


@pytest.mark.parametrize("was_running", [False, True])
def test_a_branch_goes_on_as_the_run_did(was_running: bool) -> None:
    run = gone(fresh(SMALL), 8)
    if was_running:
        run.play()
    run.branch(3)
    assert (run.status, run.trainer.epoch) == ("running" if was_running else "paused", 3)
    assert "Back at epoch 3" in run.message
    run.pause()
    gone(run, 6)
    other = gone(fresh(SMALL), 6)
    assert seen(run, -1)[0]["train_loss"] == seen(other, -1)[0]["train_loss"]
    assert seen(run, -1)[1]["keyframes"].tolist() == list(range(7))


def test_a_branch_shows_nothing_of_what_it_forgot() -> None:
    run = gone(fresh(SMALL), 8)
    before = seen(run, 5)[0]["train_loss"]
    run.configure(f"{SMALL}&learning_rate=0.5")
    run.branch(3)
    gone(run, 8)
    assert seen(run, 5)[0]["train_loss"] != before


def test_a_finished_run_can_be_gone_back_in() -> None:
    run = fresh("epochs=6&n_samples=60&hidden=4")
    run.play()
    trained(run)
    run.branch(2)
    assert (run.status, run.trainer.epoch) == ("paused", 2)
    run.play()
    assert (trained(run).status, run.trainer.epoch) == ("finished", 6)


def test_a_diverged_run_can_be_gone_back_in() -> None:
    run = fresh(DIVERGES)
    run.play()
    trained(run)
    assert run.status == "diverged"
    run.branch(0)
    assert (run.status, run.trainer.epoch, run.trainer.diverged) == ("paused", 0, "")


def test_where_a_run_has_not_come_to_is_no_branch() -> None:
    run = gone(fresh(SMALL), 3)
    for epoch in (-1, 4, 2**52):
        run.branch(epoch)
        assert (run.trainer.epoch, run.message) == (3, "")


def test_a_fresh_start_has_no_past() -> None:
    run = gone(fresh(SMALL), 5)
    run.reset()
    about, arrays = seen(run, 4)
    assert (about["past"], about["epoch"], arrays["keyframes"].tolist()) == (False, 0, [0])
    gone(run, 5).configure(f"{SMALL}&seed=3")
    assert seen(run, 4)[0]["past"] is False


def test_live_fields_reach_the_past() -> None:
    run = gone(fresh("dataset=multilabel&epochs=50&n_samples=60"), 4)
    shown = seen(run, 2)[1]["y_pred"]
    run.configure("dataset=multilabel&epochs=50&n_samples=60&shown_label=1")
    after = seen(run, 2)[1]["y_pred"]
    assert run.trainer.epoch == 4
    assert not np.array_equal(shown, after)


def returned(run: Run, path: Path) -> Run:
    """Return the run that comes back from its file."""
    write(path, run.checkpoint())
    saved = read_checkpoint(path)
    assert saved is not None
    return Run.restore(saved, lambda: 0.0)


def test_a_run_that_comes_back_has_its_past(tmp_path: Path) -> None:
    query = f"{SMALL}&dropout=0.2&optimizer=adam"
    run = gone(fresh(query), 9)
    again = returned(run, tmp_path / "run")
    for at in (0, 4, -1):
        (about, arrays), (expected, tensors) = seen(again, at), seen(run, at)
        assert about["past"] is (at >= 0)
        assert about["train_loss"] == expected["train_loss"]
        assert all(np.array_equal(array, tensors[name]) for name, array in arrays.items())
    assert seen(again, -1)[1]["keyframes"].tolist() == list(range(10))
    again.branch(4)
    gone(again, 7)
    assert seen(again, -1)[0]["train_loss"] == seen(gone(fresh(query), 7), -1)[0]["train_loss"]


def test_what_a_file_holds_of_the_past_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = gone(fresh(SMALL), 60)
    blob = len(run.trainer.save())
    monkeypatch.setattr("playground.serve.worker.past.FILED", 0)
    again = returned(run, tmp_path / "run")
    assert blob < (tmp_path / "run").stat().st_size < 2 * blob + 10_000
    kept, stride = seen(again, -1)[1]["keyframes"].tolist(), again.past.about["stride"]
    assert kept[0] == 0
    assert 1 < len(kept) < 20
    assert stride > 1
    later = seen(gone(again, 60 + stride), -1)[1]["keyframes"].tolist()
    assert len(later) == len(kept) + 1  # it goes on as thin


def test_without_room_the_past_begins_where_the_run_came_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = gone(fresh(SMALL), 5)
    monkeypatch.setattr(run.past, "filed", lambda _beside: (1, []))
    again = gone(returned(run, tmp_path / "run"), 7)
    assert seen(again, 2)[1]["keyframes"].tolist() == [5, 6, 7]
    assert seen(again, 2)[0]["epoch"] == 5


def test_a_run_that_comes_back_in_the_midst_of_an_epoch_has_no_moment_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = gone(fresh(f"{SMALL}&batch_size=10"), 2)
    with run.trainer.randomness():
        run.trainer.train_batch()
    monkeypatch.setattr(run.past, "filed", lambda _beside: (1, []))
    again = returned(run, tmp_path / "run")
    about, arrays = seen(again, 1)
    assert (about["past"], arrays["keyframes"].tolist()) == (False, [])
    again.branch(1)
    assert again.trainer.epoch == 2
    assert seen(gone(again, 4), -1)[1]["keyframes"].tolist() == [3, 4]


def hosted(query: str = SMALL) -> HostedRun:
    """Return a hosted run with a past."""
    return HostedRun("", gone(fresh(query), 5), None)  # type: ignore[arg-type]


def asked(of: HostedRun, at: int, *due: str) -> bool:
    """Ask for a moment, and tell whether there is an answer; give it."""
    known = of.run.generation
    of.want(wanted(*due, generation=known) | {"at": at, "ask": 1})
    has_news = of.has_news
    if has_news:
        of.frame()
    return has_news


def test_another_moment_is_news_and_so_is_more_of_it() -> None:
    of = hosted()
    assert asked(of, -1)
    assert not asked(of, -1)
    assert asked(of, 2, "boundary")
    assert not asked(of, 2, "boundary")
    assert asked(of, 2, "boundary", "confusion")
    assert not asked(of, 2, "boundary")
    assert asked(of, 3, "boundary")
    assert asked(of, -1)
