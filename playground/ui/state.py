"""The page's state: the Config that the address, the widgets and the session agree on."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground import url
from playground.config import DEFAULT, PARAMS, Config, Replacement
from playground.params import Sizes

State = MutableMapping[str, Any]
"""Streamlit's session state; a widget's value stands under its field's name."""

TOUCHED = "_touched"
_KEPT, _WRITTEN, _CONFIG, _NOTICE = "_kept", "_written", "_config", "_notice"


@dataclass(frozen=True)
class Settled:
    """What one run of the script found: the Config, a line to say, fields to point at."""

    config: Config
    notice_id: int
    notice: str
    changed: tuple[str, ...]


def touch(state: State) -> None:
    """Note that a widget caused this run: what it says goes before what the address says."""
    state[TOUCHED] = True


def settle(state: State, address: Mapping[str, str]) -> Settled:
    """Bring widgets and address together and return the Config; never raises.

    The address counts on the first run and when the visitor went back or forward, the widgets
    otherwise. Fields without effect keep their value for when they come back.
    """
    touched = state.pop(TOUCHED, False)
    before = state.get(_CONFIG)
    arrived = before is None or (not touched and dict(address) != state[_WRITTEN])
    texts = dict(address) if arrived else spell(_values(state))
    config, replaced = url.read(texts)
    if not arrived:
        replaced = [r for r in replaced if config.uses(r.name)]
    _put(state, config, [name for name in PARAMS if arrived or config.uses(name)])
    state[_KEPT] = _values(state)
    state[_CONFIG] = config
    state[_WRITTEN] = url.spell(config)
    notice = url.explain(replaced) if arrived else give_way(replaced)
    changed = _differing(config, before or config) if arrived else [r.name for r in replaced]
    return Settled(config, _say(state, notice), notice, tuple(changed))


def spell(values: Mapping[str, Any]) -> dict[str, str]:
    """Return ``values`` as texts; what can't be spelt, a widget left empty, is left out."""
    texts = {}
    for name, value in values.items():
        with suppress(TypeError, ValueError, OverflowError):
            texts[name] = str(PARAMS[name].kind.spell(value))
    return texts


def give_way(replaced: list[Replacement]) -> str:
    """Return one line that says which choices gave way to others; empty when none did."""
    return " ".join(f"{PARAMS[r.name].label}: {r}" for r in replaced)


def _values(state: State) -> dict[str, Any]:
    """Return every field's value: the widget's, or what it had when it was last shown."""
    kept = state.get(_KEPT, {})
    return {name: state.get(name, kept.get(name, getattr(DEFAULT, name))) for name in PARAMS}


def _put(state: State, config: Config, names: list[str]) -> None:
    """Set the widgets of ``names`` to what ``config`` says, and restore those dropped unseen."""
    values = _values(state) | {name: getattr(config, name) for name in names}
    for name, value in values.items():
        if name not in state or state[name] != value:
            state[name] = value
    for name, param in PARAMS.items():
        if isinstance(param.kind, Sizes):
            for i, size in enumerate(values[name]):
                state[row_key(name, i)] = size


def row_key(name: str, i: int) -> str:
    """Return the key of the widget of the ``i``-th size of the field ``name``."""
    return f"{name}_{i}"


def _differing(config: Config, other: Config) -> list[str]:
    """Return the names of the fields in which two Configs differ."""
    return [name for name in PARAMS if getattr(config, name) != getattr(other, name)]


def _say(state: State, text: str) -> int:
    """Return the number of the line to say, a new one when there is something to say."""
    state[_NOTICE] = state.get(_NOTICE, 0) + bool(text)
    return int(state[_NOTICE])
