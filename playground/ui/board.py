"""The board: one keyed component that draws the run and steers it without the script's help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import streamlit as st

from playground import url
from playground.config import Config
from playground.figures import boundary, confusion_matrix, loss_curve, softmax_outputs
from playground.ui.assets import address


@dataclass(frozen=True)
class Notice:
    """One line for the visitor; a new ``id`` shows it again. The text may hold a visitor's words:
    the board shows it as text."""

    id: int
    text: str


# Streamlit sends a component's script with every message: this one only fetches the real one, from
# an address relative to the page, so that it is found under any base path and behind any proxy.
# The data come in a list: in a dict, Streamlit looks for data frames, for which it imports pandas
# (70 MB of the server's memory).
_LOADER = f"""
const load = (name) => import(new URL("{address()}/" + name, document.baseURI).href);
load("early.js");
export default (await load("board.js")).default;
"""

_mount = st.components.v2.component("playground_board", js=_LOADER, isolate_styles=False)


def board(config: Config, notice: Notice, changed: Sequence[str] = ()) -> None:
    """Mount the board for ``config``; ``changed`` names the fields to point at for a moment."""
    names = class_names(config.n_classes)
    _mount(
        key="board",
        data=[
            {
                "query": url.encode(config),
                "figures": base_figures(config.n_classes),
                "classes": names,
                "notice": {"id": notice.id, "text": notice.text},
                "changed": list(changed),
            }
        ],
    )


def class_names(n_classes: int) -> list[str]:
    """Return what the classes are called."""
    return [f"class {k}" for k in range(n_classes)]


@cache
def base_figures(n_classes: int) -> dict[str, str]:
    """Return the charts without numbers, as JSON, by the names that the board knows."""
    names = class_names(n_classes)
    return {
        "boundary": boundary(names).to_json(),
        "loss": loss_curve().to_json(),
        "softmax": softmax_outputs(names).to_json(),
        "confusion": confusion_matrix([str(k) for k in range(n_classes)]).to_json(),
    }
