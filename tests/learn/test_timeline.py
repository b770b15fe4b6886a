"""The timeline: what it keeps; it shows a run as it was, and a branch is the run again."""

import pickle

import pytest
import torch

from playground.catalog import OPTIMIZERS, SCHEDULES
from playground.config import DEFAULT, settle
from playground.course import Course
from playground.learn import timeline as module
from playground.learn.history import History
from playground.learn.timeline import FEWEST, Keyframe, Timeline
from playground.learn.trainer import Trainer
from tests.learn.runs import measured, same_weights, small


class Instants:
    """A run of which only the epoch and the losses are wanted."""

    def __init__(self, size: int = 0) -> None:
        self.epoch, self.history, self.size = -1, History(), size

    def go_to(self, epoch: int, loss: float) -> "Instants":
        self.epoch, self.evaluation = epoch, measured(test_loss=loss)
        if self.history.wants(epoch):
            self.history.record(epoch, self.evaluation)
        return self

    course = Course(DEFAULT)

    def instant(self) -> dict:
        return {"epoch": self.epoch, "content": bytes(self.size)}


def noted(losses, size: int = 0) -> Timeline:
    """Return the timeline of a run with these test losses."""
    timeline, run = Timeline(), Instants(size)
    for epoch, loss in enumerate(losses):
        timeline.note(run.go_to(epoch, loss))
    return timeline


def epochs(timeline: Timeline) -> list[int]:
    """Return the epochs that are kept."""
    return [keyframe.epoch for keyframe in timeline.keyframes]


def stopped_at(config, epoch: int) -> Trainer:
    """Return a run of ``config`` that stands after ``epoch`` epochs."""
    trainer = Trainer(config)
    with trainer.randomness():
        while trainer.epoch < epoch:
            trainer.train_epoch()
    return trainer


def watched(config, epoch: int) -> tuple[Trainer, Timeline]:
    """Return the same with the timeline of its epochs."""
    trainer, timeline = Trainer(config), Timeline()
    timeline.note(trainer)
    with trainer.randomness():
        while trainer.epoch < epoch:
            trainer.train_epoch()
            timeline.note(trainer)
    return trainer, timeline


def go_back(trainer: Trainer, timeline: Timeline, epoch: int) -> None:
    """Let a run go on from one of its keyframes."""
    keyframe = timeline.nearest(epoch)
    trainer.resume(keyframe.instant(), keyframe.course)
    timeline.cut(trainer)


def test_a_short_run_keeps_every_epoch() -> None:
    assert epochs(noted([1.0] * 100)) == list(range(100))


def test_a_long_run_keeps_the_first_the_best_and_every_so_many() -> None:
    losses = [1.0] * 1000
    losses[300] = 0.5
    timeline = noted(losses)
    assert timeline.stride == 8
    assert epochs(timeline) == sorted({*range(0, 1000, 8), 300})


def test_a_best_one_that_is_surpassed_is_let_go() -> None:
    losses = [1.0] * 1000
    losses[300], losses[404] = 0.5, 0.4
    kept = epochs(noted(losses))
    assert 300 not in kept
    assert 404 in kept


def test_a_loss_that_is_no_number_is_not_the_best() -> None:
    losses = [float("nan")] * 1000
    losses[300] = 0.5
    assert set(epochs(noted(losses))) == {*range(0, 1000, 8), 300}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    timeline = noted([1.0] * 100, size=1000)
    assert timeline.n_bytes == sum(k.n_bytes for k in timeline.keyframes) <= 10_000
    assert len(timeline.keyframes) > 4


def test_the_largest_network_has_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    assert 1 < len(noted([1.0] * 100, size=1000).keyframes) <= FEWEST


def test_the_nearest_is_found() -> None:
    timeline = noted([1.0] * 1000)
    assert [timeline.nearest(e).epoch for e in (-5, 0, 4, 5, 992, 5000)] == [0, 0, 0, 8, 992, 992]


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "sgd", "momentum": 0.9},
        {"optimizer": "adam", "dropout": 0.3, "schedule": "cosine"},
        {"optimizer": "rmsprop", "normalization": "batch"},
        {"optimizer": "adamw", "schedule": "plateau", "patience": 50},
        {"optimizer": "lbfgs", "batch_size": 0},
        {"hidden": ()},
    ],
    ids=str,
)
def test_a_branch_is_a_run_that_stopped_there(changes) -> None:
    config = small(**changes, epochs=30)
    trainer, timeline = watched(config, 12)
    go_back(trainer, timeline, 5)
    stopped = stopped_at(config, 5)
    for epoch in (5, 9):
        for run in (trainer, stopped):
            with run.randomness():
                while run.epoch < epoch:
                    run.train_epoch()
        assert (trainer.epoch, trainer.step) == (stopped.epoch, stopped.step)
        assert same_weights(trainer, stopped)
        assert trainer.learning_rate == stopped.learning_rate
        assert trainer.history.state() == stopped.history.state()
    assert epochs(timeline) == list(range(6))


def test_a_branch_takes_the_present_live_fields() -> None:
    config, other = small(epochs=30), small(epochs=30, learning_rate=0.2)
    trainer, timeline = watched(config, 8)
    trainer.change(other)
    with trainer.randomness():
        trainer.train_epoch()
    go_back(trainer, timeline, 4)
    stopped = stopped_at(config, 4)
    stopped.change(other)
    for run in (trainer, stopped):
        with run.randomness():
            run.train_epoch()
    assert same_weights(trainer, stopped)


@pytest.mark.parametrize("changes", [{}, {"normalization": "batch"}, {"hidden": ()}], ids=str)
def test_a_still_state_is_as_the_run_was(changes) -> None:
    config = small(**changes, epochs=30)
    trainer, timeline = watched(config, 12)
    still, then = trainer.still(), stopped_at(config, 5)
    still.show_instant(timeline.nearest(5).instant())
    assert same_weights(still, then)
    assert (still.epoch, still.step, still.learning_rate) == (5, then.step, then.learning_rate)
    assert still.evaluation.test_loss == then.evaluation.test_loss
    assert torch.equal(still.evaluation.y_pred, then.evaluation.y_pred)


def same(one, other) -> bool:
    """Tell whether two instants are the same, in every tensor and in every plain value."""
    if isinstance(one, torch.Tensor):
        return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@pytest.mark.parametrize(
    "changes",
    [
        *({"optimizer": name} for name in OPTIMIZERS if name != "lbfgs"),
        {"optimizer": "lbfgs", "batch_size": 0, "patience": 9},
        *({"schedule": name, "normalization": "batch"} for name in SCHEDULES),
    ],
    ids=str,
)
def test_an_instant_is_put_together_as_it_was(changes) -> None:
    trainer, timeline = watched(small(**changes, epochs=30, hidden=(3,), n_samples=40), 4)
    last = timeline.keyframes[-1]
    assert last.epoch == 4
    assert same(last.instant(), trainer.instant())
    assert not same(timeline.keyframes[-2].instant(), trainer.instant())
    held = last.instant()
    with trainer.randomness():
        trainer.train_epoch()
    assert same(last.instant(), held)  # of its own, whatever the run does


def test_an_instant_makes_nothing_but_what_is_plain() -> None:
    keyframe = Keyframe(0, 1.0, Course(DEFAULT), pickle.dumps(Course), b"")
    with pytest.raises(pickle.UnpicklingError, match="no part of an instant"):
        keyframe.instant()


def test_a_timeline_comes_back_from_a_file_with_what_fits() -> None:
    config = small(epochs=30)
    trainer, timeline = watched(config, 12)
    size = timeline.keyframes[-1].n_bytes
    assert epochs(Timeline.of(*timeline.filed(13 * size))) == list(range(13))
    again = Timeline.of(*timeline.filed(6 * size))
    assert again.stride == 4
    assert {0, 4, 8, 12} <= set(epochs(again)) <= {0, 4, 8, 12, timeline.keyframes[-1].epoch}
    assert timeline.filed(size)[1] == []
    go_back(trainer, again, 8)
    stopped = stopped_at(config, 8)
    for run in (trainer, stopped):
        with run.randomness():
            run.train_epoch()
    assert same_weights(trainer, stopped)


def test_keyframes_change_no_number() -> None:
    config = settle({"epochs": 20, "dropout": 0.2, "n_samples": 60})[0]
    assert same_weights(watched(config, 20)[0], stopped_at(config, 20))
