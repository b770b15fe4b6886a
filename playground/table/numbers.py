"""Cells as numbers: what counts as one, and what as nothing."""

from __future__ import annotations

import re

MISSING = frozenset({"", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "missing"})
"""Cells, in lower case, that stand for a value that is not known."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,6})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d*)?", re.ASCII)
_INFINITE = re.compile(r"[+-]?(inf|infinity|∞)")


def is_missing(cell: str) -> bool:
    """Tell whether ``cell`` says that its value is not known."""
    return cell.strip().lower() in MISSING


def number(cell: str, decimal_comma: bool) -> float | None:
    """Return the number that ``cell`` spells, infinite ones too; None when it spells none."""
    if _NUMBER.fullmatch(cell):  # most are
        return float(cell)
    text = " ".join(cell.split()).lower().replace("−", "-")
    if _GROUPED.fullmatch(text):
        text = text.replace(" ", "")
    if decimal_comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if _NUMBER.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return float("-inf" if text.startswith("-") else "inf")
    return None
