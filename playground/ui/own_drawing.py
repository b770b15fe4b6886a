"""The square on which a visitor draws points by class: a small component of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.figures.palette import CLASS_COLOURS
from playground.table.drawn import MAX_DRAWN
from playground.ui.assets import BROWSER

_FOLDER = BROWSER / "drawing"

KEY = "own_drawing"


def _read(name: str) -> str:
    """Return the text of a file of the component."""
    return (_FOLDER / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "playground_own_drawing",
    html=_read("drawing.html"),
    css=_read("drawing.css"),
    js=_read("drawing.js"),
)


def drawing(on_drawn: Callable[[Any], None]) -> None:
    """Show the square; ``on_drawn`` is given ``[[x1, x2, class], …]`` as the browser sent it."""
    # The data come in a list: in a dict, Streamlit looks for data frames and imports pandas.
    _mount(
        key=KEY,
        data=[{"colours": list(CLASS_COLOURS), "most": MAX_DRAWN}],
        on_drawn_change=lambda: on_drawn(getattr(st.session_state.get(KEY), "drawn", None)),
    )
