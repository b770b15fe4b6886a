"""A traced graph → straight-line Python functions of the cheapest bindings of its operators.

The graph is rewritten here; ``torch.fx`` writes its source. Beside source of our own (defaults for
globals, no ``x = None``) on four networks, SGD and Adam, batches of 10, 32 and all, in turn in one
process: steps at 0.97–1.00 of its speed, epochs at 1.00 (0.97–1.06, within the noise). With the
operators as torch.fx names and calls them, epochs came to 0.94: hence ``_Named``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, fx

from playground.cost import MOST_KEPT
from playground.learn import torch_private

aten = torch.ops.aten

_SAME = {aten.detach.default, aten.alias.default}
"""Operators that hand on their argument."""

_VIEWS = {aten.t.default, aten.view.default, aten.unsqueeze.default, aten.transpose.int}
"""Views: of a parameter, they stay right while it changes in place, so they are taken once."""

_INTO = {
    aten.addmm.default: aten.addmm.out,
    aten.mm.default: aten.mm.out,
    aten.tanh.default: aten.tanh.out,
    aten.sigmoid.default: aten.sigmoid.out,
    aten.sum.dim_IntList: aten.sum.IntList_out,
}
"""Operators whose direct binding is cheaper with a place for its result, and what takes one."""

Function = Callable[..., list[Tensor]]


@dataclass(frozen=True)
class Written:
    """A graph as Python functions.

    ``make`` maps tensors to what is made once from them; ``functions``, one for each group of
    outputs, take the tensors, what was made, X and y.
    """

    make: Function
    functions: tuple[Function, ...]

    def bind(self, tensors: Sequence[Tensor]) -> tuple[Function, ...]:
        """Return one function of (X, y) for each group of outputs, on these tensors."""
        with torch.inference_mode():
            made = self.make(*tensors)
        return tuple(partial(function, *tensors, *made) for function in self.functions)


def write(graph_module: fx.GraphModule, groups: Sequence[slice]) -> Written:
    """Write out a graph of (tensors, X, y) → outputs, a function for each group of outputs.

    Results of the operators in ``_INTO`` are put into tensors made once, as long as those are
    small: what a function returns is good until it is called again.
    """
    _simplify(graph_module)
    make = _function(_take_out(graph_module), _constants(graph_module))
    graph = graph_module.graph
    return Written(make, tuple(_function(_narrowed(graph, group)) for group in groups))


def _function(graph: fx.Graph, constants: SimpleNamespace | None = None) -> Function:
    """Return a graph as one Python function."""
    code = graph.python_code("self")
    scope = {n: v.function if isinstance(v, _Named) else v for n, v in code.globals.items()}
    exec(compile(code.src, "<written out>", "exec"), scope)
    return partial(scope["forward"], constants)


class _Named:
    """Stands for an operator's callable until the source is written, in which it is one global.

    Left to itself, torch.fx writes a path: ``torch.ops.aten.mm.default``.
    """

    def __init__(self, overload: Any) -> None:
        self.function = torch_private.cheapest(overload)
        self.__module__, self.__name__ = "aten", str(overload).removeprefix("aten.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the operator: torch.fx takes nothing that can't be called."""
        return self.function(*args, **kwargs)


def _narrowed(graph: fx.Graph, group: slice) -> fx.Graph:
    """Return a graph of some of the outputs, its operators in their cheapest form."""
    narrowed = fx.Graph()
    outputs: Any = narrowed.graph_copy(graph, {})
    narrowed.output(outputs[group])
    narrowed.eliminate_dead_code()
    named = cache(_Named)
    for node in narrowed.nodes:
        if node.op == "call_function" and node.target is not operator.getitem:
            node.target = named(_INTO[node.target] if "out" in node.kwargs else node.target)
    return narrowed


def _take_out(graph_module: fx.GraphModule) -> fx.Graph:
    """Take out what is the same at every call; return a graph that makes it from the tensors.

    Constants, views of what stays in its place, and the tensors that results are put into become
    placeholders before X.
    """
    graph, make = graph_module.graph, fx.Graph()
    *tensors, X, _ = [node for node in graph.nodes if node.op == "placeholder"]
    made = {tensor: make.node_copy(tensor) for tensor in tensors}
    room = MOST_KEPT
    for node in list(graph.nodes):
        overwrites = _overwrites(node, room)
        if overwrites:
            room -= node.meta["val"].nbytes
            copy = make.call_function(torch.empty, (tuple(node.meta["val"].shape),))
        elif node.op == "get_attr" or (node.target in _VIEWS and node.args[0] in made):
            copy = make.node_copy(node, made.__getitem__)
        else:
            continue
        with graph.inserting_before(X):
            place = graph.placeholder(f"{node.name}_once")
        made[place] = copy
        if overwrites:
            node.kwargs = {"out": place}
        else:
            node.replace_all_uses_with(place)
    make.output(list(made.values())[len(tensors) :])
    return make


def _overwrites(node: fx.Node, room: int) -> bool:
    """Tell whether an operator's result can be put where its result was the last time."""
    value = node.meta.get("val")
    if node.target not in _INTO or node.kwargs or not isinstance(value, Tensor):
        return False
    return value.is_contiguous() and value.nbytes <= room


def _constants(graph_module: fx.GraphModule) -> SimpleNamespace:
    """Return the tensors that a graph names as its own."""
    names = [node.target for node in graph_module.graph.nodes if node.op == "get_attr"]
    return SimpleNamespace(**{name: getattr(graph_module, name) for name in names})


def _simplify(graph_module: fx.GraphModule) -> None:
    """Take out what does no arithmetic: aliases, double transposes, views of sums, fixed ones."""
    for node in list(graph_module.graph.nodes):
        for rule in (_alias, _double_transpose, _flat_sum, _ones, _total_weight):
            if replacement := rule(graph_module, node):
                node.replace_all_uses_with(replacement)
                break
    graph_module.graph.eliminate_dead_code()


def _alias(_: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """An operator that hands on its argument."""
    return node.args[0] if node.target in _SAME else None  # type: ignore[return-value]


def _double_transpose(_: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """The transpose of a transpose."""
    inner = node.args[0] if node.target is aten.t.default else None
    if isinstance(inner, fx.Node) and inner.target is aten.t.default:
        return inner.args[0]  # type: ignore[return-value]
    return None


def _flat_sum(graph_module: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """A sum over rows that keeps the dimension, viewed as a vector."""
    inner = node.args[0] if node.target is aten.view.default else None
    if not isinstance(inner, fx.Node) or inner.target is not aten.sum.dim_IntList:
        return None
    if inner.args[1:] != ([0], True) or len(node.args[1]) != 1:  # type: ignore[arg-type]
        return None
    with graph_module.graph.inserting_before(node):
        return graph_module.graph.call_function(aten.sum.dim_IntList, (inner.args[0], [0]))


def _ones(graph_module: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """The gradient of the loss with respect to itself: always one."""
    if node.target is not aten.ones_like.default:
        return None
    shape = node.args[0].meta["val"].shape  # type: ignore[union-attr]
    return _constant(graph_module, node, torch.ones(tuple(shape)))


def _total_weight(graph_module: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """The summed weight of a batch without class weights: its size, whatever the labels are."""
    inner = node.args[0] if node.target is operator.getitem else None
    if not isinstance(inner, fx.Node) or inner.target is not aten.nll_loss_forward.default:
        return None
    if node.args[1] != 1 or inner.args[2] is not None:
        return None
    size = inner.args[0].meta["val"].shape[0]  # type: ignore[union-attr]
    return _constant(graph_module, node, torch.tensor(float(size)))


def _constant(graph_module: fx.GraphModule, before: fx.Node, value: Tensor) -> fx.Node:
    """Add ``value`` to the graph as a constant."""
    name = f"fixed_{before.name}"
    graph_module.register_buffer(name, value)
    with graph_module.graph.inserting_before(before):
        return graph_module.graph.get_attr(name)
