"""The controls: one native widget per Config field, made from the field's description."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from playground.config import PARAMS, Config
from playground.params import Choice, Integer, Param, Real, Sizes
from playground.ui.pictures import picture
from playground.ui.state import row_key, touch

_DIFFERENCE = (
    ":material/bolt: bends the running curve. Everything else starts afresh from the seed."
)
"""What the mark on live fields means; the style sheet puts the mark there."""

_FEW = 9
"""As many whole numbers or fewer are shown side by side."""

_SHORT = 16
"""Longest label of a choice that fits half the column."""


def controls(config: Config) -> None:
    """Show every field of ``config`` that has an effect, group by group."""
    group = ""
    for name, param in PARAMS.items():
        if config.uses(name):
            if param.group != group:
                group = param.group
                st.markdown(f"##### {group}")
            _WIDGETS[type(param.kind)](name, param, param.kind)
    st.caption(_DIFFERENCE)


@cache
def rules() -> str:
    """Return the style rules that follow from the fields: which are marked live, which are wide."""
    live = _selector([name for name, param in PARAMS.items() if param.live])
    wide = _selector([name for name, param in PARAMS.items() if _is_wide(param)])
    return (
        f'<style>{live} [data-testid="stWidgetLabel"] p::after {{ content: "bolt" / ""; }}\n'
        f":is({wide}, :has(> {wide})) {{ grid-column: 1 / -1; }}</style>"
    )


def _selector(names: list[str]) -> str:
    """Return the CSS selector of the widgets of these fields."""
    return f":is({', '.join(f'.st-key-{name}' for name in names)})"


def _is_wide(param: Param) -> bool:
    """Tell whether a field needs the column's full width."""
    if isinstance(param.kind, Choice):
        longest = max(len(entry.label) for entry in param.kind.registry.values())
        return longest > _SHORT or _pictured(param.kind)
    return isinstance(param.kind, Sizes)


def _common(name: str, param: Param) -> dict[str, Any]:
    """Return the arguments that every widget of a field takes."""
    return {"label": param.label, "key": name, "help": param.help, "on_change": _touch}


def _touch() -> None:
    """Note that a widget caused this run."""
    touch(st.session_state)  # type: ignore[arg-type]


def _integer(name: str, param: Param, kind: Integer) -> None:
    """Show a whole number."""
    if kind.high - kind.low < _FEW:
        options = list(range(kind.low, kind.high + 1))
        st.segmented_control(
            options=options, required=True, width="stretch", **_common(name, param)
        )
    else:
        st.number_input(
            min_value=kind.low, max_value=kind.high, step=kind.step, **_common(name, param)
        )


def _real(name: str, param: Param, kind: Real) -> None:
    """Show a real number, on a scale of ratios where its sizes are compared so."""
    if kind.log:
        value = st.session_state[name]
        options = sorted({*_ladder(kind.low, kind.high), value})
        st.select_slider(options=options, format_func=_spelt, **_common(name, param))
    else:
        step = kind.step
        st.slider(
            min_value=float(kind.low),
            max_value=float(kind.high),
            step=step,
            format=f"%.{max(0, -math.floor(math.log10(step)))}f",
            **_common(name, param),
        )


def _ladder(low: float, high: float) -> list[float]:
    """Return 1, 2, 3, 5 times the powers of ten in [low, high]."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    rungs = [float(f"{digit}e{exponent}") for exponent in exponents for digit in (1, 2, 3, 5)]
    return [rung for rung in rungs if low <= rung <= high]


def _spelt(value: float) -> str:
    """Return ``value`` as short as it can be read."""
    return f"{value:g}"


def _choice(name: str, param: Param, kind: Choice) -> None:
    """Show one key of a registry: pictures where there are some, else a list."""
    entries = kind.registry
    common = _common(name, param) | {"help": _explained(param, kind)}
    if _pictured(kind):
        st.pills(
            options=list(entries),
            required=True,
            format_func=lambda key: f"![]({picture(key)}) {entries[key].label}",
            width="stretch",
            **common,
        )
    else:
        st.selectbox(options=list(entries), format_func=lambda key: entries[key].label, **common)


def _pictured(kind: Choice) -> bool:
    """Tell whether every entry of a registry has a picture."""
    return all(picture(key) for key in kind.registry)


def _explained(param: Param, kind: Choice) -> str:
    """Return the help of a choice: what it is, then each entry."""
    lines = [f"- **{entry.label}**: {entry.help}" for entry in kind.registry.values()]
    return "\n".join([param.help, "", *lines])


def _sizes(name: str, param: Param, kind: Sizes) -> None:
    """Show one line per size, with a way to add and to take away."""
    sizes = st.session_state[name]
    lines = st.container(key=name, gap="xxsmall")
    head = lines.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap=None
    )
    head.markdown(param.label, help=param.help, width="content")
    head.button(
        "Add layer",
        icon=":material/add:",
        key=f"add_{name}",
        disabled=len(sizes) >= kind.longest,
        on_click=_add,
        args=(name,),
    )
    for i in range(len(sizes)):
        with lines:
            _size(name, kind, i)


def _size(name: str, kind: Sizes, i: int) -> None:
    """Show line ``i``: its size, and a way to take it away."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    line.number_input(
        f"Units of hidden layer {i + 1}",
        min_value=kind.low,
        max_value=kind.high,
        key=row_key(name, i),
        on_change=_resize,
        args=(name, i),
        label_visibility="collapsed",
    )
    line.button(
        f"Remove layer {i + 1}",
        icon=":material/close:",
        key=f"remove_{row_key(name, i)}",
        on_click=_take_away,
        args=(name, i),
    )


def _resize(name: str, i: int) -> None:
    """Take the size that the widget of line ``i`` now shows."""
    sizes = list(st.session_state[name])
    sizes[i] = st.session_state[row_key(name, i)]
    _set_sizes(name, sizes)


def _take_away(name: str, i: int) -> None:
    """Take line ``i`` away."""
    sizes = list(st.session_state[name])
    _set_sizes(name, sizes[:i] + sizes[i + 1 :])


def _add(name: str) -> None:
    """Add a line like the last one."""
    sizes = list(st.session_state[name])
    _set_sizes(name, [*sizes, sizes[-1] if sizes else 8])


def _set_sizes(name: str, sizes: list[int]) -> None:
    """Set the field and its lines; ``settle`` brings the lines in step."""
    st.session_state[name] = tuple(sizes)
    _touch()


_WIDGETS: dict[type, Callable[[str, Param, Any], None]] = {
    Integer: _integer,
    Real: _real,
    Choice: _choice,
    Sizes: _sizes,
}
