"""The confusion matrix: rows true labels, columns predicted ones, as scikit-learn draws it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.figures.base import axis, figure, role
from playground.figures.palette import ACCENT

Matrix = Sequence[Sequence[int]]


def confusion_matrix(
    classes: Sequence[str], counts: Matrix = (), *, shares: bool = False
) -> go.Figure:
    """Draw ``counts`` (n_classes, n_classes); cells are shaded by their share of the row.

    The cells' text is the count, or with ``shares`` the share of the row in per cent.
    """
    names = list(classes)
    counts = counts or [[0] * len(names) for _ in names]
    portions = row_shares(counts)
    text = [[_percent(p) for p in row] for row in portions] if shares else counts
    ticks = {"tickvals": list(range(len(names))), "ticktext": names, "showgrid": False}
    return figure(
        [_cells(portions, text, counts)],
        dragmode=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis=axis("Predicted label", fixedrange=True, **ticks),
        yaxis=axis("True label", autorange="reversed", fixedrange=True, **ticks),
    )


def row_shares(counts: Matrix) -> list[list[float]]:
    """Return each count over its row's sum, 0 in empty rows."""
    return [[count / (sum(row) or 1) for count in row] for row in counts]


def _percent(share: float) -> str:
    """Return ``share`` in per cent with one decimal."""
    return f"{share:.1%}".replace("%", " %")


def _cells(
    portions: list[list[float]], text: Sequence[Sequence[object]], counts: Matrix
) -> go.Heatmap:
    """Return the cells; ``customdata`` holds the counts for the hover text."""
    return go.Heatmap(
        z=portions,
        zmin=0,
        zmax=1,
        text=text,
        customdata=counts,
        texttemplate="%{text}",
        colorscale=[[0, "rgba(0,0,0,0)"], [1, ACCENT]],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate=(
            "true %{y}, predicted %{x}<br>%{customdata} points, %{z:.1%} of the row<extra></extra>"
        ),
        meta=role("cells", "scale"),
    )
