"""Said: a combination in words."""

from __future__ import annotations

from typing import Any

from playground.config import PARAMS
from playground.sweeps.plan import Cell, Plan
from playground.ui.words import told


def said(plan: Plan, cell: Cell) -> str:
    """Return the values of a cell in words."""
    pairs = zip(plan.axes, cell.values, strict=True)
    words = (f"{PARAMS[a.name].label} {place(a.name, value)}" for a, value in pairs)
    return ", ".join(words) or "this experiment"


def short(plan: Plan, cell: Cell) -> str:
    """Return the values of a cell without their fields' names."""
    pairs = zip(plan.axes, cell.values, strict=True)
    return " · ".join(place(axis.name, value) for axis, value in pairs) or "all seeds"


def place(name: str, value: Any) -> str:
    """Return a value of the field ``name`` in words, a number to four digits."""
    return told(name, float(f"{value:.4g}") if isinstance(value, float) else value)
