"""Values of Config fields as people read them."""

from __future__ import annotations

from typing import Any

from playground.config import PARAMS, Config
from playground.params import Choice, Flag, Integer, Kind, Real, Several, Sizes

LONGEST = 40
"""Characters of a value that a line repeats."""


def summary(config: Config) -> str:
    """Return an experiment in one line: its points, its network and how it learns."""
    values = {name: told(name, getattr(config, name)) for name in _TELLING}
    hidden = (
        f"hidden {values['hidden']} ({values['activation']})"
        if config.hidden
        else "no hidden layer"
    )
    learns = f"{values['loss']}, {values['optimizer']} at {values['learning_rate']}"
    return f"{values['dataset']} · {hidden} · {learns}"


_TELLING = ("dataset", "hidden", "activation", "loss", "optimizer", "learning_rate")


def told(name: str, value: Any) -> str:
    """Return the value of the field ``name`` in words; also what is none, as it came, cut short."""
    kind = PARAMS[name].kind
    try:
        words = (
            _told(kind, value) if isinstance(kind, Choice) or not isinstance(value, str) else value
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        words = str(value)
    line = " ".join(words.split()).encode("utf-8", "replace").decode()
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _told(kind: Kind, value: Any) -> str:
    """Return a value of one kind in words; raises when it is none."""
    match kind:
        case Choice(registry=registry):
            return registry[value].label
        case Flag():
            return "on" if value else "off"
        case Sizes():
            return ", ".join(map(str, value)) or "no layers"
        case Several(one=one):
            return ", ".join(_told(one, each) for each in value) or "none"
        case Integer(zero=zero) | Real(zero=zero) if zero and value == 0:
            return zero
    return kind.spell(value)
