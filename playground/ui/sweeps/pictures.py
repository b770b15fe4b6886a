"""The grid of small decision boundaries: two fields across and down, seeds averaged."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from playground.config import PARAMS
from playground.figures.mosaic import coloured, disagreement, png, resampled, shaded
from playground.sweeps.finished import Finished, as_proba
from playground.sweeps.plan import Cell, Plan
from playground.ui.words import told

STYLE = """<style>
.sweep-pictures { overflow-x: auto; }
.sweep-pictures td, .sweep-pictures th { padding: 2px; text-align: center; font-weight: 400; }
.sweep-pictures th { font-size: 0.85rem; white-space: nowrap; }
.sweep-pictures img { width: 84px; height: 84px; display: block; border-radius: 3px; }
.sweep-apart { width: 168px; height: 168px; border: 1px solid rgba(127, 127, 127, 0.4); }
</style>"""

MOST_PICTURES, MOST_KEPT = 150, 1000

SAID = (
    "Decision boundaries: colour is the predicted class, paler where the networks are less sure, "
    "grey where seeds disagree."
)
FIRST_ONLY = " A slice of more than two features differs from seed to seed: the first seed's."


def boundaries(plan: Plan, cells: Sequence[Cell], done: Finished) -> None:
    """Show one picture a cell, as far as there are some."""
    pictures = {cell.values: picture(cell, done) for cell in cells[:MOST_PICTURES]}
    if not any(pictures.values()):
        return
    is_plane = all(cell.config.is_planar for cell in cells)
    st.caption(SAID + ("" if is_plane else FIRST_ONLY))
    st.html(STYLE + _grid(plan, pictures))


def picture(cell: Cell, done: Finished) -> str:
    """Return the address of a cell's picture; empty when no run of it has one."""
    keys = [key for key in cell.keys if key in done.pictures]
    keys = keys if cell.config.is_planar else keys[:1]
    if not keys:
        return ""
    name = tuple(keys)  # the same runs are the same picture, whoever looks
    if name not in _KEPT:
        _KEPT[name] = _averaged(done, keys)
    _KEPT.move_to_end(name)
    while len(_KEPT) > MOST_KEPT:
        _KEPT.popitem(last=False)
    return _KEPT[name]


_KEPT: OrderedDict[tuple[str, ...], str] = OrderedDict()


def _averaged(done: Finished, keys: Sequence[str]) -> str:
    """Return the address of the picture of some runs together."""
    return png(coloured(_proba(done, keys)))


def _proba(done: Finished, keys: Sequence[str]) -> np.ndarray:
    """Return what the networks of some runs say of the same places (n, SIDE, SIDE, n_classes)."""
    found = [done.picture(key) for key in keys]
    found = [pair for pair in found if pair[1].shape == found[0][1].shape]
    extents = np.array([extent for extent, _ in found])
    onto = np.array([f(c) for f, c in zip((min, max, min, max), extents.T, strict=True)])
    return np.array([as_proba(resampled(levels, extent, onto)) for extent, levels in found])


def ensemble(cell: Cell, done: Finished) -> None:
    """Show where the seeds of a cell agree and where they don't."""
    keys = [key for key in cell.keys if key in done.pictures]
    if len(keys) < 2 or not cell.config.is_planar:
        return
    apart = disagreement(_proba(done, keys))
    st.caption(
        f"Where {len(keys)} networks disagree: white, all say the same class; dark, half of them "
        f"another. They agree on {(apart == 0).mean():.0%} of the plane."
    )
    address = png(shaded(apart))
    st.html(f'{STYLE}<img class="sweep-apart" alt="where the seeds disagree" src="{address}">')


def _grid(plan: Plan, pictures: dict[tuple, str]) -> str:
    """Return HTML of the pictures, the first field across and the second down."""
    axes = plan.axes[:2]
    across = axes[0].values if axes else [None]
    down = axes[1].values if len(axes) > 1 else [None]
    head = "".join(f"<th>{_said(plan, 0, value)}</th>" for value in across)
    rows = []
    for below in down:
        places = [_place(pictures, [across_one, below][: len(axes)]) for across_one in across]
        rows.append(f"<tr><th>{_said(plan, 1, below)}</th>{''.join(places)}</tr>")
    corner = " / ".join(PARAMS[axis.name].label for axis in reversed(axes))
    top = f"<tr><th>{escape(corner)}</th>{head}</tr>"
    return f'<div class="sweep-pictures"><table>{top}{"".join(rows)}</table></div>'


def _place(pictures: dict[tuple, str], values: Sequence[object]) -> str:
    """Return the cell of a table with the picture of these values, if there is one."""
    address = next((a for key, a in pictures.items() if list(key[: len(values)]) == values), "")
    return f'<td><img alt="decision boundary" src="{address}"></td>' if address else "<td></td>"


def _said(plan: Plan, k: int, value: object) -> str:
    """Return a value of the field ``k`` in words."""
    return escape(told(plan.axes[k].name, value)) if k < len(plan.axes) else ""
