"""The square on which a visitor draws points by class: a small component of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.figures.palette import CLASS_COLOURS
from playground.table.drawn import MAX_DRAWN, MAX_DRAWN_CLASSES
from playground.ui.assets import BROWSER

_HTML = """
<div class="tools" role="group" aria-label="What to draw"></div>
<canvas tabindex="0" role="application"
  aria-label="Drawing square: click or drag; with the keyboard, arrows move and Space draws">
</canvas>
<div class="said" aria-live="polite"></div>
<div class="acts">
  <button type="button" class="undo">Undo</button>
  <button type="button" class="clear">Clear</button>
  <button type="button" class="use">Use these points</button>
</div>
"""

_CSS = """
canvas { width: 280px; max-width: 100%; aspect-ratio: 1; display: block; margin: 6px 0;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  background: var(--st-background-color); color: var(--st-text-color);
  cursor: crosshair; touch-action: none; }
canvas:focus-visible, button:focus-visible { outline: 2px solid var(--st-primary-color); }
.tools, .acts { display: flex; flex-wrap: wrap; gap: 4px; }
.said { font-size: 0.8rem; opacity: 0.75; margin-bottom: 6px; }
button { font: inherit; font-size: 0.85rem; min-width: 28px; padding: 2px 8px; cursor: pointer;
  color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-bottom: 4px solid var(--class, transparent);
  border-radius: var(--st-base-radius); }
button[aria-pressed="true"] { border-color: var(--class, var(--st-primary-color));
  font-weight: 700; }
.use { border-color: var(--st-primary-color); }
"""

KEY = "own_drawing"

_mount = st.components.v2.component(
    "playground_own_drawing",
    html=_HTML,
    css=_CSS,
    js=(BROWSER / "drawing" / "drawing.js").read_text(encoding="utf-8"),
)


def drawing(on_drawn: Callable[[Any], None]) -> None:
    """Show the square; ``on_drawn`` is given ``[[x1, x2, class], …]`` as the browser sent it."""
    # The data come in a list: in a dict, Streamlit looks for data frames and imports pandas.
    _mount(
        key=KEY,
        data=[{"colours": list(CLASS_COLOURS[:MAX_DRAWN_CLASSES]), "most": MAX_DRAWN}],
        on_drawn_change=lambda: on_drawn(getattr(st.session_state.get(KEY), "drawn", None)),
    )
