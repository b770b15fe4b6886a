"""The board: one keyed component that draws the run and steers it without the script's help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import streamlit as st

from playground import url
from playground.config import PARAMS, Config
from playground.figures import boundary, confusion_matrix, loss_curve, softmax_outputs
from playground.serve.server.routes import POOL
from playground.ui.assets import address
from playground.ui.names import class_names, output_names
from playground.ui.state import session


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
    """Tell the run what is wanted, and mount the board for it.

    ``changed`` names the fields to point at for a moment.
    """
    secret, query = session().secret, url.encode(config)
    POOL.want(secret, query)
    names, outputs = tuple(class_names(config)), tuple(output_names(config))
    _mount(
        key="board",
        data=[
            {
                "session": secret,
                "query": query,
                "generation": config.generation,
                "figures": base_figures(names, outputs),
                "classes": names,
                "outputs": outputs,
                "pictured": config.spec.picture_size is not None,
                "labels": _labels(),
                "notice": {"id": notice.id, "text": notice.text},
                "changed": list(changed),
            }
        ],
        on_halve_change=_halve,
    )


def _halve() -> None:
    """Halve the learning rate."""
    kind: Any = PARAMS["learning_rate"].kind
    halved = max(kind.low, session().config.learning_rate / 2)
    session().change("learning_rate", halved)


@cache
def _labels() -> dict[str, str]:
    """Return what the controls are called, by their fields' names."""
    return {name: param.label for name, param in PARAMS.items()}


@lru_cache(maxsize=256)
def base_figures(classes: tuple[str, ...], outputs: tuple[str, ...]) -> dict[str, str]:
    """Return the charts without numbers, as JSON, by the names that the board knows.

    Plotly takes names for markup: they come escaped.
    """
    names = [escape(name, quote=False) for name in classes]
    bars = [escape(name, quote=False) for name in outputs]
    return {
        "boundary": boundary(names).to_json(),
        "loss": loss_curve().to_json(),
        "softmax": softmax_outputs(bars).to_json(),
        "confusion": confusion_matrix([_short(name) for name in names]).to_json(),
    }


def _short(name: str) -> str:
    """Return what stands beside the matrix's rows and columns: of ``class 3``, the number."""
    return name.removeprefix("class ")
