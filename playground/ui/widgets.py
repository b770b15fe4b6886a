"""One native widget per kind of Config field, made from the field's description."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

import streamlit as st

from playground.catalog import DATASETS
from playground.config import Config
from playground.labs.places import FIELDS
from playground.params import Choice, Flag, Integer, Param, Real, Several, Sizes, Text
from playground.ui.labs import with_way
from playground.ui.layers import hidden_layers
from playground.ui.markup import plain
from playground.ui.names import feature_names, label_names
from playground.ui.pictures import picture
from playground.ui.state import session, showing, take

_FEW = 9
"""As many whole numbers or fewer are shown side by side."""

_SHORT = 16
"""Longest label of a choice that fits half the column."""

_NOTCHES = 100
"""Most steps of a slider that a hand can tell apart."""

_NAMED: Mapping[str, Callable[[Config], list[str]]] = {
    "plane_x": feature_names,
    "plane_y": feature_names,
    "shown_label": label_names,
}
"""Fields whose numbers stand for something with a name."""

_BOUNDS: Mapping[str, Callable[[Config], tuple[int, int]]] = {
    "n_classes": lambda config: config.spec.n_classes,
}
"""Fields whose bounds are narrower than their kind's."""


def widget(name: str, param: Param, config: Config) -> None:
    """Show the widget of the field ``name``; live ones in a container that tells them apart."""
    with st.container(key=f"live_{name}", gap=None) if param.live else nullcontext():
        if name in _NAMED:
            _named(name, param, _NAMED[name](config), getattr(config, name))
        else:
            _WIDGETS[type(param.kind)](name, param, param.kind, config)


def is_wide(name: str, param: Param) -> bool:
    """Tell whether a field needs the column's full width."""
    kind = param.kind
    if isinstance(kind, Choice):
        # A loss too long for half the column is cut short there and whole in its list.
        longest = max(len(entry.label) for entry in kind.registry.values())
        return (longest > _SHORT and name != "loss") or is_pictured(kind)
    return isinstance(kind, Sizes | Several | Text | Flag) or name == "n_classes"


def is_pictured(kind: Choice) -> bool:
    """Tell whether the entries of a registry are picked by their pictures."""
    return kind.registry is DATASETS


def _about(name: str, param: Param) -> dict[str, Any]:
    """Return what every widget of a field is told of it, and whom it tells what is chosen."""
    help = _helped(name, param.help)
    return {"label": param.label, "help": help, "on_change": take, "args": (name,)}


def _helped(name: str, sentence: str) -> str:
    """Return what a field's help says, with the way to its lab."""
    return with_way(sentence, FIELDS.get(name, ""))


def _labelled(param: Param, kind: Integer | Real, value: float) -> str:
    """Return a number's label, with what 0 means while it is 0."""
    return f"{param.label}: {kind.zero}" if kind.zero and value == 0 else param.label


def _named(name: str, param: Param, names: list[str], value: int) -> None:
    """Show a number that stands for something by that thing's name."""
    st.selectbox(
        options=list(range(len(names))),
        format_func=lambda k: names[k],
        **showing(name, value, index=value),
        **_about(name, param),
    )


def _integer(name: str, param: Param, kind: Integer, config: Config) -> None:
    """Show a whole number."""
    low, high = _BOUNDS[name](config) if name in _BOUNDS else (kind.low, kind.high)
    value = getattr(config, name)
    about = _about(name, param) | {"label": _labelled(param, kind, value)}
    if high - low < _FEW:
        options = list(range(low, high + 1))
        shown = showing(name, value, default=value)
        st.segmented_control(options=options, required=True, width="stretch", **shown, **about)
    else:
        shown = showing(name, value, value=value)
        st.number_input(min_value=low, max_value=high, step=kind.step, **shown, **about)


def _real(name: str, param: Param, kind: Real, config: Config) -> None:
    """Show a real number, on a scale of ratios where its sizes are compared so."""
    value = getattr(config, name)
    label = _labelled(param, kind, value)
    shown = showing(name, value, value=value) | _about(name, param) | {"label": label}
    bounds: dict[str, Any] = {"min_value": float(kind.low), "max_value": float(kind.high)}
    if kind.log:
        options = sorted({*kind.rungs, value})
        st.select_slider(options=options, format_func=_spelt, **shown)
    elif (kind.high - kind.low) / kind.step > _NOTCHES + 0.5:
        st.number_input(step=kind.step, format="%g", **bounds, **shown)
    else:
        digits = max(0, -math.floor(math.log10(kind.step)))
        st.slider(step=kind.step, format=f"%.{digits}f", **bounds, **shown)


def _spelt(value: float) -> str:
    """Return ``value`` as short as it can be read."""
    return f"{value:g}"


def _choice(name: str, param: Param, kind: Choice, config: Config) -> None:
    """Show one key of a registry: pictures where there are some, else a list."""
    entries, value = kind.registry, getattr(config, name)
    options = list(entries)
    about = _about(name, param) | {"help": _explained(name, param, kind)}
    if is_pictured(kind):
        about["help"] = f"{param.help} {entries[value].label}: {entries[value].help}"
        st.pills(
            options=options,
            required=True,
            format_func=lambda key: _pictured(key, entries[key].label),
            width="stretch",
            **showing(name, value, default=value),
            **about | {"label": f"{param.label}: {entries[value].label}"},
        )
    else:
        st.selectbox(
            options=options,
            format_func=lambda key: entries[key].label,
            **showing(name, value, index=options.index(value)),
            **about,
        )


def _pictured(key: str, label: str) -> str:
    """Return the picture of an entry and its name, which shows when pointed at or focused."""
    return f"![]({picture(key)}) **{label}**"


def _explained(name: str, param: Param, kind: Choice) -> str:
    """Return the help of a choice: what it is, then each entry."""
    lines = [f"- **{entry.label}**: {entry.help}" for entry in kind.registry.values()]
    return "\n".join([_helped(name, param.help), "", *lines])


def _flag(name: str, param: Param, _: Flag, config: Config) -> None:
    """Show a yes or no."""
    value = getattr(config, name)
    st.toggle(**showing(name, value, value=value), **_about(name, param))


def _several(name: str, param: Param, kind: Several, config: Config) -> None:
    """Show the entries of a registry of which any number can be taken."""
    assert isinstance(kind.one, Choice)
    entries, values = kind.one.registry, list(getattr(config, name))
    st.pills(
        options=list(entries),
        selection_mode="multi",
        format_func=lambda key: entries[key].label,
        width="stretch",
        **showing(name, values, default=values),
        **_about(name, param) | {"help": _explained(name, param, kind.one)},
    )


def _text(name: str, param: Param, kind: Text, config: Config) -> None:
    """Show a text; one that can't be used stays as it was typed, above what is wrong with it."""
    refused = session().refused.get(name)
    value = str(refused.given) if refused else getattr(config, name)
    st.text_input(
        max_chars=kind.longest, **showing(name, value, value=value), **_about(name, param)
    )
    if refused:
        sentence = f"{param.label} {refused.reason}. {refused.used} is used."
        st.caption(f":red[{plain(sentence)}]")


_WIDGETS: dict[type, Callable[[str, Param, Any, Config], None]] = {
    Integer: _integer,
    Real: _real,
    Choice: _choice,
    Flag: _flag,
    Several: _several,
    Text: _text,
    Sizes: hidden_layers,
}
