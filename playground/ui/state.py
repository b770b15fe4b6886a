"""The page's state: the Config that the address, the widgets and the session agree on."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground import url
from playground.config import DEFAULT, PARAMS, VIEW_FIELDS, Config
from playground.params import Invalid, Several, Sizes, Text
from playground.rules import Replacement

State = MutableMapping[str, Any]
"""Streamlit's session state; a widget's value stands under its field's name."""

TOUCHED = "_touched"
_KEPT, _WRITTEN, _CONFIG, _NOTICE = "_kept", "_written", "_config", "_notice"
_WANTED, _ASKED = "_wanted", "_asked"

EACH = {"layer_activations": "activations", "layer_dropouts": "dropouts"}
"""Fields with one value for each hidden layer → the Config's property that is never empty."""


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


def want(state: State, texts: Mapping[str, str], notice: str = "") -> None:
    """Note what comes from outside address and widgets: the next run takes it, and says ``notice``.

    ``texts`` spell fields; those that are missing take their defaults.
    """
    state[_WANTED] = dict(texts), notice


def want_own(state: State, key: str) -> None:
    """Note that the visitor's table ``key`` is to be used, with the other fields as they are."""
    want(state, spell(_values(state)) | {"dataset": "own", "data": key})


def ask_for_own(state: State) -> None:
    """Note that the panel of the visitor's own data is to be opened."""
    state[_ASKED] = True


def asks_for_own(state: State) -> bool:
    """Tell, once, whether the panel of the visitor's own data is to be opened."""
    return bool(state.pop(_ASKED, False))


def settle(state: State, address: Mapping[str, str]) -> Settled:
    """Bring widgets and address together and return the Config; never raises.

    The address counts on the first run and when the visitor went back or forward, the widgets
    otherwise, and what was wanted before both. Fields without effect keep their value for when
    they come back.
    """
    touched = state.pop(TOUCHED, False)
    before = state.get(_CONFIG)
    arrived = before is None or (not touched and dict(address) != state[_WRITTEN])
    wanted = state.pop(_WANTED, None)
    if wanted:
        config, replaced = url.read(wanted[0])
        notice = " ".join(filter(None, (wanted[1], give_way(replaced))))
    elif arrived:
        config, replaced = url.read(address)
        notice = url.explain(replaced)
    else:
        config, replaced = _picked(state, before or DEFAULT)
        notice = give_way(replaced)
    arrived = arrived or bool(wanted)
    _put(state, config, [name for name in PARAMS if arrived or config.uses(name)])
    state[_KEPT] = _values(state)
    state[_CONFIG] = config
    state[_WRITTEN] = url.spell(config)
    changed = _differing(config, before or config) if arrived else [r.name for r in replaced]
    return Settled(config, _say(state, notice), notice, tuple(changed))


def _picked(state: State, before: Config) -> tuple[Config, list[Replacement]]:
    """Return the Config that the widgets say, and what had to give way that a visitor can see."""
    texts = spell(_values(state))
    if texts["dataset"] == "own" and not texts["data"]:
        texts["dataset"] = before.dataset
        ask_for_own(state)
    mended = _mend(texts, before)
    config, replaced = url.read(texts)
    unseen = VIEW_FIELDS if config.dataset != before.dataset else ()
    seen = [r for r in replaced if config.uses(r.name) and r.name not in unseen]
    return config, mended + seen


def _mend(texts: dict[str, str], before: Config) -> list[Replacement]:
    """Put the last good text in place of what was typed and can't be used; return what was."""
    mended = []
    for name, param in PARAMS.items():
        try:
            if isinstance(param.kind, Text) and name in texts:
                param.kind.parse(texts[name])
        except Invalid as error:
            used = getattr(before, name)
            mended.append(Replacement(name, texts[name], used, str(error)))
            texts[name] = used
    return mended


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
        shown = list(value) if isinstance(PARAMS[name].kind, Several) else value
        if name not in state or state[name] != shown:
            state[name] = shown
    _put_rows(state, config, values)


def _put_rows(state: State, config: Config, values: Mapping[str, Any]) -> None:
    """Set the widgets of the hidden layers, one row of them for each."""
    for name, param in PARAMS.items():
        if isinstance(param.kind, Sizes):
            for i, size in enumerate(values[name]):
                state[row_key(name, i)] = size
    for name, every in EACH.items():
        for i, value in enumerate(getattr(config, every)):
            state[row_key(name, i)] = value


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
