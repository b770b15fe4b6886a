"""The hidden layers: a line for each, with its size, or also its own activation and dropout."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.catalog import ACTIVATIONS
from playground.config import PARAMS, Config
from playground.labs.places import FIELDS
from playground.params import Param, Real, Several, Sizes
from playground.ui.labs import with_way
from playground.ui.state import session, showing

_SWITCH = "per_layer"
"""Key of the switch that shows activation and dropout of each layer."""


def hidden_layers(name: str, param: Param, kind: Sizes, config: Config) -> None:
    """Show one line per layer, with a way to add and to take away."""
    each = session().per_layer
    lines = st.container(key=f"lines_{name}")
    head = lines.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap=None
    )
    told = with_way(param.help, FIELDS[name])
    head.markdown(param.label, help=told, width="content")
    head.toggle(
        "each its own",
        **showing(_SWITCH, each, value=each),
        help="Gives each layer its own activation and dropout.",
        disabled=not config.hidden,
        on_change=_switch,
    )
    head.button(
        "Add layer",
        icon=":material/add:",
        key=f"add_{name}",
        disabled=len(config.hidden) >= kind.longest,
        on_click=session().add_layer,
    )
    for i in range(len(config.hidden)):
        with lines:
            _line(name, kind, i, config)


def _line(name: str, kind: Sizes, i: int, config: Config) -> None:
    """Show line ``i``: its size, what is its own, and a way to take it away."""
    each = session().per_layer
    key, size = _row_key(name, i), config.hidden[i]
    line = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    line.number_input(
        f"Units of hidden layer {i + 1}",
        min_value=kind.low,
        max_value=kind.high,
        **showing(key, size, value=size),
        on_change=_resize,
        args=(key, i),
        label_visibility="collapsed",
        width=64 if each else "stretch",
    )
    if each:
        _own_activation(line, i, config.activations[i])
        _own_dropout(line, i, config.dropouts[i])
    line.button(
        f"Remove layer {i + 1}",
        icon=":material/close:",
        key=f"remove_{key}",
        on_click=session().remove_layer,
        args=(i,),
    )


def _own_activation(line: Any, i: int, activation: str) -> None:
    """Show the activation of line ``i``."""
    name, choices = "layer_activations", list(ACTIVATIONS)
    key = _row_key(name, i)
    line.selectbox(
        f"Activation of hidden layer {i + 1}",
        choices,
        format_func=lambda key: ACTIVATIONS[key].label,
        **showing(key, activation, index=choices.index(activation)),
        on_change=_choose,
        args=(key, name, i),
        label_visibility="collapsed",
    )


def _own_dropout(line: Any, i: int, dropout: float) -> None:
    """Show the dropout of line ``i``."""
    name = "layer_dropouts"
    key, kind = _row_key(name, i), _one(PARAMS[name])
    line.number_input(
        f"Dropout of hidden layer {i + 1}",
        min_value=float(kind.low),
        max_value=float(kind.high),
        step=0.05,
        format="%g",
        **showing(key, dropout, value=dropout),
        on_change=_choose,
        args=(key, name, i),
        label_visibility="collapsed",
        width=64,
    )


def _one(param: Param) -> Real:
    """Return the kind of the values that a field lists."""
    assert isinstance(param.kind, Several)
    assert isinstance(param.kind.one, Real)
    return param.kind.one


def _row_key(name: str, i: int) -> str:
    """Return the key of the widget of the ``i``-th value of the field ``name``."""
    return f"{name}_{i}"


def _switch() -> None:
    """Take what the switch now says."""
    session().show_each(st.session_state[_SWITCH])


def _resize(key: str, i: int) -> None:
    """Take the size that line ``i`` now shows."""
    session().resize(i, st.session_state[key])


def _choose(key: str, name: str, i: int) -> None:
    """Take the value of the field ``name`` that line ``i`` now shows."""
    session().choose(name, i, st.session_state[key])
