"""The confusion matrix: rows true labels, columns predicted ones, as scikit-learn draws it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role, shortened
from playground.figures.palette import ACCENT, CLASS_COLOURS

HOVER = "%{{hovertext}}<br>%{{customdata}} points, %{{z:.1%}} of {}<extra></extra>"
"""What a cell says of itself; ``z`` is its share of the row, the column or all."""


def figure(names: Names) -> go.Figure:
    """Return a matrix of zeros; cells are shaded by their share of the row."""
    n = len(names.classes)
    ticks = {
        "tickvals": list(range(n)),
        "ticktext": shortened([_short(name) for name in names.classes]),
        "showgrid": False,
        "fixedrange": True,
    }
    return bare(
        [_cells(names.classes)],
        dragmode=False,
        meta={"colours": list(CLASS_COLOURS)},
        xaxis=axis("Predicted label", **ticks),
        yaxis=axis("True label", autorange="reversed", **ticks),
    )


def _short(name: str) -> str:
    """Return what stands beside rows and columns: of ``class 3``, the number."""
    return re.sub(r"^class (?=\d+$)", "", name, flags=re.ASCII)


def _cells(classes: Sequence[str]) -> go.Heatmap:
    """Return the cells; hovered they tell whole names and the counts, which are ``customdata``."""
    zeros = [[0] * len(classes) for _ in classes]
    return go.Heatmap(
        z=zeros,
        zmin=0,
        zmax=1,
        text=zeros,
        customdata=zeros,
        hovertext=[[f"true {true}, predicted {said}" for said in classes] for true in classes],
        texttemplate="%{text}",
        colorscale=[[0, "rgba(0,0,0,0)"], [1, ACCENT]],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate=HOVER.format("the row"),
        meta=role("cells", "scale"),
    )
