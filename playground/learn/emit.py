"""A traced graph → the source of one straight-line Python function, and that function."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, fx

aten = torch.ops.aten

_SAME = {aten.detach.default, aten.alias.default}
"""Operators that hand on their argument."""

_VIEWS = {aten.t.default, aten.view.default, aten.unsqueeze.default, aten.transpose.int}
"""Views: of a parameter, they stay right while it changes in place, so they are taken once."""


Function = Callable[..., list[Tensor]]


@dataclass(frozen=True)
class Written:
    """A graph as Python source, with the constants that its names stand for."""

    source: str
    constants: dict[str, Any]

    def bind(self, tensors: Sequence[Tensor]) -> tuple[Function, ...]:
        """Return one function of (X, y) for each group of outputs, on these tensors."""
        scope = dict(self.constants)
        exec(compile(self.source, "<written out>", "exec"), scope)
        with torch.inference_mode():
            return tuple(scope["bind"](*tensors))


@dataclass
class _Scribe:
    """Names the values of one graph and collects the lines that compute them."""

    constants: dict[str, Any] = field(default_factory=dict)
    names: dict[fx.Node, str] = field(default_factory=dict)
    fixed: set[fx.Node] = field(default_factory=set)
    """Nodes that are views of tensors that stay where they are."""
    hoisted: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def constant(self, value: Any, hint: str) -> str:
        """Return the name under which ``value`` is known to the source."""
        for name, known in self.constants.items():
            if known is value:
                return name
        name = f"{hint}_{len(self.constants)}"
        self.constants[name] = value
        return name

    def spell(self, argument: Any) -> str:
        """Return the source of an operator's argument."""
        if isinstance(argument, fx.Node):
            return self.names[argument]
        if isinstance(argument, list | tuple):
            inner = "".join(f"{self.spell(a)}, " for a in argument)
            return f"({inner})" if isinstance(argument, tuple) else f"[{inner}]"
        if argument is None or isinstance(argument, bool | int):
            return repr(argument)
        if isinstance(argument, float) and abs(argument) < float("inf"):
            return repr(argument)
        return self.constant(argument, "constant")


def write(graph_module: fx.GraphModule, groups: Sequence[slice]) -> Written:
    """Write out a graph of (tensors, X, y) → outputs, a function for each group of outputs.

    Results of the operators in ``_INTO`` are put into tensors made once: what a function returns
    is good until it is called again.
    """
    graph = graph_module.graph
    *fixed, X, y = [node for node in graph.nodes if node.op == "placeholder"]
    scribe = _Scribe(fixed=set(fixed))
    scribe.names = {node: f"p{i}" for i, node in enumerate(fixed)} | {X: "X", y: "y"}
    _simplify(graph_module)
    (outputs,) = next(node for node in graph.nodes if node.op == "output").args
    bodies = []
    for group in groups:
        scribe.lines = []
        _lines(scribe, graph_module, _needed(graph, outputs[group]))
        bodies.append([*scribe.lines, f"return {scribe.spell(list(outputs[group]))}"])
    return Written(_assemble(scribe, [scribe.names[n] for n in fixed], bodies), scribe.constants)


def _assemble(scribe: _Scribe, tensors: list[str], bodies: list[list[str]]) -> str:
    """Return the source of ``bind(*tensors)``, which returns one function for each body."""
    # Defaults make locals of everything a function uses: the cheapest kind of name in CPython.
    hoisted = [line.split(" = ")[0] for line in scribe.hoisted]
    known = ", ".join(f"{n}={n}" for n in (*tensors, *hoisted, *scribe.constants))
    lines = [f"def bind({', '.join(tensors)}):", *(f"    {line}" for line in scribe.hoisted)]
    names = [f"function_{i}" for i in range(len(bodies))]
    for name, body in zip(names, bodies, strict=True):
        lines += [f"    def {name}(X, y, {known}):", *(f"        {line}" for line in body)]
    return "\n".join([*lines, f"    return {', '.join(names)},", ""])


def _lines(scribe: _Scribe, graph_module: fx.GraphModule, needed: set[fx.Node]) -> None:
    """Add one line for each needed node that computes something."""
    for node in graph_module.graph.nodes:
        if node not in needed or node.op in ("placeholder", "output"):
            continue
        if node.op == "get_attr":
            scribe.names[node] = scribe.constant(getattr(graph_module, node.target), "tensor")
            scribe.fixed.add(node)
        elif node.target is operator.getitem:
            scribe.names[node] = f"{scribe.names[node.args[0]]}[{node.args[1]}]"
        else:
            _line(scribe, node)


def _line(scribe: _Scribe, node: fx.Node) -> None:
    """Add the line of one operator, to the step or to what is done once when binding."""
    is_fixed = node.target in _VIEWS and node.args[0] in scribe.fixed
    if is_fixed and node in scribe.fixed:
        return
    if _overwrites(node):
        _overwrite(scribe, node)
        return
    scribe.names[node] = f"{'h' if is_fixed else 'v'}_{node.name}"
    line = f"{scribe.names[node]} = {_call(scribe, node)}"
    if is_fixed:
        scribe.fixed.add(node)
        scribe.hoisted.append(line)
    else:
        scribe.lines.append(line)


def _overwrites(node: fx.Node) -> bool:
    """Tell whether an operator's result can be put where its result was the last time."""
    value = node.meta.get("val")
    is_plain = node.target in _INTO and isinstance(value, Tensor) and value.is_contiguous()
    return is_plain and not node.kwargs


def _overwrite(scribe: _Scribe, node: fx.Node) -> None:
    """Add the line of an operator whose result goes into a tensor made when binding."""
    value = node.meta["val"]
    name = f"o_{node.name}"
    made = f"{name} = {scribe.constant(torch.empty, 'empty')}({tuple(value.shape)})"
    if made not in scribe.hoisted:
        scribe.hoisted.append(made)
    scribe.names[node] = name
    arguments = [scribe.spell(a) for a in node.args]
    function = scribe.constant(_fastest(node.target), str(node.target).replace(".", "_"))
    scribe.lines.append(f"{function}({', '.join(arguments)}, out={name})")


_INTO = {
    aten.addmm.default,
    aten.mm.default,
    aten.tanh.default,
    aten.sigmoid.default,
    aten.sum.dim_IntList,
}
"""Operators whose direct binding is cheaper with a place for its result."""


def _call(scribe: _Scribe, node: fx.Node) -> str:
    """Return the source of one operator's call."""
    if node.target is aten.t.default:
        return f"{scribe.spell(node.args[0])}.t()"
    function = scribe.constant(_fastest(node.target), str(node.target).replace(".", "_"))
    arguments = [scribe.spell(a) for a in node.args]
    arguments += [f"{k}={scribe.spell(v)}" for k, v in node.kwargs.items()]
    return f"{function}({', '.join(arguments)})"


def _fastest(overload: Any) -> Callable[..., Any]:
    """Return the cheapest callable of an operator: torch's own binding, where there is one."""
    name = overload._schema.name.removeprefix("aten::")
    direct = getattr(torch._C._VariableFunctions, name, None) if name in _BOUND else None
    return direct or overload._op


_BOUND = {
    *("addmm", "mm", "mul", "add", "sub", "div", "neg", "exp", "log", "sum", "mean"),
    *("tanh", "relu", "sigmoid", "celu", "selu", "clamp_min"),
    *("_softmax", "_softmax_backward_data", "_log_softmax", "_log_softmax_backward_data"),
}
"""Operators whose direct binding takes the same arguments, at half the cost of ``torch.ops``."""


def _needed(graph: fx.Graph, outputs: Sequence[fx.Node]) -> set[fx.Node]:
    """Return the nodes that ``outputs`` depend on, and those that change something in place."""
    pending = [*outputs, *(node for node in graph.nodes if _is_mutable(node))]
    needed: set[fx.Node] = set()
    while pending:
        node = pending.pop()
        if node not in needed:
            needed.add(node)
            pending += node.all_input_nodes
    return needed


def _is_mutable(node: fx.Node) -> bool:
    """Tell whether a node changes one of its arguments."""
    return isinstance(node.target, torch._ops.OpOverload) and node.target._schema.is_mutable


def _simplify(graph_module: fx.GraphModule) -> None:
    """Take out what does no arithmetic: aliases, double transposes, views of sums, fixed ones."""
    for node in list(graph_module.graph.nodes):
        for rule in (_alias, _double_transpose, _flat_sum, _ones, _total_weight):
            if replacement := rule(graph_module, node):
                node.replace_all_uses_with(replacement)
                break


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
