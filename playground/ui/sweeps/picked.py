"""Picked: one combination seen closely, seed by seed and as an ensemble of its seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from playground import url
from playground.config import Config
from playground.export.script import OWN_FILE, script
from playground.sweeps.finished import Finished
from playground.sweeps.plan import Cell, Plan
from playground.sweeps.tried import Tried
from playground.table import load, own_csv
from playground.ui.names import class_names, label_names
from playground.ui.sweeps.pictures import ensemble
from playground.ui.sweeps.said import said
from playground.ui.sweeps.tables import matrix_table, seeds_table
from playground.ui.take_away import packed

CELL, CHART = "sweep_cell", "sweep_cells"
"""Keys of the combination that is picked, and of the figure in which it is clicked."""

NAME = "playground_experiment"


def pick(plan: Plan, cells: Sequence[Cell]) -> None:
    """Take the cell that was clicked in the figure; a second click on it changes nothing."""
    points = st.session_state[CHART].selection.points
    if points:
        st.session_state[CELL] = clicked(plan, cells, points[0])


def clicked(plan: Plan, cells: Sequence[Cell], point: Mapping[str, Any]) -> Cell:
    """Return the cell of a point of the figure: a place of the heat map, else one in their row."""
    if len(plan.axes) < 2 or isinstance(plan, Tried):
        return cells[point["point_index"]]
    across, up = (a.values[int(point[k])] for a, k in zip(plan.axes, "xy", strict=False))
    return next(cell for cell in cells if cell.values[:2] == (across, up))


def picked(plan: Plan, ranked: Sequence[Cell], done: Finished) -> None:
    """Show one cell: its runs, their scripts, its confusion matrix, where its seeds disagree."""
    cell = st.selectbox(
        "Combination",
        ranked,
        format_func=lambda one: said(plan, one),
        key=CELL,
        help="Its runs, seed by seed, each with a link that opens it in the board. A click in "
        "the figure above picks one too.",
    )
    seeds_table(cell, done)
    left, right = st.columns(2)
    with left:
        _matrix(cell, done)
    with right:
        ensemble(cell, done)
    _script(cell, done)


def _matrix(cell: Cell, done: Finished) -> None:
    """Show the confusion matrix of the test part, the counts of all seeds together."""
    found = [done.matrices[key] for key in cell.keys if key in done.matrices]
    found = [counts for counts in found if counts.shape == found[0].shape]
    if not found:
        return
    counts, n = np.sum(found, axis=0), len(found)
    st.caption(f"Confusion matrix, test part{f', {n} seeds together' if n > 1 else ''}")
    if counts.ndim == 2:
        st.html(matrix_table(class_names(cell.config), counts))
    else:
        labels = zip(label_names(cell.config), counts, strict=True)
        tables = (matrix_table([f"not {name}", name], part) for name, part in labels)
        st.html("".join(tables))


def _script(cell: Cell, done: Finished) -> None:
    """Offer the script of one of the runs; it is made when it is asked for."""
    keys = {s: k for s, k in zip(cell.seeds, cell.keys, strict=True) if k in done.rows}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        seed = st.selectbox("Seed", list(keys), key="sweep_seed_picked", width=110)
        config, _ = url.decode(keys[seed])
        suffix, kind = ("zip", "application/zip") if config.dataset == "own" else _PYTHON
        st.download_button(
            "Script",
            lambda: file_of(config),
            f"{NAME}_seed_{seed}.{suffix}",
            kind,
            icon=":material/code:",
            on_click="ignore",
            key="sweep_script",
            help="Plain PyTorch and scikit-learn: repeats this run to the last bit.",
        )


_PYTHON = "py", "text/x-python"


def file_of(config: Config) -> bytes:
    """Return the script of a run, with a visitor's own table beside it in a zip file.

    Raises LookupError when the table is gone.
    """
    source = script(config)
    if config.dataset != "own":
        return source.encode()
    return packed({f"{NAME}.py": source, OWN_FILE: own_csv(load(config.data))})
