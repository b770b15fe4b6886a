"""Course: how a run came about: the Config it began with, and what was changed while it went on.

Light: the server reads it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from playground import url
from playground.config import PARAMS, VIEW_FIELDS, Config
from playground.params import Real

RECORDED = tuple(
    name
    for name, param in PARAMS.items()
    if param.live and name not in (*VIEW_FIELDS, "views", "speed")
)
"""The live fields that numbers depend on."""

LIMITS = ("target_accuracy", "patience", "max_seconds")
"""Live fields that stop a run before its last epoch; a change lets it go on."""

MOST = 1000
"""Changes that are kept of one run, and so many edits."""

WEIGHT = Real(-100, 100)
"""What a weight or a bias may be set to by hand."""

Change = tuple[int, str, Any]
"""The epoch after which it took effect, the field, its value from then on."""


@dataclass(frozen=True)
class Edit:
    """One weight or bias set by hand, after so many steps: its parameter, its place in it."""

    step: int
    parameter: int
    place: tuple[int, ...]
    value: float
    before: float
    """What it was."""

    @property
    def target(self) -> tuple[int, int, tuple[int, ...]]:
        """When and where: what a later edit of the same takes the place of."""
        return self.step, self.parameter, self.place


@dataclass(frozen=True)
class Course:
    """What repeats a run: the Config that it began with, its live changes and edits in order."""

    began: Config
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    is_whole: bool = True
    """False when there were more than MOST changes: those before ``began`` are lost."""

    @property
    def is_changed(self) -> bool:
        """Its first Config alone does not repeat it."""
        return bool(self.changes or self.edits)

    @cached_property
    def present(self) -> Config:
        """The Config in force, but for fields that no number depends on."""
        return replace(self.began, **{name: value for _, name, value in self.changes})

    @cached_property
    def configs(self) -> list[tuple[int, Config]]:
        """The Configs in force one after the other, each with the epoch after which it was."""
        found = [(0, self.began)]
        for epoch, changed in self._together():
            found.append((epoch, replace(found[-1][1], **changed)))
        return found

    def then(self, epoch: int, config: Config) -> Course:
        """Return the course that goes on with ``config`` after ``epoch``."""
        last = {name: value for _, name, value in self.changes}
        new = tuple(
            (epoch, name, getattr(config, name))
            for name in RECORDED
            if getattr(config, name) != last.get(name, getattr(self.began, name))
        )
        if len(self.changes) + len(new) > MOST:
            return Course(config, is_whole=False)
        return replace(self, changes=self.changes + new)

    def ended(self, epoch: int, threshold: float) -> Course:
        """Return the course of a run that stopped: of what is wanted since, a threshold acts."""
        return self.then(epoch, replace(self.present, threshold=threshold))

    def edited(self, edit: Edit) -> Course:
        """Return the course that goes on after ``edit``; what is undone before a step is none."""
        same = [e for e in self.edits if e.target == edit.target]
        others = tuple(e for e in self.edits if e.target != edit.target)
        edit = replace(edit, before=(*same, edit)[0].before)
        if edit.value == edit.before:
            return replace(self, edits=others)
        if len(others) == MOST:
            return Course(self.present, is_whole=False)
        return replace(self, edits=(*others, edit))

    def spelt(self) -> dict[str, Any]:
        """Return it as texts that JSON can hold and ``read`` reads back."""
        began = {
            name: str(param.kind.spell(getattr(self.began, name))) for name, param in PARAMS.items()
        }
        changes = [[epoch, name, _spell(name, value)] for epoch, name, value in self.changes]
        edits = [[e.step, e.parameter, [*e.place], e.value, e.before] for e in self.edits]
        return {"began": began, "changes": changes, "edits": edits, "is_whole": self.is_whole}

    def _together(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the changes that took effect at one time, none of a field twice."""
        at, changed = 0, dict[str, Any]()
        for epoch, name, value in self.changes:
            if changed and (epoch != at or name in changed):
                yield at, changed
                changed = {}
            at, changed = epoch, {**changed, name: value}
        if changed:
            yield at, changed


def read(spelt: Mapping[str, Any]) -> Course:
    """Return the course that ``spelt`` holds."""
    changes = tuple(
        (epoch, name, PARAMS[name].kind.parse(text)) for epoch, name, text in spelt["changes"]
    )
    edits = tuple(Edit(step, k, tuple(place), *rest) for step, k, place, *rest in spelt["edits"])
    return Course(url.read(spelt["began"])[0], changes, edits, spelt["is_whole"])


def limits(config: Config) -> list[Any]:
    """Return what may stop a run before its last epoch."""
    return [getattr(config, name) for name in LIMITS]


def _spell(name: str, value: Any) -> str:
    """Return the value of a field as an address spells it."""
    return str(PARAMS[name].kind.spell(value))
