"""Reads a lesson's file: front matter of ``key: value`` lines between two ``---``, then Markdown.

    ---
    number: 2
    title: Non-linearity, the missing piece
    about: One sentence for the contents page.
    preset: dataset=circles&hidden=5&activation=identity
    beside: dataset=circles&hidden=10,10&activation=relu
    names: Without activation | With ReLU
    controls: learning_rate, batch_size
    labs: activations, neuron
    question: What will network A reach?
    guess: It stays near one half | a.test_accuracy < 0.65
    guess: It learns
    answer: a.epoch >= 200
    step: Train both for 200 epochs. | a.epoch >= 200 and b.epoch >= 200
    claim: a.test_accuracy < 0.65 | epochs=200 | 10 of 10
    change: More units | hidden=20
    ---
    Text.

    ## Why

    More text, which is shown apart.

``guess``, ``step``, ``claim`` and ``change`` may come several times; ``beside``, ``names``,
``controls``, ``labs``, ``claim`` and ``change`` may be missing. Changes make a table that runs
fill, with a line for the preset as it is and one for each of them. A claim says what holds after
the preset, changed as its second part says, has run without a browser, for so many seeds from 0
on. It is for the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground import url
from playground.config import Config
from playground.lessons import conditions
from playground.lessons.conditions import Condition
from playground.lessons.front import (
    Front,
    Keys,
    changes,
    config,
    field_names,
    listed,
    number,
    opened,
    parts,
)

WHY = "## Why"
"""The line below which a lesson's text is shown apart."""

AS_IT_IS = "as it is"
"""What the first line of a lesson's table is called."""

KEYS = Keys(
    needed=("number", "title", "about", "preset", "question", "answer"),
    optional=("beside", "names", "controls", "labs"),
    repeated=("guess", "step", "claim", "change"),
)

_SEEDS = re.compile(r"(\d+) of (\d+)")


@dataclass(frozen=True)
class Guess:
    """One answer to a lesson's question, and when it is what happened; None: else."""

    text: str
    holds: Condition | None


@dataclass(frozen=True)
class Step:
    """One thing to do, and how a run shows that it was done."""

    text: str
    until: Condition


@dataclass(frozen=True)
class Claim:
    """What holds at the end of runs of the presets with ``changes``, for ``least`` of ``n_seeds``.

    With one seed, it is the preset's own.
    """

    holds: Condition
    changes: dict[str, str]
    least: int = 1
    n_seeds: int = 1


@dataclass(frozen=True)
class Trial:
    """One line of a lesson's table: the first preset, with one thing changed."""

    text: str
    config: Config


@dataclass(frozen=True)
class Lesson:
    """One lesson. ``configs`` are the experiments of its boards, one or two."""

    name: str
    number: int
    title: str
    about: str
    configs: tuple[Config, ...]
    names: tuple[str, ...]
    controls: tuple[str, ...]
    labs: tuple[str, ...]
    question: str
    guesses: tuple[Guess, ...]
    answer: Condition
    steps: tuple[Step, ...]
    claims: tuple[Claim, ...]
    trials: tuple[Trial, ...]
    text: str
    why: str


def read(path: Path) -> Lesson:
    """Return the lesson in the file ``path``; Broken when it can't be read."""
    front, body = opened(path, KEYS)
    text, _, why = body.partition(f"\n{WHY}\n")
    configs = (front.one("preset", config), *front.each("beside", config))
    lesson = Lesson(
        name=path.stem,
        number=front.one("number", number),
        title=front.one("title", str),
        about=front.one("about", str),
        configs=configs,
        names=front.one("names", listed("|")),
        controls=front.one("controls", field_names),
        labs=front.one("labs", listed(",")),
        question=front.one("question", str),
        guesses=front.each("guess", _guess),
        answer=front.one("answer", conditions.parse),
        steps=front.each("step", _step),
        claims=front.each("claim", _claim),
        trials=_trials(front, configs[0]),
        text=text.strip(),
        why=why.strip(),
    )
    for line, sentence in _faults(front, lesson):
        raise front.broken(line, sentence)
    return lesson


def _faults(front: Front, lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Yield what doesn't go together, with its line."""

    if len(lesson.guesses) < 2:
        yield front.line("guess"), "A question has two guesses at least."
    if any(guess.holds is None for guess in lesson.guesses[:-1]):
        yield front.line("guess"), "Only the last guess may be without a condition."
    if not lesson.steps:
        yield front.line("step"), "A lesson has a step at least."
    if not lesson.text or not lesson.why:
        yield front.end, f"The text has a part before the line “{WHY}” and one below it."
    if len(lesson.configs) == 2 and len(lesson.names) != 2:
        yield front.line("names"), "Two boards have two names, with a | between."
    conditions_ = [
        *(("guess", guess.holds or ()) for guess in lesson.guesses),
        ("answer", lesson.answer),
        *(("step", step.until) for step in lesson.steps),
        *(("claim", claim.holds) for claim in lesson.claims),
    ]
    for key, condition in conditions_:
        if len(lesson.configs) == 1 and "b" in conditions.boards(condition):
            yield front.line(key), "There is no board b without “beside:”."


def _trials(front: Front, start: Config) -> tuple[Trial, ...]:
    """Return the lines of a lesson's table, the first as it is; none without a change."""

    def trial(text: str) -> Trial:
        words, *spelt = parts(text, 2)
        if not spelt:
            raise ValueError("A change has fields behind a |.")
        return Trial(words, config(f"{url.encode(start)}&{spelt[0]}"))

    changed = front.each("change", trial)
    return (Trial(AS_IT_IS, start), *changed) if changed else ()


def _guess(text: str) -> Guess:
    """Return one guess."""
    words, *holds = parts(text, 2)
    return Guess(words, conditions.parse(holds[0]) if holds else None)


def _step(text: str) -> Step:
    """Return one step."""
    words, *until = parts(text, 2)
    if not until:
        raise ValueError("A step has a condition behind a |.")
    return Step(words, conditions.parse(until[0]))


def _claim(text: str) -> Claim:
    """Return one claim."""
    holds, *rest = parts(text, 3)
    made: dict[str, Any] = {"changes": {}}
    for part in rest:
        if seeds := _SEEDS.fullmatch(part):
            made |= {"least": int(seeds[1]), "n_seeds": int(seeds[2])}
        else:
            made["changes"] = changes(part)
    return Claim(conditions.parse(holds, conditions.COUNTED), **made)
