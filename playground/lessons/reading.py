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
    ---
    Text.

    ## Why

    More text, which is shown apart.

``guess``, ``step`` and ``claim`` may come several times; ``beside``, ``names``, ``controls``,
``labs`` and ``claim`` may be missing. A claim says what holds after the preset, changed as its
second part says, has run without a browser, for so many seeds from 0 on. It is for the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from playground import url
from playground.config import PARAMS, Config
from playground.lessons import conditions
from playground.lessons.conditions import Condition

WHY = "## Why"
"""The line below which a lesson's text is shown apart."""

FENCE = "---"

NEEDED = ("number", "title", "about", "preset", "question", "answer")
"""Keys that every lesson has once."""

OPTIONAL = ("beside", "names", "controls", "labs")
"""Keys that a lesson may have once."""

REPEATED = ("guess", "step", "claim")
"""Keys that a lesson may have several times."""

_SEEDS = re.compile(r"(\d+) of (\d+)")

T = TypeVar("T")


class Broken(ValueError):  # noqa: N818 a word of the page
    """A lesson that can't be read. Its text names file and line."""


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
    text: str
    why: str


@dataclass
class _Front:
    """The front matter of one file: texts by key, each with its line."""

    file: str
    end: int
    """Line of the second fence."""
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def broken(self, line: int, sentence: str) -> Broken:
        """Return the error that names the place."""
        return Broken(f"{self.file}, line {line}: {sentence}")

    def one(self, key: str, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of a key; an empty text where it is missing."""
        line, text = self.texts.get(key, [(self.end, "")])[0]
        return self._read(line, text, read)

    def each(self, key: str, read: Callable[[str], T]) -> tuple[T, ...]:
        """Return what ``read`` makes of each line of a key."""
        return tuple(self._read(line, text, read) for line, text in self.texts.get(key, []))

    def _read(self, line: int, text: str, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of a text; Broken where it can't."""
        try:
            return read(text)
        except ValueError as error:
            raise self.broken(line, str(error)) from None


def read(path: Path) -> Lesson:
    """Return the lesson in the file ``path``; Broken when it can't be read."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    front = _front(path.name, lines)
    text, _, why = "\n".join(lines[front.end :]).partition(f"\n{WHY}\n")
    configs = (front.one("preset", _config), *front.each("beside", _config))
    lesson = Lesson(
        name=path.stem,
        number=front.one("number", _number),
        title=front.one("title", str),
        about=front.one("about", str),
        configs=configs,
        names=front.one("names", _listed("|")),
        controls=front.one("controls", _fields),
        labs=front.one("labs", _listed(",")),
        question=front.one("question", str),
        guesses=front.each("guess", _guess),
        answer=front.one("answer", conditions.parse),
        steps=front.each("step", _step),
        claims=front.each("claim", _claim),
        text=text.strip(),
        why=why.strip(),
    )
    for line, sentence in _faults(front, lesson):
        raise front.broken(line, sentence)
    return lesson


def _front(file: str, lines: list[str]) -> _Front:
    """Return the front matter; Broken when it has no end, or unknown or missing keys."""
    fences = [i for i, line in enumerate(lines, 1) if line.strip() == FENCE]
    if not lines or lines[0].strip() != FENCE:
        raise Broken(f"{file}, line 1: A lesson begins with a line {FENCE}.")
    if len(fences) < 2:
        raise Broken(f"{file}, line {len(lines)}: There is no second line {FENCE}.")
    front = _Front(file, fences[1])
    for number, line in enumerate(lines[1 : front.end - 1], 2):
        if line.strip():
            _take(front, number, line)
    for key in NEEDED:
        if key not in front.texts:
            raise front.broken(front.end, f"“{key}:” is missing.")
    return front


def _take(front: _Front, number: int, line: str) -> None:
    """Take one line of front matter; Broken when it is none."""
    key, colon, text = (part.strip() for part in line.partition(":"))
    known = (*NEEDED, *OPTIONAL, *REPEATED)
    if not colon or key not in known:
        raise front.broken(number, f"A line begins with one of {', '.join(known)} and a colon.")
    if key in front.texts and key not in REPEATED:
        raise front.broken(number, f"“{key}:” is there a second time.")
    if not text:
        raise front.broken(number, f"“{key}:” is empty.")
    front.texts.setdefault(key, []).append((number, text))


def _faults(front: _Front, lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Yield what doesn't go together, with its line."""

    def line(key: str) -> int:
        return front.texts.get(key, [(front.end, "")])[0][0]

    if len(lesson.guesses) < 2:
        yield line("guess"), "A question has two guesses at least."
    if any(guess.holds is None for guess in lesson.guesses[:-1]):
        yield line("guess"), "Only the last guess may be without a condition."
    if not lesson.steps:
        yield line("step"), "A lesson has a step at least."
    if not lesson.text or not lesson.why:
        yield front.end, f"The text has a part before the line “{WHY}” and one below it."
    if len(lesson.configs) == 2 and len(lesson.names) != 2:
        yield line("names"), "Two boards have two names, with a | between."
    conditions_ = [
        *(("guess", guess.holds or ()) for guess in lesson.guesses),
        ("answer", lesson.answer),
        *(("step", step.until) for step in lesson.steps),
        *(("claim", claim.holds) for claim in lesson.claims),
    ]
    for key, condition in conditions_:
        if len(lesson.configs) == 1 and "b" in conditions.boards(condition):
            yield line(key), "There is no board b without “beside:”."


def _number(text: str) -> int:
    """Return a lesson's number."""
    if not text.isdecimal():
        raise ValueError(f"A lesson's number is a whole one, not “{text}”.")
    return int(text)


def _config(text: str) -> Config:
    """Return the experiment that ``text`` spells; ValueError when a part of it can't be used."""
    config, replaced = url.decode(text)
    told = " ".join(filter(None, (url.explain(replaced), url.explain_unknown(url.names(text)))))
    if told:
        raise ValueError(told)
    return config


def _listed(separator: str) -> Callable[[str], tuple[str, ...]]:
    """Return what reads a list of texts."""
    return lambda text: tuple(part.strip() for part in text.split(separator) if part.strip())


def _fields(text: str) -> tuple[str, ...]:
    """Return the names of fields that are shown as controls."""
    names = _listed(",")(text)
    if unknown := [name for name in names if name not in PARAMS]:
        raise ValueError(url.explain_unknown(unknown))
    return names


def _parts(text: str, most: int) -> list[str]:
    """Return the parts of a line between bars."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) > most or not all(parts):
        raise ValueError(f"“{text}” has at most {most} parts with a | between, none empty.")
    return parts


def _guess(text: str) -> Guess:
    """Return one guess."""
    words, *holds = _parts(text, 2)
    return Guess(words, conditions.parse(holds[0]) if holds else None)


def _step(text: str) -> Step:
    """Return one step."""
    words, *until = _parts(text, 2)
    if not until:
        raise ValueError("A step has a condition behind a |.")
    return Step(words, conditions.parse(until[0]))


def _claim(text: str) -> Claim:
    """Return one claim."""
    holds, *rest = _parts(text, 3)
    made: dict[str, Any] = {"changes": {}}
    for part in rest:
        if seeds := _SEEDS.fullmatch(part):
            made |= {"least": int(seeds[1]), "n_seeds": int(seeds[2])}
        else:
            _config(part)
            made["changes"] = dict(pair.partition("=")[::2] for pair in part.split("&"))
    return Claim(conditions.parse(holds, conditions.COUNTED), **made)
