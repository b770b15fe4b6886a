"""The controls: the widgets of all Config fields that have an effect, group by group."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from itertools import groupby

import streamlit as st

from playground.config import PARAMS, Config
from playground.fields import DATA, NETWORK, TRAINING
from playground.params import Choice
from playground.ui.session import EACH
from playground.ui.state import session
from playground.ui.widgets import is_wide, widget

_DIFFERENCE = ":material/bolt: bends the run, the rest starts it afresh"
"""What the mark on live fields means; the style sheet puts the mark there."""

_ELSEWHERE = {"data", *EACH}
"""Fields that have no widget of their own: the own data's panel and the layers' lines set them."""

_SHARED = {"activation", "dropout"}
"""Fields that each layer's own value stands in for."""


def controls(config: Config, only: Collection[str] = ()) -> None:
    """Show every field of ``config`` that has an effect, or of these ``only`` some."""
    for group in (DATA, NETWORK, TRAINING):
        names = [n for n in PARAMS if PARAMS[n].group == group and is_shown(n, config)]
        if only:
            _few(group, [name for name in names if name in only], config)
            continue
        with st.container(key=f"group_{group.lower()}", gap="xxsmall"):
            _head(group)
            lines([name for name in names if not PARAMS[name].advanced], config)
            more = f"More {group.lower()} options"
            with st.expander(more, key=f"more_{group.lower()}", type="compact"):
                lines([name for name in names if PARAMS[name].advanced], config)


def _few(group: str, names: list[str], config: Config) -> None:
    """Show the fields of a group that are left, if any are."""
    if names:
        with st.container(key=f"group_{group.lower()}", gap="xxsmall"):
            st.markdown(f"##### {group}", width="content")
            lines(names, config)


def _head(group: str) -> None:
    """Show the name of a group, with the way to one's own data or what the mark means beside it."""
    head = st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap=None
    )
    head.markdown(f"##### {group}", width="content")
    if group == DATA:
        head.button(
            "Own data",
            icon=":material/upload:",
            key="own_data",
            type="tertiary",
            help="Upload or paste a CSV file, or draw points.",
            on_click=session().ask_for_own,
        )
    elif group == NETWORK:
        head.caption(_DIFFERENCE, width="content")


def is_shown(name: str, config: Config) -> bool:
    """Tell whether the field ``name`` has an effect, a choice, and its widget here."""
    kind = PARAMS[name].kind
    is_settled = isinstance(kind, Choice) and len(kind.registry) == 1
    is_shared = name in _SHARED and session().per_layer
    return config.uses(name) and name not in _ELSEWHERE and not is_settled and not is_shared


def lines(names: list[str], config: Config) -> None:
    """Show the widgets of ``names``, two on a line where they are narrow.

    Narrow neighbours share one container, which the style sheet makes a grid: columns for each
    line would be three more messages a line from server to browser, in every run of the script.
    """
    for wide, neighbours in groupby(names, lambda name: is_wide(name, PARAMS[name])):
        shown = list(neighbours)
        with nullcontext() if wide else st.container(key=f"grid_{shown[0]}"):
            for name in shown:
                widget(name, PARAMS[name], config)
