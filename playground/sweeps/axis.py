"""Axis: one field that varies, and its values, as a visitor spells them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from playground import url
from playground.config import PARAMS, SHOWN
from playground.params import Integer, Invalid, Kind, Real, Several, Sizes, Text
from playground.rules import quoted
from playground.sweeps.errors import SweepError

MOST_VALUES = 200
N_VALUES = 5
"""Values that are taken of a range, unless it says how many."""

OWN_WAY = {
    "seed": "seed has a way of its own: say how many seeds.",
    "data": "data names one table, so it can't be varied.",
    "device": "device changes where a run is computed, so it can't be varied.",
}
"""Fields that can't be varied by their values, and what to say of them."""

LISTS = (Sizes, Several, Text)
"""Kinds whose own values may hold commas."""


@dataclass(frozen=True)
class Axis:
    """A field and its values, in the order given; ``span`` when they were given as a range."""

    name: str
    values: tuple[Any, ...]
    span: tuple[float, float] | None = None

    @property
    def kind(self) -> Kind:
        """The field's domain."""
        return PARAMS[self.name].kind

    @property
    def spelt(self) -> str:
        """The values as ``read_axis`` reads them back."""
        mark = "|" if isinstance(self.kind, LISTS) else ","
        return f"{self.name}={mark.join(map(self.kind.spell, self.values))}"


def can_vary(name: str) -> bool:
    """Tell whether a sweep may vary the field ``name``."""
    return name in PARAMS and name not in SHOWN and name not in OWN_WAY


def read_axis(text: str) -> Axis:
    """Return the axis that ``FIELD=value,value`` spells; SweepError names what can't be used.

    ``|`` separates values that hold commas themselves: ``hidden=8|8,8``. A range of numbers is
    spelt ``learning_rate=0.001..1``, of so many values ``learning_rate=0.001..1:7``.
    """
    name, mark, listed = text.partition("=")
    name = name.strip()
    if not mark:
        raise SweepError(f"{quoted(text)} names no values. Spell it like learning_rate=0.01,0.1.")
    return axis(name, listed)


def axis(name: str, listed: str) -> Axis:
    """Return the axis of the field ``name`` with the values that ``listed`` spells."""
    _check_name(name)
    kind = PARAMS[name].kind
    if ".." in listed and isinstance(kind, Integer | Real):
        return _range(name, kind, listed)
    values = tuple(dict.fromkeys(_value(name, kind, part) for part in _parts(kind, listed)))
    if len(values) < 2:
        raise SweepError(_one_value(name, kind, listed))
    return Axis(name, _few(name, values))


def _check_name(name: str) -> None:
    """Refuse what is no field, and a field that can't vary."""
    if name not in PARAMS:
        raise SweepError(f"There is no field {url.guessed(name)}.")
    if name in OWN_WAY:
        raise SweepError(OWN_WAY[name])
    if name in SHOWN:
        raise SweepError(f"{name} changes no number of a run, so it can't be varied.")


def _parts(kind: Kind, listed: str) -> list[str]:
    """Return the values apart."""
    mark = "|" if "|" in listed or isinstance(kind, LISTS) else ","
    return [part.strip() for part in listed.split(mark)]


def _value(name: str, kind: Kind, part: str) -> Any:
    """Return the value that ``part`` spells."""
    try:
        return kind.parse(part)
    except Invalid as error:
        raise SweepError(f"{name} {error}. Got {quoted(part)} instead.") from None


def _one_value(name: str, kind: Kind, listed: str) -> str:
    """Return what to say when there is a single value."""
    mark, example = ("|", f"{name}=8|8,8") if isinstance(kind, LISTS) else (",", f"{name}=…,…")
    return (
        f"{name} has one value, {quoted(listed)}. Give two at least, with {mark} between: {example}"
    )


def _few(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values; SweepError when there are too many."""
    if len(values) > MOST_VALUES:
        raise SweepError(
            f"{name} has {len(values):,} values; at most {MOST_VALUES} can be used. Take fewer."
        )
    return values


def _range(name: str, kind: Integer | Real, listed: str) -> Axis:
    """Return the axis of a range: ``low..high`` or ``low..high:n``."""
    ends, _, count = listed.partition(":")
    low, high = (_value(name, kind, end.strip()) for end in ends.split("..", 1))
    try:
        n = int(count or N_VALUES)
    except ValueError:
        raise SweepError(f"{name}: {quoted(count)} is no number of values.") from None
    if low >= high or n < 2:
        raise SweepError(
            f"{name}={quoted(listed)} holds no two values. Spell a range from low to high: "
            f"{name}={kind.spell(kind.low)}..{kind.spell(kind.high)}:{N_VALUES}."  # type: ignore[arg-type]
        )
    _few(name, tuple(range(min(n, MOST_VALUES + 1))))
    return Axis(name, spread(kind, low, high, n), (low, high))


def spread(kind: Integer | Real, low: float, high: float, n: int) -> tuple[Any, ...]:
    """Return ``n`` values from ``low`` to ``high``, even on the kind's natural scale.

    Rounded to three digits between the ends; fewer where whole numbers would repeat.
    """
    is_log = isinstance(kind, Real) and kind.log
    a, b = (math.log(low), math.log(high)) if is_log else (low, high)
    between = [a + (b - a) * k / (n - 1) for k in range(1, n - 1)]
    inner = [math.exp(x) if is_log else x for x in between]
    rounded = [round(x) if isinstance(kind, Integer) else float(f"{x:.3g}") for x in inner]
    return tuple(dict.fromkeys((low, *rounded, high)))
