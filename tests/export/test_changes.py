"""A run that was changed while it went on: its script repeats it to the last bit."""

import random
from dataclasses import replace

import pytest

from playground.config import settle
from playground.course import MOST, Course, Edit, read
from playground.export.changes import words
from playground.export.script import script
from playground.learn.result import result
from playground.learn.trainer import Trainer
from tests.export.test_script import run_sources
from tests.learn.runs import SMALL, same_weights, small, trained

LIVE = {
    "learning_rate": (0.001, 0.03, 0.3),
    "momentum": (0.0, 0.5, 0.9),
    "nesterov": (False, True),
    "weight_decay": (0.0, 0.01),
    "l1": (0.0, 0.002),
    "clip_norm": (0.0, 0.5),
    "dropout": (0.0, 0.3),
    "batch_size": (0, 7, 20),
    "patience": (0, 1, 3),
    "target_accuracy": (0.0, 0.8, 0.95),
    "epochs": (3, 12, 20),
}
BENT = [
    {"optimizer": "sgd"},
    {"optimizer": "sgd", "momentum": 0.9},
    {"optimizer": "adam", "validation_size": 0.25},
    {"optimizer": "adamw", "dropout": 0.2},
    {"optimizer": "rmsprop"},
    {"optimizer": "adagrad", "normalization": "batch"},
    {"optimizer": "nadam"},
    {"optimizer": "lbfgs", "n_samples": 40},
    {"optimizer": "adam", "schedule": "step", "schedule_epochs": 3},
    {"optimizer": "sgd", "schedule": "plateau", "schedule_epochs": 1, "learning_rate": 0.5},
    {"optimizer": "sgd", "schedule": "cosine"},
    {"optimizer": "adam", "schedule": "one_cycle"},
    {"optimizer": "rmsprop", "schedule": "warm_up"},
    {"optimizer": "sgd", "learning_rate": 0.3, "patience": 2, "epochs": 20},
    {"optimizer": "sgd", "activation": "relu", "learning_rate": 10.0, "weight_decay": 1.0},
]


def drawn(rng, config):
    """Return ``config`` with a live field or two changed."""
    names = rng.sample(sorted(LIVE), rng.choice((1, 1, 2)))
    changed = settle(vars(config) | {name: rng.choice(LIVE[name]) for name in names})[0]
    return config if config.restarts(changed) else changed


def bent(values, seed):
    """Return a run in which live fields were changed between steps, and that was saved."""
    rng = random.Random(f"{values} {seed}")
    trainer = Trainer(small(**values))
    for _ in range(rng.randint(2, 6)):
        with trainer.randomness():
            for _ in range(rng.choice((0, 1, 7, 15))):
                if trainer.diverged or trainer.finished:
                    break
                trainer.train_batch()
        if trainer.diverged:
            trainer.go_on()
            trainer.change(replace(trainer.config, learning_rate=0.01, weight_decay=0.0))
        trainer.change(drawn(rng, trainer.config))
        trainer = Trainer.load(trainer.config, trainer.save())
    trainer.train()
    return trainer


def test_scripts_repeat_runs_that_were_changed_while_they_went_on(tmp_path, monkeypatch):
    """Taken by plain autograd: that the engine repeats it is shown elsewhere."""
    monkeypatch.setattr("playground.learn.engine.REFERENCE_STEPS", 10**9)
    runs = [bent(values, seed) for values in BENT for seed in range(4)]
    assert sum(bool(run.course.changes) for run in runs) > 40
    assert sum(bool(run.diverged) for run in runs) < 20
    courses = [read(run.course.spelt()) for run in runs]
    sources = [script(course.began, course.changes) for course in courses]
    for run, (printed, weights) in zip(runs, run_sources(sources, tmp_path), strict=True):
        assert printed == result(run), run.course
        assert weights == [p.tolist() for p in run.parameters], run.course


def test_a_change_before_the_first_step_is_no_change():
    trainer = Trainer(small(schedule="step", learning_rate=0.003))
    trainer.change(replace(trainer.config, learning_rate=0.01))
    trainer.train()
    alone = trained(small(schedule="step", learning_rate=0.01))
    assert trainer.course == alone.course == Course(alone.config)
    assert result(trainer) == result(alone)


def test_a_change_is_kept_with_the_epoch_after_which_it_acts():
    trainer = Trainer(small())
    with trainer.randomness():
        trainer.train_epoch()
        trainer.train_batch()
    changed = replace(trainer.config, learning_rate=0.5, dropout=0.25, speed=7)
    trainer.change(changed)
    expected = ((2, "dropout", 0.25), (2, "learning_rate", 0.5))
    assert trainer.course.changes == expected
    trainer.train()
    assert trainer.course == Course(small(), expected)
    assert Trainer.load(changed, trainer.save()).course == trainer.course
    assert words(trainer.course) == [
        *("after epoch 2: dropout 0.0 → 0.25", "after epoch 2: learning_rate 0.003 → 0.5")
    ]


def test_what_was_changed_and_changed_back_between_two_steps_is_no_change():
    trainer = Trainer(small())
    with trainer.randomness():
        trainer.train_epoch()
    for rate in (0.5, SMALL.get("learning_rate", 0.003)):
        trainer.change(replace(trainer.config, learning_rate=rate))
    trainer.train()
    assert trainer.course.changes == ()


def test_what_changes_no_number_is_no_change():
    trainer = Trainer(small(dataset="iris"))
    with trainer.randomness():
        trainer.train_epoch()
        changed = {"speed": 9, "plane": "features", "views": ("loss",)}
        trainer.change(replace(trainer.config, **changed))
        trainer.train_epoch()
    assert trainer.course.changes == ()


def test_a_run_that_goes_back_forgets_what_was_changed_since():
    config = small(optimizer="sgd", activation="relu", learning_rate=0.1)
    trainer = Trainer(config)
    with trainer.randomness():
        trainer.train_epoch()
    trainer.change(replace(config, learning_rate=10.0, weight_decay=1.0))
    trainer.train()
    assert trainer.diverged
    assert trainer.course.changes != ()
    trainer.go_on()
    trainer.change(config)
    assert trainer.course.changes == ()


def test_more_changes_than_are_kept_are_not_repeated():
    course = Course(small())
    for i in range(MOST + 1):
        course = course.then(i + 1, small(learning_rate=0.001 * (1 + i % 2)))
    assert not course.is_whole
    assert course.changes == ()
    assert course.present.learning_rate == 0.001


def test_an_epoch_that_was_begun_is_completed_although_epochs_were_lowered():
    trainer = Trainer(small(epochs=40))
    with trainer.randomness():
        for _ in range(4):
            trainer.train_epoch()
        trainer.train_batch()
        trainer.change(replace(trainer.config, epochs=2))
        assert not trainer.finished
    trainer.train()
    assert (trainer.epoch, trainer.finished) == (5, True)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_changed_limit_lets_a_run_go_on(stopped):
    trainer = trained(small(learning_rate=0.3, patience=1, epochs=60))
    at = trainer.epoch
    name = "patience" if stopped else "learning_rate"
    trainer.change(replace(trainer.config, **{name: 5}))
    assert trainer.finished != stopped
    trainer.train()
    assert (trainer.epoch > at) == stopped


def moved(n_epochs):
    """Return a run whose threshold was moved after so many epochs, at its end."""
    trainer = Trainer(small(noise=0.5, epochs=12))
    with trainer.randomness():
        for _ in range(n_epochs):
            trainer.train_epoch()
    trainer.change(replace(trainer.config, threshold=0.15))
    trainer.train()
    return trainer


def test_a_threshold_that_was_moved_is_the_scripts_too(tmp_path):
    """In mid-run and at the end."""
    runs = [moved(n_epochs) for n_epochs in (3, 12)]
    courses = [read(run.course.spelt()) for run in runs]
    sources = [script(course.began, course.changes) for course in courses]
    for run, (printed, _) in zip(runs, run_sources(sources, tmp_path), strict=True):
        assert printed == result(run)
        false_alarms = printed["confusion_matrix"][0][1]
        run.change(replace(run.config, threshold=0.5))
        assert false_alarms > run.evaluation.confusion[1, 0, 1]


def moved_in_mid_epoch(threshold):
    """Return a run, to stop at an accuracy, whose threshold was moved in its first epoch."""
    trainer = Trainer(small(noise=0.2, epochs=12, target_accuracy=0.7, learning_rate=0.1))
    with trainer.randomness():
        trainer.train_batch()
    trainer.change(replace(trainer.config, threshold=threshold))
    trainer.train()
    return trainer


def test_a_threshold_that_is_moved_in_mid_epoch_decides_from_the_next_one_on(tmp_path):
    as_it_was, moved = (moved_in_mid_epoch(threshold) for threshold in (0.5, 0.999))
    assert as_it_was.epoch == moved.epoch == 1
    assert moved.evaluation.deciding[2] < 0.7
    course = read(moved.course.spelt())
    ((printed, _),) = run_sources([script(course.began, course.changes)], tmp_path)
    assert printed == result(moved)


def edited(values, seed):
    """Return a run of which weights were set by hand between steps, and that was saved."""
    rng = random.Random(f"{values} {seed}")
    trainer = Trainer(small(**values))
    for n_steps in (0, rng.randint(1, 5), 9 - seed, rng.randint(1, 20)):
        with trainer.randomness():
            while n_steps and not trainer.finished:
                trainer.train_batch()
                n_steps -= 1
        trainer.edit(0, (rng.randrange(4), rng.randrange(2)), rng.uniform(-3, 3))
        trainer.edit(1, (rng.randrange(4),), rng.choice((0.1, -2)))
        trainer = Trainer.load(trainer.config, trainer.save())
    trainer.train()
    trainer.edit(len(trainer.parameters) - 1, (0,), 1.25)
    return trainer


def test_scripts_repeat_weights_that_were_set_by_hand(tmp_path, monkeypatch):
    monkeypatch.setattr("playground.learn.engine.REFERENCE_STEPS", 10**9)
    values = [
        {"optimizer": "sgd", "momentum": 0.9},
        {"dropout": 0.2, "normalization": "batch"},
        {"optimizer": "lbfgs", "n_samples": 40},
        {"learning_rate": 0.3, "patience": 1, "epochs": 20},
    ]
    runs = [edited(one, seed) for one in values for seed in range(2)]
    assert {len(run.course.edits) for run in runs} == {9}
    courses = [read(run.course.spelt()) for run in runs]
    sources = [script(course.began, course.changes, course.edits) for course in courses]
    for run, (printed, weights) in zip(runs, run_sources(sources, tmp_path), strict=True):
        assert printed == result(run)
        assert weights == [p.tolist() for p in run.parameters]


def test_an_edit_that_is_undone_before_a_step_leaves_the_run_as_it_was():
    trainer, alone = Trainer(small(dropout=0.2)), trained(small(dropout=0.2))
    with trainer.randomness():
        trainer.train_epoch()
        trainer.train_batch()
        before = trainer.edit(0, (1, 0), 5.0)
        assert trainer.course.edits == (Edit(trainer.step, 0, (1, 0), 5.0, before),)
        assert words(trainer.course)[0].startswith(f"after step {trainer.step}: layers.0.weight")
        trainer.edit(0, (1, 0), 7.0)
        trainer.edit(0, (1, 0), before)
    assert trainer.course.edits == ()
    trainer.train()
    assert same_weights(trainer, alone)


def test_an_edit_acts_at_once_and_is_measured():
    trainer = Trainer(small())
    loss, epoch = trainer.evaluation.train_loss, trainer.epoch
    trainer.edit(4, (0, 0), 50.0)
    assert trainer.evaluation.train_loss > 2 * loss
    assert (trainer.epoch, trainer.n_edits) == (epoch, 1)


def test_more_edits_than_are_kept_are_not_repeated():
    course = Course(small())
    for step in range(MOST + 1):
        course = course.edited(Edit(step, 0, (0, 0), 1.0, 0.5))
    assert not course.is_whole
    assert course.edits == ()
