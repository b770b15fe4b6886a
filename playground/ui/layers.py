"""The hidden layers: a line for each, with its size, or also its own activation and dropout."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.catalog import ACTIVATIONS
from playground.config import MAX_LAYERS, PARAMS, Config
from playground.params import Param, Real, Several, Sizes
from playground.ui.state import EACH, row_key, touch

PER_LAYER = "per_layer"
"""Key of the switch that shows activation and dropout of each layer."""


def shows_each(config: Config) -> bool:
    """Tell whether each layer's own activation and dropout are shown."""
    chosen = any(getattr(config, name) for name in EACH)
    return bool(config.hidden) and (chosen or st.session_state.get(PER_LAYER, False))


def hidden_layers(name: str, param: Param, kind: Sizes, config: Config) -> None:
    """Show one line per layer, with a way to add and to take away."""
    each = shows_each(config)
    st.session_state[PER_LAYER] = each
    lines = st.container(key=f"lines_{name}")
    head = lines.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap=None
    )
    head.markdown(param.label, help=param.help, width="content")
    head.toggle(
        "each its own",
        key=PER_LAYER,
        help="Gives each layer its own activation and dropout.",
        disabled=not config.hidden,
        on_change=_share,
    )
    head.button(
        "Add layer",
        icon=":material/add:",
        key=f"add_{name}",
        disabled=len(config.hidden) >= kind.longest,
        on_click=_add,
        args=(name,),
    )
    for i in range(len(config.hidden)):
        with lines:
            _line(name, kind, i, each)


def _line(name: str, kind: Sizes, i: int, each: bool) -> None:
    """Show line ``i``: its size, what is its own, and a way to take it away."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    line.number_input(
        f"Units of hidden layer {i + 1}",
        min_value=kind.low,
        max_value=kind.high,
        key=row_key(name, i),
        on_change=_resize,
        args=(name, i),
        label_visibility="collapsed",
        width=64 if each else "stretch",
    )
    if each:
        _own(line, i)
    line.button(
        f"Remove layer {i + 1}",
        icon=":material/close:",
        key=f"remove_{row_key(name, i)}",
        on_click=_take_away,
        args=(name, i),
    )


def _own(line: Any, i: int) -> None:
    """Show activation and dropout of line ``i``."""
    line.selectbox(
        f"Activation of hidden layer {i + 1}",
        list(ACTIVATIONS),
        format_func=lambda key: ACTIVATIONS[key].label,
        key=row_key("layer_activations", i),
        on_change=_choose,
        args=("layer_activations",),
        label_visibility="collapsed",
    )
    dropout = _one(PARAMS["layer_dropouts"])
    line.number_input(
        f"Dropout of hidden layer {i + 1}",
        min_value=float(dropout.low),
        max_value=float(dropout.high),
        step=0.05,
        format="%g",
        key=row_key("layer_dropouts", i),
        on_change=_choose,
        args=("layer_dropouts",),
        label_visibility="collapsed",
        width=64,
    )


def _one(param: Param) -> Real:
    """Return the kind of the values that a field lists."""
    assert isinstance(param.kind, Several)
    assert isinstance(param.kind.one, Real)
    return param.kind.one


def _choose(name: str) -> None:
    """Take what all lines now show for the field ``name``."""
    n_layers = len(st.session_state["hidden"])
    st.session_state[name] = [st.session_state[row_key(name, i)] for i in range(n_layers)]
    touch(st.session_state)  # type: ignore[arg-type]


def _share() -> None:
    """Give all layers the same again when the switch goes off."""
    if not st.session_state[PER_LAYER]:
        for name in EACH:
            st.session_state[name] = []
    touch(st.session_state)  # type: ignore[arg-type]


def _resize(name: str, i: int) -> None:
    """Take the size that the widget of line ``i`` now shows."""
    sizes = list(st.session_state[name])
    sizes[i] = st.session_state[row_key(name, i)]
    _set_sizes(name, sizes)


def _take_away(name: str, i: int) -> None:
    """Take line ``i`` away, and what was its own."""
    for field in EACH:
        values = list(st.session_state[field])
        st.session_state[field] = values[:i] + values[i + 1 :]
    sizes = list(st.session_state[name])
    _set_sizes(name, sizes[:i] + sizes[i + 1 :])


def _add(name: str) -> None:
    """Add a line like the last one."""
    for field in EACH:
        values = list(st.session_state[field])
        st.session_state[field] = (values + values[-1:])[:MAX_LAYERS]
    sizes = list(st.session_state[name])
    _set_sizes(name, [*sizes, sizes[-1] if sizes else 8])


def _set_sizes(name: str, sizes: list[int]) -> None:
    """Set the field and its lines; ``settle`` brings the lines in step."""
    st.session_state[name] = tuple(sizes)
    touch(st.session_state)  # type: ignore[arg-type]
