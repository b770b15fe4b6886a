"""Edits: weights that a visitor sets by hand, each between two steps, and the way back."""

from __future__ import annotations

import math

from playground.course import WEIGHT
from playground.layers import parameter_names
from playground.learn.trainer import Trainer
from playground.params import Invalid

MOST = 100
"""Edits that can be undone."""

Place = tuple[int, ...]


class Edits:
    """What was set by hand of one Trainer, the last of it last."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._before: list[tuple[int, Place, float]] = []

    def __len__(self) -> int:
        """How many can be undone."""
        return len(self._before)

    def make(self, parameter: int, place: Place, text: str) -> str:
        """Set a number to what ``text`` spells; return a sentence where that is refused."""
        name = self._name(parameter, place)
        if not name:
            return "There is no such weight."
        try:
            value = WEIGHT.parse(text)
        except Invalid:
            return self._refusal(name, text, self._trainer.parameters[parameter][place].item())
        before = self._trainer.edit(parameter, place, value)
        self._before = [*self._before, (parameter, place, before)][-MOST:]
        return ""

    def undo(self) -> bool:
        """Put back what the last edit changed; tell whether there was one."""
        if not self._before:
            return False
        parameter, place, before = self._before.pop()
        self._trainer.edit(parameter, place, before)
        return True

    def _name(self, parameter: int, place: Place) -> str:
        """Return what a number is called; empty where there is none."""
        parameters = self._trainer.parameters
        if not 0 <= parameter < len(parameters):
            return ""
        shape = parameters[parameter].shape
        if len(place) != len(shape):
            return ""
        if any(i not in range(n) for i, n in zip(place, shape, strict=True)):
            return ""
        name = parameter_names(self._trainer.config)[parameter]
        return f"{name}[{', '.join(map(str, place))}]"

    @staticmethod
    def _refusal(name: str, text: str, before: float) -> str:
        """Return the bound, what was given, and what holds."""
        bound = f"{name} must be a number in [{WEIGHT.low:g}, {WEIGHT.high:g}]"
        stays = f"it stays {before:.4g}" if math.isfinite(before) else "it stays as it is"
        return f"{bound}. Got {text.strip() or 'nothing'} instead; {stays}."
