"""Tables of a sweep. Streamlit's own would load pandas, 70 MB of the server's memory."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from playground.config import PARAMS
from playground.sweeps.finished import Finished, means
from playground.sweeps.plan import Cell, Plan
from playground.ui.sweeps.said import place

STYLE = """<style>
.sweep-table { overflow-x: auto; max-height: 26rem; }
.sweep-table table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.sweep-table th, .sweep-table td {
  padding: 0.15rem 0.8rem 0.15rem 0; text-align: left; white-space: nowrap;
  border-bottom: 1px solid rgba(127, 127, 127, 0.2);
}
.sweep-table th { font-weight: 600; }
.sweep-table a { color: inherit; }
.sweep-count { display: block; padding: 0 0.6rem; border-radius: 3px; text-align: right; }
</style>"""

COLUMNS = ("test_accuracy", "test_loss", "train_accuracy", "train_loss", "validation_accuracy")


MOST_ROWS = 200


def table(plan: Plan, ranked: Sequence[Cell], done: Finished) -> None:
    """Show the cells, sorted as a visitor chooses; nothing is made of it while it is closed."""
    title = f"All {len(ranked)} combinations"
    box = st.expander(title, icon=":material/table_rows:", key="sweep_table", on_change="rerun")
    if not box.open:
        return
    with box:
        names = ["best first", *(axis.name for axis in plan.axes)]
        by = st.segmented_control(
            "Sorted by",
            names,
            default=names[0],
            required=True,
            format_func=lambda name: PARAMS[name].label if name in PARAMS else name,
            key="sweep_sorted",
        )
        cells = list(ranked)
        if by in names[1:]:
            k = names.index(by) - 1
            cells.sort(key=lambda cell: plan.axes[k].values.index(cell.values[k]))
        st.html(_cells_table(plan, cells[:MOST_ROWS], done))
        if len(cells) > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS} of {len(cells)}: the CSV below has all.")


def _cells_table(plan: Plan, cells: Sequence[Cell], done: Finished) -> str:
    """Return the table of the cells' means and deviations."""
    shown = [n for n in COLUMNS if any(n in row for row in done.rows.values())]
    head = [PARAMS[axis.name].label for axis in plan.axes]
    head += [name.replace("_", " ") for name in shown] + ["seeds"]
    rows = []
    for cell in cells:
        values = [place(a.name, v) for a, v in zip(plan.axes, cell.values, strict=True)]
        found = [means(done.rows, cell.keys, name) for name in shown]
        numbers = [f"{m:.4f}" + ("" if np.isnan(s) else f" ± {s:.4f}") for m, s, _ in found]
        rows.append([*map(escape, values), *numbers, str(found[0][2])])
    return as_table(head, rows)


def seeds_table(cell: Cell, done: Finished) -> None:
    """Show the runs of one cell, each with its way to the board."""
    head = ["seed", "how it ended", "epochs", *(name.replace("_", " ") for name in COLUMNS[:4]), ""]
    rows = []
    for key, seed in zip(cell.keys, cell.seeds, strict=True):
        row = done.rows.get(key)
        if row is None:
            continue
        numbers = [f"{row[name]:.4f}" if name in row else "" for name in COLUMNS[:4]]
        status = escape(row["status"])
        reason = escape(row.get("reason", ""), quote=True)
        address = escape(f"./?{key}", quote=True)
        way = f'<a href="{address}" target="_blank" rel="noopener">open in the board</a>'
        ended = f'<span title="{reason}">{status}</span>'
        rows.append([str(seed), ended, str(row.get("epoch", "")), *numbers, way])
    st.html(as_table(head, rows))


def matrix_table(names: Sequence[str], counts: np.ndarray) -> str:
    """Return HTML of confusion counts (n, n): rows true labels, columns predicted ones.

    A cell is the darker the larger its share of its row.
    """
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    rows = [
        [f"<b>{escape(name)}</b>", *map(_count, line, share)]
        for name, line, share in zip(names, counts, shares, strict=True)
    ]
    return as_table(["True label ↓ · Predicted label →", *names], rows)


def _count(count: int, share: float) -> str:
    """Return HTML of one count on its ground."""
    ground = f"rgba(0,114,178,{0.5 * share:.2f})"
    return f'<span class="sweep-count" style="background: {ground}">{count}</span>'


def as_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return HTML of a table; the cells are HTML already."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'{STYLE}<div class="sweep-table"><table><tr>{top}</tr>{body}</table></div>'
