"""Every lesson's preset runs without a browser, and what the lesson claims of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from playground import url
from playground.config import PARAMS, Config
from playground.learn.trainer import Trainer
from playground.lessons import lessons
from playground.lessons.challenges import FOLDER, KEYS, challenges, read
from playground.lessons.conditions import boards
from playground.lessons.front import Broken
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
    fields = {n: PARAMS[n].kind.spell(getattr(config, n)) for n in PARAMS if config.uses(n)}
    measured = vars(trainer.evaluation)
    status = "diverged" if trainer.diverged else "finished"
    found = {"true_positives": trainer.evaluation.confusion[1].reshape(-1)[3].item()}
    run = {"epoch": trainer.epoch, "status": status, "n_parameters": trainer.n_parameters}
    run |= {"step": trainer.step, "units": sum(config.hidden), "edits": 0}
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


CHALLENGES, CHALLENGE_COMPLAINTS = challenges()


def test_every_file_of_a_challenge_is_one():
    assert CHALLENGE_COMPLAINTS == []
    assert [one.number for one in CHALLENGES.values()] == [*range(1, len(CHALLENGES) + 1)]


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_not_met_at_first_and_its_solution_reaches_the_par(name):
    challenge = CHALLENGES[name]
    goals = (challenge.target.holds, challenge.budget.holds, challenge.rules.holds)
    first = {"a": outcome(changed(challenge.config, {"epochs": "1"}))}
    assert not all(holds(goal, first) for goal in goals)
    assert holds(challenge.rules.holds, first)
    solved = {"a": outcome(changed(challenge.config, challenge.solution))}
    assert all(holds(goal, solved) for goal in goals), solved
    assert solved["a"][challenge.score] <= challenge.par


@pytest.mark.parametrize("name", CHALLENGES)
def test_other_points_do_not_count_in_a_challenge(name):
    challenge = CHALLENGES[name]
    for change in ({"seed": "7"}, {"noise": "0.01"}, {"n_samples": "900"}, {"test_size": "0.1"}):
        other = {"a": outcome(changed(challenge.config, {"epochs": "1"} | change))}
        assert not holds(challenge.rules.holds, other)


@pytest.mark.parametrize("key", KEYS.needed)
def test_a_challenge_that_lacks_a_line_is_named(key, tmp_path):
    text = (FOLDER / f"{next(iter(CHALLENGES))}.md").read_text()
    kept = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
    (tmp_path / "broken.md").write_text("\n".join(kept))
    with pytest.raises(Broken, match=f"broken.md, line 11: “{key}:” is missing."):
        read(tmp_path / "broken.md")
