"""Take away: a sweep as CSV, as JSON Lines, and its figure as HTML that stands alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground.config import PARAMS
from playground.sweeps.finished import Finished
from playground.sweeps.plan import Plan
from playground.sweeps.service import Sweep
from playground.table import write_csv

NAME = "playground_sweep"
COLUMNS = ("status", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")


def take_away(sweep: Sweep, plan: Plan, done: Finished, figure: Callable[[], str]) -> None:
    """Offer the files of a sweep; they are made when they are asked for."""
    files = (
        ("CSV", "csv", "text/csv", lambda: as_csv(plan, done)),
        ("JSON Lines", "jsonl", "application/x-ndjson", sweep.path.read_bytes),
        ("Figure", "html", "text/html", figure),
    )
    with st.container(horizontal=True, gap="small"):
        for label, suffix, kind, make in files:
            st.download_button(
                label,
                make,
                f"{NAME}.{suffix}",
                kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"sweep_{suffix}",
            )


def as_csv(plan: Plan, done: Finished) -> str:
    """Return a line for each run: its varied fields, its seed, what it came to, its address."""
    rows, seen = [], set()
    for cell in plan.cells:
        spelt = [a.kind.spell(v) for a, v in zip(plan.axes, cell.values, strict=True)]
        for key, seed in zip(cell.keys, cell.seeds, strict=True):
            row = done.rows.get(key)
            if row and (key, cell.values) not in seen:
                seen.add((key, cell.values))
                rows.append([*spelt, seed, *(row.get(name, "") for name in COLUMNS), key])
    names = [axis.name for axis in plan.axes if axis.name in PARAMS]
    return write_csv([*names, "seed", *COLUMNS, "query"], rows)
