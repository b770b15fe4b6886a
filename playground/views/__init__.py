"""What the board can show: a folder for each view, and the frame that carries their numbers.

``catalog.VIEWS`` registers them. A view's folder holds up to four files. ``compute.py`` runs in a
worker: a State and arguments → arrays (and plain numbers). ``figure.py`` runs in the server: names
→ the Plotly figure without numbers. ``view.js`` and ``view.css`` run in the browser. The server
imports no ``compute``, a worker no ``figure``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playground.catalog import VIEWS

Compute = Callable[[Any, Mapping[str, Any]], Mapping[str, Any]]
"""(state, arguments) → arrays, which travel as tensors, and what JSON can hold."""


@cache
def compute(name: str) -> Compute | None:
    """Return what computes the view ``name``; None when the board's own numbers are enough."""
    return _function(name, "compute")


@cache
def is_computed(name: str) -> bool:
    """Tell whether the view ``name`` has numbers of its own, without importing what computes."""
    return find_spec(f"{VIEWS[name].package}.compute") is not None


@cache
def figure(name: str) -> Callable[[Any], Any] | None:
    """Return what makes the base figure of the view ``name``; None when it needs no Plotly."""
    return _function(name, "figure")


def folder(name: str) -> Path:
    """Return the folder of the view ``name``."""
    spec = find_spec(VIEWS[name].package)
    if spec is None or spec.origin is None:
        raise ImportError(f"There is no package {VIEWS[name].package}.")
    return Path(spec.origin).parent


def _function(name: str, part: str) -> Callable[..., Any] | None:
    """Return the function ``part`` of the view's module of the same name, if there is one."""
    module = f"{VIEWS[name].package}.{part}"
    return getattr(import_module(module), part) if find_spec(module) else None
