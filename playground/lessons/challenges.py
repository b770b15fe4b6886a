"""Challenges: a target to reach within a budget, as little of something as can be, and a par.

A Markdown file each in ``challenges/``, with front matter as ``KEYS`` says: ``target`` and
``budget`` are words and a condition, ``score`` words and a quantity of which less is better,
``solution`` changes of the preset that reach the par.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playground.config import PARAMS, Config
from playground.fields import DATA
from playground.lessons import conditions
from playground.lessons.conditions import Comparison, Condition
from playground.lessons.front import (
    Broken,
    Keys,
    changes,
    config,
    field_names,
    number,
    opened,
    parts,
)

FOLDER = Path(__file__).parent / "challenges"

KEYS = Keys(
    needed=(
        *("number", "title", "about", "preset", "target", "budget", "score", "par"),
        *("solution", "controls"),
    )
)

FREE = ("features", "preprocessing")
"""Fields of the data that a visitor may choose: what the network is given of the same points."""


@dataclass(frozen=True)
class Goal:
    """Something to reach: in words, and how a run shows it."""

    text: str
    holds: Condition


@dataclass(frozen=True)
class Challenge:
    """One challenge. ``par`` is a score, and ``solution`` the changes that reach it."""

    name: str
    number: int
    title: str
    about: str
    config: Config
    target: Goal
    budget: Goal
    unit: str
    score: str
    par: int
    solution: dict[str, str]
    controls: tuple[str, ...]
    text: str

    @property
    def rules(self) -> Goal:
        """The data are those of the preset, and the weights what training made of them."""
        given = [
            Comparison("a", name, "=", str(param.kind.spell(getattr(self.config, name))))
            for name, param in PARAMS.items()
            if param.group == DATA and name not in FREE and self.config.uses(name)
        ]
        by_hand = Comparison("a", "edits", "=", "0")
        return Goal("The data as given, no weight set by hand.", (*given, by_hand))


def challenges(folder: Path = FOLDER) -> tuple[dict[str, Challenge], list[str]]:
    """Return the challenges in ``folder`` by name, in order, and what is wrong with other files."""
    good, complaints = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            good.append(read(path))
        except Broken as error:
            complaints.append(str(error))
    good.sort(key=lambda challenge: (challenge.number, challenge.name))
    return {challenge.name: challenge for challenge in good}, complaints


def read(path: Path) -> Challenge:
    """Return the challenge in the file ``path``; Broken when it can't be read."""
    front, body = opened(path, KEYS)
    unit, score = front.one("score", _score)
    return Challenge(
        name=path.stem,
        number=front.one("number", number),
        title=front.one("title", str),
        about=front.one("about", str),
        config=front.one("preset", config),
        target=front.one("target", _goal),
        budget=front.one("budget", _goal),
        unit=unit,
        score=score,
        par=front.one("par", number),
        solution=front.one("solution", changes),
        controls=front.one("controls", field_names),
        text=body.strip(),
    )


def _goal(text: str) -> Goal:
    """Return words and a condition."""
    found = parts(text, 2)
    if len(found) < 2:
        raise ValueError("A goal has a condition behind a |.")
    return Goal(found[0], conditions.parse(found[1]))


def _score(text: str) -> tuple[str, str]:
    """Return what a score counts, in words and as a quantity."""
    found = parts(text, 2)
    if len(found) < 2:
        raise ValueError("A score has a quantity behind a |.")
    conditions.parse(f"{found[1]} >= 0")
    return found[0], found[1]
