"""Results: what has come of a sweep by now. Run again every second while it is under way."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground.config import PARAMS
from playground.figures.sweeps import Band, Places, bands, effect, heat_map, trials
from playground.figures.sweeps import told as told_mean
from playground.params import Real
from playground.serve.server.capacity import n_workers
from playground.serve.server.sweeping import SERVICE
from playground.sweeps.errors import SweepError
from playground.sweeps.finished import Finished, averaged, finished, means
from playground.sweeps.plan import Cell, Plan
from playground.sweeps.progress import duration
from playground.sweeps.service import FINISHED, GRID, RUNNING, WAITING, Sweep
from playground.sweeps.summary import counted
from playground.sweeps.tried import Tried
from playground.ui.markup import plain
from playground.ui.sweeps.asked import most_runs, searched
from playground.ui.sweeps.compared import compared
from playground.ui.sweeps.picked import CHART, pick, picked
from playground.ui.sweeps.pictures import boundaries
from playground.ui.sweeps.said import said, short
from playground.ui.sweeps.tables import table
from playground.ui.sweeps.taken import take_away
from playground.ui.words import told

MEASURES = {
    "test_accuracy": "Test accuracy",
    "test_loss": "Test loss",
    "train_accuracy": "Train accuracy",
    "train_loss": "Train loss",
    "validation_accuracy": "Validation accuracy",
    "validation_loss": "Validation loss",
}

MOST_BANDS = 4
"""Curves that are drawn: the best, and as many as can be told apart."""


CONFIG = {"displayModeBar": False}


def results(sweep: Sweep, plan: Plan, was_busy: bool) -> None:
    """Show progress, figures and table of a sweep."""
    is_busy = sweep.status in (WAITING, RUNNING)
    try:
        done = finished(sweep.path)
    except SweepError as error:
        st.warning(plain(str(error)))
        return
    if sweep.wanted.search != GRID:
        plan = searched(sweep.wanted, done.rows)
    _progress(sweep, plan, done)
    if was_busy and not is_busy:
        st.rerun()
    if any(name in done.rows for name in plan.keys):
        cells = _shown(plan)
        st.fragment(_figures)(plan, cells, done)
        if not isinstance(plan, Tried):
            boundaries(plan, cells, done)
        measure = st.session_state.get("sweep_measure", "test_accuracy")
        take_away(sweep, plan, done, lambda: _alone(plan, cells, done, measure))


def _alone(plan: Plan, cells: list[Cell], done: Finished, measure: str) -> str:
    """Return the figure of the cells as a page that needs nothing else."""
    return str(_by_cell(plan, cells, done, measure).to_html(include_plotlyjs=True))


def _progress(sweep: Sweep, plan: Plan, done: Finished) -> None:
    """Show how far a sweep is, and what it has to say."""
    rows = [done.rows[name] for name in plan.keys if name in done.rows]
    is_search = isinstance(plan, Tried)
    total = most_runs(sweep.wanted) if is_search else len(plan.keys)
    share = 1.0 if is_search and sweep.status == FINISHED else len(rows) / total
    words = [f"{len(rows)} of {total} runs"]
    if is_search:
        words = [f"{len(rows)} of at most {total} runs, {len(plan.cells)} combinations"]
    words += [f"{n} {status}" for status, n in counted(rows).items() if n and status != "finished"]
    if sweep.status == WAITING:
        ahead = SERVICE.ahead(sweep)
        words.append(f"waiting: {ahead} sweep{'s' * (ahead != 1)} of others before it")
    elif sweep.status == RUNNING and rows and share < 1:
        words.append(f"{duration(_left(total, rows))} left")
    elif share < 1:
        words.append(sweep.status)
    st.progress(min(share, 1.0), " · ".join(words))
    if sweep.complaint:
        st.warning(plain(sweep.complaint))


def _left(total: int, rows: list[dict]) -> float:
    """Return about how long the runs that are left of ``total`` take."""
    seconds = [row["seconds"] for row in rows if "seconds" in row]
    each = sum(seconds) / max(len(seconds), 1)
    return each * (total - len(rows)) / n_workers()


def _figures(plan: Plan, cells: list[Cell], done: Finished) -> None:
    """Show what the runs come to: by cell, by epoch, one by one, in a table."""
    names = [n for n in MEASURES if any(n in row for row in done.rows.values())]
    measure = st.segmented_control(
        "Measure",
        names,
        default=names[0],
        required=True,
        format_func=MEASURES.__getitem__,
        key="sweep_measure",
        label_visibility="collapsed",
    )
    ranked = ranking(plan.cells, done, measure)
    if ranked:
        mean, sd, n = means(done.rows, ranked[0].keys, measure)
        spread = "" if np.isnan(sd) else f" ± {sd:.3f}"
        st.markdown(
            f"Best so far: **{plain(said(plan, ranked[0]))}**, {MEASURES[measure].lower()} "
            f"{mean:.3f}{spread} over {n} seed{'s' * (n > 1)}."
        )
    left, right = st.columns(2)
    with left:
        st.plotly_chart(
            _by_cell(plan, cells, done, measure),
            key=CHART,
            config=CONFIG,
            on_select=lambda: pick(plan, cells),
            selection_mode="points",
        )
    with right:
        st.plotly_chart(_by_epoch(plan, ranked, done, measure), key="sweep_curves", config=CONFIG)
    if ranked:
        picked(plan, ranked, done)
        compared(plan, ranked, done, measure)
    table(plan, ranked, done)


def ranking(cells: tuple[Cell, ...], done: Finished, measure: str) -> list[Cell]:
    """Return the cells of which some run finished, the best first."""
    found = [(means(done.rows, cell.keys, measure)[0], cell) for cell in cells]
    some = [(value, cell) for value, cell in found if not np.isnan(value)]
    is_loss = measure.endswith("loss")
    return [cell for _, cell in sorted(some, key=lambda p: p[0] if is_loss else -p[0])]


def _shown(plan: Plan) -> list[Cell]:
    """Return the cells with one value of a third field, which is chosen here."""
    if len(plan.axes) < 3 or isinstance(plan, Tried):
        return list(plan.cells)
    third = plan.axes[2]
    value = st.segmented_control(
        PARAMS[third.name].label,
        third.values,
        default=third.values[0],
        required=True,
        format_func=lambda one: told(third.name, one),
        key=f"sweep_slice_{third.name}",
    )
    return [cell for cell in plan.cells if cell.values[2] == value]


def _by_cell(plan: Plan, cells: list[Cell], done: Finished, measure: str) -> Any:
    """Return the figure of a measure over the values of one field, or of two."""
    label = MEASURES[measure]
    if isinstance(plan, Tried):
        return _by_trial(plan, done, measure)
    if len(plan.axes) < 2:
        found = [means(done.rows, cell.keys, measure)[:2] for cell in cells]
        mean, sd = np.array(found).T
        title, places = _axis(plan, 0) if plan.axes else ("", [""])
        kept = [c.values[0] for c in cells] if plan.axes else []
        values = [told(plan.axes[0].name, v) for v in kept] if kept else places
        return effect(title, values, mean, sd, label)
    across, up = plan.axes[:2]
    mean = np.full((len(up.values), len(across.values)), np.nan)
    sd = mean.copy()
    for cell in cells:
        place = up.values.index(cell.values[1]), across.values.index(cell.values[0])
        mean[place], sd[place], _ = means(done.rows, cell.keys, measure)
    return heat_map(_axis(plan, 0), _axis(plan, 1), mean, sd, label)


def _by_trial(plan: Tried, done: Finished, measure: str) -> Any:
    """Return the figure of what a search has tried."""
    found = [means(done.rows, cell.keys, measure)[:2] for cell in plan.cells]
    mean, sd = np.array(found).T
    texts = [
        f"{said(plan, cell)}: {told_mean(m, s)}"
        for cell, m, s in zip(plan.cells, mean, sd, strict=True)
    ]
    places = [_places(plan, k) for k in range(min(len(plan.axes), 2))]
    return trials(places, mean, texts, MEASURES[measure])


def _places(plan: Tried, k: int) -> Places:
    """Return where the cells of a search lie along a varied field."""
    axis, values = plan.axes[k], [cell.values[k] for cell in plan.cells]
    if axis.span is not None:
        is_log = isinstance(axis.kind, Real) and axis.kind.log
        return Places(PARAMS[axis.name].label, values, is_log=is_log)
    title, names = _axis(plan, k)
    return Places(title, [axis.values.index(value) for value in values], names)


def _axis(plan: Plan, k: int) -> tuple[str, list[str]]:
    """Return the label of a varied field, and its values in words."""
    axis = plan.axes[k]
    return PARAMS[axis.name].label, [told(axis.name, value) for value in axis.values]


def _by_epoch(plan: Plan, ranked: list[Cell], done: Finished, measure: str) -> Any:
    """Return the curves of the best cells."""
    drawn = []
    for cell in ranked[:MOST_BANDS]:
        curves = [done.curves[k] for k in cell.keys if k in done.curves]
        if curves:
            drawn.append(Band(short(plan, cell), *averaged(curves, measure)))
    return bands(drawn, MEASURES[measure])
