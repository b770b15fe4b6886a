"""What a lab is: its controls, what their values may be, what moves when its picture is dragged.

Light: read by the server and the workers alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.params import Invalid, Kind, Several

Values = dict[str, Any]
Complaints = dict[str, str]
"""Control → a sentence to stand beside it."""


@dataclass(frozen=True)
class Control:
    """One thing to move. ``names`` are what the values of a list are called, one after another.

    ``least`` is the fewest values of a list; ``is_square`` shows one of n² values as a matrix.
    Of values that ``are_shares`` the others make room when a slider moves one. ``seen`` are the
    ends of the slider, where a number may be typed that lies beyond them.
    """

    kind: Kind
    default: Any
    label: str
    help: str = ""
    least: int = 1
    seen: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    is_square: bool = False
    are_shares: bool = False

    def parse(self, text: str) -> Any:
        """Return the value that ``text`` spells; raise Invalid when it is none."""
        try:
            value = self.kind.parse(text)
        except Invalid as error:
            nearest = error.nearest if self._fault(error.nearest) == "" else self.default
            raise Invalid(str(error), nearest) from None
        if fault := self._fault(value):
            raise Invalid(fault, self.default)
        return value

    def _fault(self, value: Any) -> str:
        """Return what is wrong with the length of a list; nothing where there is none."""
        if not isinstance(self.kind, Several) or value is None:
            return ""
        if len(value) < self.least:
            return f"must be at least {self.least} values with commas between"
        if self.is_square and round(len(value) ** 0.5) ** 2 != len(value):
            return "must have as many rows as columns"
        return ""


def _nothing(_values: Values) -> Complaints:
    """Find nothing wrong."""
    return {}


@dataclass(frozen=True)
class Lab:
    """One lab. ``check`` finds what is wrong with values that are each in range.

    ``grabs`` tells what moves when the picture is dragged: axis → control, ``control:i`` for one
    value of a list. Or a list's values lie one beside the other along the axis ``places``.
    """

    label: str
    help: str
    controls: Mapping[str, Control]
    check: Callable[[Values], Complaints] = _nothing
    grabs: Mapping[str, str] = field(default_factory=dict)
    places: str = ""

    def read(self, given: Mapping[str, str]) -> tuple[Values, Complaints]:
        """Return the values that ``given`` spells, the nearest valid ones, and what was wrong."""
        values, complaints = {}, {}
        for name, control in self.controls.items():
            values[name] = control.default
            try:
                values[name] = control.parse(given[name]) if name in given else control.default
            except Invalid as error:
                complaints[name] = f"{control.label} {error}."
                values[name] = control.default if error.nearest is None else error.nearest
        found = self.check(values)
        values |= {name: self.controls[name].default for name in found}
        if found and self.check(values):  # what was left doesn't go with what was put in its place
            values = {name: control.default for name, control in self.controls.items()}
        return values, complaints or found

    def spell(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the texts that ``read`` reads back as ``values``."""
        return {name: control.kind.spell(values[name]) for name, control in self.controls.items()}
