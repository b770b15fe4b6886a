"""Safe arithmetic in one variable: what a visitor types is read, checked and never executed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

LONGEST = 80
"""Most characters of a formula."""

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh")
CONSTANTS = ("pi", "e")
_HOW = (
    "must be arithmetic in x, like sin(2*x) or x^2 - 1: numbers, + - * / ^, brackets, "
    f"{', '.join((*FUNCTIONS, *CONSTANTS))}"
)


def complaint(formula: str) -> str:
    """Return what is wrong with ``formula``; empty when nothing is."""
    try:
        values = evaluate(formula, np.linspace(-3, 3, 61))
    except (ValueError, SyntaxError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return _HOW
    if not np.isfinite(values).any():
        return "must be a finite number for some x between −3 and 3"
    return ""


def evaluate(formula: str, x: np.ndarray) -> np.ndarray:
    """Return the values of ``formula`` at ``x`` (n,), float64; not a number where undefined.

    Raises ValueError, SyntaxError, TypeError or ArithmeticError when it is not arithmetic in x.
    """
    tree = _tree(formula).body
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(_value(tree, x), dtype=float), x.shape)


def numpy_source(formula: str) -> str:
    """Return ``formula`` as an expression of NumPy in ``x``."""

    class Named(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return node if node.id == "x" else ast.Name(f"np.{node.id}")

        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            return ast.Constant(float(node.value))  # type: ignore[arg-type]

    return ast.unparse(Named().visit(_tree(formula)))


def _tree(formula: str) -> ast.Expression:
    """Return the tree of ``formula``, in which ``^`` is a power as ``**`` is."""
    return ast.parse(formula.strip().replace("^", "**"), mode="eval")


def _value(node: ast.expr, x: np.ndarray) -> Any:
    """Return the value of one node of the formula's tree."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id="x"):
            return x
        case ast.Name(id=name) if name in CONSTANTS:
            return getattr(np, name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, x)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, x)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, x), _value(right, x))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return getattr(np, name)(_value(argument, x))
    raise ValueError(_HOW)
