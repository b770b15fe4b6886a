"""The network's outputs at one place: class probabilities as bars, with their logits."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.figures.base import axis, figure, role
from playground.figures.palette import CLASS_COLOURS

COLUMNS = {"p": 1.22, "logit": 1.52}
"""Right edges of the columns of numbers, in units of the probability axis, which ends at 1."""


def softmax_outputs(
    classes: Sequence[str], proba: Sequence[float] = (), logits: Sequence[float] = ()
) -> go.Figure:
    """Draw one bar a class for ``proba`` (n_classes,), with p and logit beside it.

    ``logits`` (n_outputs,) has one number when a single output serves two classes: it is the
    logit of class 1. NaN and infinities are written out.
    """
    names = list(classes)
    proba = list(proba) or [0.0] * len(names)
    texts = {
        "p": [decimal(p, 3) for p in proba],
        "logit": [decimal(z, 2) for z in aligned(logits, len(names))],
    }
    return figure(
        [_bars(names, proba), *(_column(title, names, text) for title, text in texts.items())],
        bargap=0.35,
        hovermode=False,
        dragmode=False,
        margin={"l": 8, "r": 8, "t": 26, "b": 8},
        xaxis=axis(
            range=[0, max(COLUMNS.values()) + 0.01],
            tickvals=[0, 0.5, 1],
            fixedrange=True,
            showline=False,
        ),
        yaxis=axis(
            type="category",
            dtick=1,
            categoryorder="array",
            categoryarray=names,
            fixedrange=True,
            showgrid=False,
            ticks="",
            range=[len(names) - 0.5, -0.5],
        ),
        annotations=[_heading(title, right) for title, right in COLUMNS.items()],
    )


def aligned(logits: Sequence[float], n_classes: int) -> list[float | None]:
    """Return one logit per class, None where a class has none of its own."""
    missing: list[float | None] = [None] * (n_classes - len(logits))
    return [*missing, *logits] if len(logits) else [None] * n_classes


def decimal(number: float | None, digits: int) -> str:
    """Return ``number`` with a true minus sign; an en dash for None."""
    if number is None:
        return "–"
    text = f"{number:.{digits}f}" if not abs(number) >= 1e5 else f"{number:.1e}"
    return text.replace("-", "−").replace("inf", "∞").replace("nan", "NaN")


def _bars(names: list[str], proba: Sequence[float]) -> go.Bar:
    """Return the bars."""
    return go.Bar(
        orientation="h",
        x=list(proba),
        y=names,
        marker={"color": list(CLASS_COLOURS[: len(names)]), "line": {"width": 0}},
        meta=role("proba"),
    )


def _column(title: str, names: list[str], texts: list[str]) -> go.Scatter:
    """Return one column of numbers, right-aligned so that the decimal points stand in line."""
    return go.Scatter(
        x=[COLUMNS[title]] * len(names),
        y=names,
        mode="text",
        text=texts,
        textposition="middle left",
        cliponaxis=False,
        meta=role(title),
    )


def _heading(title: str, right: float) -> dict[str, object]:
    """Return the heading of a column of numbers."""
    return {
        "text": title,
        "x": right,
        "xanchor": "right",
        "yref": "y domain",
        "y": 1,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
    }
