"""Compared: two combinations, seed by seed, and what that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from playground.sweeps.finished import Finished
from playground.sweeps.plan import Cell, Plan
from playground.sweeps.summary import CONFIDENCE, difference
from playground.ui.markup import plain
from playground.ui.sweeps.said import said

FEW = 5
"""Seeds below which the bootstrap interval is far too narrow."""

TOO_FEW = " Of fewer than five seeds the interval is too narrow: take more."

HELP = (
    "The same seed gives both the same points, so they are compared seed by seed; the interval is "
    "the bootstrap's, of the mean difference."
)


def compared(plan: Plan, ranked: Sequence[Cell], done: Finished, measure: str) -> None:
    """Show two cells that a visitor chooses, and their difference in one sentence."""
    if len(ranked) < 2:
        return
    title = "Compare two combinations"
    box = st.expander(title, icon=":material/balance:", key="sweep_compare", on_change="rerun")
    if not box.open:
        return
    with box:
        with st.container(horizontal=True, gap="small"):
            one, other = (
                st.selectbox(
                    label,
                    ranked,
                    place,
                    format_func=lambda cell: said(plan, cell),
                    key=f"sweep_compare_{place}",
                    help=HELP,
                    width=340,
                )
                for place, label in enumerate(("Is this", "better than this?"))
            )
        names = said(plan, one), said(plan, other)
        found = difference(other, one, done.rows, measure)
        st.markdown(plain("Choose two." if one == other else sentence(*names, measure, found)))


def sentence(one: str, other: str, measure: str, found: Mapping[str, Any] | None) -> str:
    """Return what the paired difference ``one`` − ``other`` shows, as ``difference`` has it."""
    if found is None:
        return f"No seed has finished with both {one} and {other}."
    n, mean, is_loss = found["n"], found["mean"], measure.endswith("loss")
    over = f"Over {n} seed{'s' * (n > 1)}"
    if mean == 0:
        return f"{over}, {one} did neither better nor worse than {other}."
    said = f"{over}, {one} {_by(mean, measure)} than {other}"
    if found["interval"] is None:
        return f"{said}. One seed may be chance: take more."
    low, high = found["interval"] if mean > 0 else [-end for end in reversed(found["interval"])]
    shown = "not shown" if low <= 0 else "shown"
    verdict = "better" if (mean > 0) != is_loss else "worse"
    ends = f"{_number(low, measure)} to {_number(high, measure)}"
    told = f"{said}, {100 * CONFIDENCE:.0f} % interval {ends}: {shown} to be {verdict}."
    return told + (TOO_FEW if n < FEW else "")


def _by(mean: float, measure: str) -> str:
    """Return how much more or less a measure came to."""
    amount = _number(abs(mean), measure)
    if measure.endswith("loss"):
        return f"had a {measure.replace('_', ' ')} {amount} {'higher' if mean > 0 else 'lower'}"
    return f"scored {amount} points {'more' if mean > 0 else 'less'}"


def _number(value: float, measure: str) -> str:
    """Return a difference as text: points of an accuracy, three digits of a loss."""
    text = f"{value:.3f}" if measure.endswith("loss") else f"{100 * value:.1f}"
    return text.replace("-", "−")
