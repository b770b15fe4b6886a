"""What can be touched alone: a folder for each lab, its name in ``NAMES``.

A lab's folder holds five files. ``__init__.py`` says what it is: ``LAB``. ``compute.py`` runs in a
worker: values → Picture. ``figure.py`` runs in the server: → the Plotly figure without numbers.
``text.md`` is what the page says, and at its end the few lines of PyTorch that do the same.
``picture.svg`` is for the page of all labs. The server imports no ``compute``, a worker no
``figure``.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from playground.labs.lab import Lab

HERE = Path(__file__).parent

NAMES = (
    "neuron",
    "activations",
    "softmax",
    "cross-entropy",
    "log-softmax",
    "double-softmax",
    "threshold",
    "confusion",
    "optimizers",
    "learning-rate",
    "dropout",
    "validation",
    "encodings",
    "shapes",
    "landscape",
)
"""The labs, in the order of a course."""


def folder(name: str) -> Path:
    """Return the folder of the lab ``name``."""
    return HERE / package(name)


def package(name: str) -> str:
    """Return what the lab ``name`` is called among modules."""
    return name.replace("-", "_")


@cache
def compute(name: str) -> Callable[..., Any]:
    """Return what computes the picture of the lab ``name`` from the values of its controls."""
    return import_module(f"{__name__}.{package(name)}.compute").compute


@cache
def figure(name: str) -> Callable[[], Any]:
    """Return what makes the base figure of the lab ``name``."""
    return import_module(f"{__name__}.{package(name)}.figure").figure


@cache
def parts(name: str) -> tuple[str, str]:
    """Return the text of the lab ``name``, and its lines of PyTorch with ``$control`` in them."""
    text, _, code = (folder(name) / "text.md").read_text().partition("```python\n")
    return text.strip(), code.partition("```")[0]


def nearest(name: str) -> str:
    """Return the lab that is called ``name``, or much like it; empty when there is none."""
    similar = difflib.get_close_matches(name.lower(), NAMES, n=1)
    return name if name in NAMES else "".join(similar)


LABS: dict[str, Lab] = {name: import_module(f"{__name__}.{package(name)}").LAB for name in NAMES}
"""What each lab is."""
