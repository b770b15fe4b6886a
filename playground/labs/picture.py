"""What a lab's ``compute`` gives: numbers for the traces of its figure, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Picture:
    """One picture. ``traces``: role → attribute → values, as Plotly calls them.

    ``readings`` are names with numbers as people read them, ``note`` a sentence, ``layout`` what
    changes of the layout, ``words`` what stands in the lines of PyTorch beside the controls'
    values.
    """

    traces: Mapping[str, Mapping[str, Any]]
    readings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    layout: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def decimal(number: float, digits: int = 4) -> str:
    """Return ``number`` with a true minus sign; words for what is not finite."""
    text = f"{number:.{digits}f}"
    if text in ("nan", "inf", "-inf"):
        return {"nan": "NaN", "inf": "∞", "-inf": "−∞"}[text]
    return text.replace("-", "−") if float(text) else text.lstrip("-")
