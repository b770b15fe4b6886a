"""Every lesson's preset runs without a browser, and what the lesson claims of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from playground import url
from playground.config import Config
from playground.learn.trainer import Trainer
from playground.lessons import lessons
from playground.lessons.conditions import boards
from tests.lessons.conditions import holds

LESSONS, COMPLAINTS = lessons()

LABS = {
    *("neuron", "activations", "softmax", "cross-entropy", "log-softmax", "threshold"),
    *("double-softmax", "encodings", "confusion", "optimizers", "learning-rate", "dropout"),
    *("validation", "shapes", "landscape"),
}


def test_every_file_is_a_lesson():
    assert COMPLAINTS == []
    assert [lesson.number for lesson in LESSONS.values()] == [*range(1, len(LESSONS) + 1)]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_short_and_complete(name):
    lesson = LESSONS[name]
    assert set(lesson.labs) <= LABS
    assert lesson.claims
    assert len(lesson.steps) >= 2
    assert len(lesson.text.split()) <= 180
    assert len(lesson.why.split()) <= 220
    assert all(step.text[-1] in ".?" for step in lesson.steps)
    assert all(guess.text.endswith(".") for guess in lesson.guesses)
    assert "?" in lesson.question
    for control in lesson.controls:
        assert lesson.configs[0].uses(control)


@cache
def outcome(config: Config) -> Mapping[str, Any]:
    """Return the quantities at the end of a run."""
    trainer = Trainer(config)
    trainer.train()
    fields = url.spell(config)
    measured = vars(trainer.evaluation)
    status = "diverged" if trainer.diverged else "finished"
    found = {"true_positives": int(trainer.evaluation.confusion[1][1][1])}
    run = {"epoch": trainer.epoch, "status": status, "n_parameters": trainer.n_parameters}
    return {**fields, **measured, **found, **run}


def changed(config: Config, changes: Mapping[str, str]) -> Config:
    """Return ``config`` with ``changes``, none of which gives way."""
    made, replaced = url.read(url.spell(config) | dict(changes))
    assert replaced == []
    return made


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_lesson_claims_holds(name):
    lesson = LESSONS[name]
    letters = dict(zip("ab", lesson.configs, strict=False))
    for claim in lesson.claims:
        seeds = (
            [{"seed": str(seed)} for seed in range(claim.n_seeds)] if claim.n_seeds > 1 else [{}]
        )
        runs = [
            {
                letter: outcome(changed(letters[letter], claim.changes | seed))
                for letter in boards(claim.holds)
            }
            for seed in seeds
        ]
        assert sum(holds(claim.holds, run) for run in runs) >= claim.least, (claim, runs)
