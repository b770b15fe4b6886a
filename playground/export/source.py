"""The source of functions and classes that scripts take along, read as text and never imported."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


@cache
def definition(module: str, name: str) -> str:
    """Return the source of ``name`` at the top level of ``module`` (``catalog/generators``)."""
    text = (_PACKAGE / f"{module}.py").read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return ast.get_source_segment(text, node) or ""
    raise KeyError(f"{module} defines no {name}")
