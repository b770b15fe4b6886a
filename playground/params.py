"""Descriptions of Config fields: bounds, choices and help, said once as data.

Knows nothing of any particular field, of widgets or of training.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Labelled(Protocol):
    """An entry of a registry: what a person reads about one choice."""

    @property
    def label(self) -> str: ...

    @property
    def help(self) -> str: ...


class Invalid(ValueError):  # noqa: N818 - reads as a judgement on a value
    """A value outside its field's domain, with the nearest valid one in ``nearest``."""

    def __init__(self, message: str, nearest: Any) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True)
class Integer:
    """A whole number in [low, high]."""

    low: int
    high: int
    step: int = 1
    unit: str = ""
    zero: str = ""
    """What 0 means, where that is not a number: "all", "no limit"."""

    def parse(self, text: str) -> int:
        """Return the number that ``text`` spells; raise Invalid when it is not one in range."""
        number = _finite(text)
        nearest = min(max(round(number), self.low), self.high)
        if not number.is_integer() or nearest != number:
            raise Invalid(f"must be a whole number in [{self.low}, {self.high}]", nearest)
        return nearest

    def spell(self, value: int) -> str:
        """Return the text that ``parse`` reads back as ``value``."""
        return str(value)


@dataclass(frozen=True)
class Real:
    """A real number in [low, high]; ``log`` when its sizes are best compared by ratio."""

    low: float
    high: float
    step: float = 0.01
    log: bool = False
    zero: str = ""
    """What 0 means, where that is not a number: "off"."""

    def parse(self, text: str) -> float:
        """Return the number that ``text`` spells; raise Invalid when it is not one in range."""
        number = _finite(text)
        nearest = float(min(max(number, self.low), self.high))
        if nearest != number:
            raise Invalid(f"must be in [{self.low:g}, {self.high:g}]", nearest)
        return nearest

    @property
    def rungs(self) -> list[float]:
        """1, 2, 3, 5 times the powers of ten in range: what a scale of ratios offers."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        powers = range(first, last + 1)
        every = (float(f"{digit}e{power}") for power in powers for digit in (1, 2, 3, 5))
        return [rung for rung in every if self.low <= rung <= self.high]

    def spell(self, value: float) -> str:
        """Return the shortest text that ``parse`` reads back as exactly ``value``."""
        return str(int(value)) if float(value).is_integer() else repr(float(value))


@dataclass(frozen=True)
class Choice:
    """One key of a registry."""

    registry: Mapping[str, Labelled]

    def parse(self, text: str) -> str:
        """Return ``text`` when it is a key; raise Invalid with the most similar key otherwise."""
        if text in self.registry:
            return text
        similar = difflib.get_close_matches(text.lower(), self.registry, n=1)
        message = f"must be one of {', '.join(self.registry)}"
        raise Invalid(message, similar[0] if similar else None)

    def spell(self, value: str) -> str:
        """Return the key itself."""
        return value


@dataclass(frozen=True)
class Sizes:
    """A list of whole numbers in [low, high], at most ``longest`` of them, spelt ``8,8``."""

    low: int
    high: int
    longest: int

    def parse(self, text: str) -> tuple[int, ...]:
        """Return the numbers that ``text`` lists; raise Invalid when some are out of range."""
        message = (
            f"must be at most {self.longest} whole numbers in [{self.low}, {self.high}], "
            "with commas between"
        )
        if not text.strip():
            return ()
        one = Integer(self.low, self.high)
        sizes, spoilt = [], False
        for part in text.split(","):
            try:
                sizes.append(one.parse(part))
            except Invalid as error:
                if error.nearest is None:
                    raise Invalid(message, None) from None
                sizes.append(error.nearest)
                spoilt = True
        if spoilt or len(sizes) > self.longest:
            raise Invalid(message, tuple(sizes[: self.longest]))
        return tuple(sizes)

    def spell(self, value: tuple[int, ...]) -> str:
        """Return the sizes with commas between."""
        return ",".join(map(str, value))


@dataclass(frozen=True)
class Flag:
    """Yes or no, spelt ``1`` and ``0``."""

    def parse(self, text: str) -> bool:
        """Return the truth that ``text`` spells; raise Invalid when it is neither."""
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise Invalid("must be 1 or 0", None)

    def spell(self, value: bool) -> str:
        """Return ``1`` or ``0``."""
        return str(int(value))


@dataclass(frozen=True)
class Several:
    """A list of at most ``longest`` values of one kind, with commas between."""

    one: Integer | Real | Choice
    longest: int
    distinct: bool = False

    def parse(self, text: str) -> tuple[Any, ...]:
        """Return the values that ``text`` lists; raise Invalid when some can't be used."""
        values: list[Any] = []
        complaint = ""
        for part in text.split(",") if text.strip() else ():
            try:
                value = self.one.parse(part.strip())
            except Invalid as error:
                complaint, value = str(error), error.nearest
            if value is None or (self.distinct and value in values):
                complaint = complaint or "must not repeat"
            else:
                values.append(value)
        if len(values) > self.longest:
            complaint = f"must be at most {self.longest} values with commas between"
        if complaint:
            raise Invalid(complaint, tuple(values[: self.longest]))
        return tuple(values)

    def spell(self, value: tuple[Any, ...]) -> str:
        """Return the values with commas between."""
        return ",".join(map(self.one.spell, value))


@dataclass(frozen=True)
class Text:
    """A short text that ``check`` accepts: it returns a complaint, or nothing."""

    check: Callable[[str], str]
    longest: int

    def parse(self, text: str) -> str:
        """Return ``text`` itself; raise Invalid with the complaint about it."""
        if len(text) > self.longest:
            raise Invalid(f"must be at most {self.longest} characters", None)
        if complaint := self.check(text):
            raise Invalid(complaint, None)
        return text

    def spell(self, value: str) -> str:
        """Return the text itself."""
        if not isinstance(value, str):
            raise TypeError("not a text")
        return value


Kind = Integer | Real | Choice | Sizes | Flag | Several | Text


@dataclass(frozen=True)
class Param:
    """What a person and a program need to know about one Config field."""

    kind: Kind
    label: str
    help: str
    group: str
    live: bool = False
    advanced: bool = False


def param(
    default: Any,
    kind: Kind,
    label: str,
    help: str,
    *,
    group: str,
    live: bool = False,
    advanced: bool = False,
) -> Any:
    """Declare a dataclass field together with its description.

    ``live`` fields may change while a run goes on; the others start a fresh run. ``advanced``
    fields are shown behind the common ones.
    """
    description = Param(kind, label, help, group, live, advanced)
    return field(default=default, metadata={"param": description})


def _finite(text: str) -> float:
    """Return ``text`` as a float; infinities and huge numbers are clipped by the caller."""
    try:
        number = float(text)
    except ValueError:
        raise Invalid("must be a number", None) from None
    if math.isnan(number):
        raise Invalid("must be a number", None)
    return max(min(number, 1e308), -1e308)
