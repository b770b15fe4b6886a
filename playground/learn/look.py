"""One optimizer step taken apart before it is taken: batch, loss, gradients, update."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, optim


@dataclass(frozen=True)
class Look:
    """The step that comes next, seen and not taken.

    ``rows`` are the batch's points among the dataset's; ``gradients`` are as the optimizer will
    take them; ``before`` and ``states`` are copies of the parameters and of what the optimizer
    keeps of each.
    """

    step: int
    """Steps done before it."""
    batch: int
    """Number of the batch in its epoch, from 0."""
    n_batches: int
    rows: Tensor
    loss: float
    gradients: list[Tensor]
    before: list[Tensor]
    states: list[dict[str, Tensor]]
    group: dict[str, Any]
    """The optimizer's settings."""
    kind: type[optim.Optimizer]


def copied(optimizer: optim.Optimizer) -> dict[str, Any]:
    """Return the parts of a Look that an optimizer holds."""
    (group,) = optimizer.param_groups
    states = [optimizer.state.get(p, {}) for p in group["params"]]
    return {
        "before": [p.detach().clone() for p in group["params"]],
        "states": [
            {k: v.clone() for k, v in state.items() if isinstance(v, Tensor)} for state in states
        ],
        "group": {k: v for k, v in group.items() if k != "params"},
        "kind": type(optimizer),
    }


@dataclass(frozen=True)
class Update:
    """How one weight moves: lines of arithmetic, and what it becomes; None if not written out."""

    lines: list[str]
    after: float | None


def update(look: Look, parameter: int, place: tuple[int, ...]) -> Update:
    """Return the update of one weight, step by step, in double precision."""
    w, g = (float(t[parameter][place]) for t in (look.before, look.gradients))
    kept = {k: float(v if v.dim() == 0 else v[place]) for k, v in look.states[parameter].items()}
    rule = _RULES.get(look.kind)
    if rule is None:
        plain = look.group["lr"] * g
        name = look.kind.__name__
        return Update([f"{name} has its own rule; lr · grad would be {_n(plain)}"], None)
    lines: list[str] = []
    steps = rule(w, g, kept, look.group)
    try:
        while True:
            lines.append(next(steps))
    except StopIteration as end:
        return Update(lines, end.value)


def _decayed(w: float, g: float, group: dict[str, Any]) -> Any:
    """Add weight decay to a gradient."""
    if decay := group["weight_decay"]:
        g += decay * w
        yield f"g = grad + weight_decay · w = {_n(g)}"
    return g


def _sgd(w: float, g: float, kept: dict[str, float], group: dict[str, Any]) -> Any:
    """SGD as in ``torch.optim.SGD``."""
    g = yield from _decayed(w, g, group)
    if momentum := group["momentum"]:
        before = kept.get("momentum_buffer")
        buffer = g if before is None else momentum * before + g
        how = "grad, the first time" if before is None else f"{momentum:g} × {_n(before)} + {_n(g)}"
        yield f"b ← momentum · b + g = {how} = {_n(buffer)}"
        g = g + momentum * buffer if group["nesterov"] else buffer
        if group["nesterov"]:
            yield f"g + momentum · b = {_n(g)}"
    moving = "b" if group["momentum"] and not group["nesterov"] else "grad"
    after = w - group["lr"] * g
    yield f"w ← w − lr · {moving} = {_n(w)} − {group['lr']:.4g} × {_n(g)} = {_n(after)}"
    return after


def _adam(w: float, g: float, kept: dict[str, float], group: dict[str, Any]) -> Any:
    """Adam as in ``torch.optim.Adam``."""
    g = yield from _decayed(w, g, group)
    return (yield from _moments(w, g, kept, group))


def _adamw(w: float, g: float, kept: dict[str, float], group: dict[str, Any]) -> Any:
    """AdamW as in ``torch.optim.AdamW``: weight decay apart from the gradient."""
    if decay := group["weight_decay"]:
        w *= 1 - group["lr"] * decay
        yield f"w ← w − lr · weight_decay · w = {_n(w)}"
    return (yield from _moments(w, g, kept, group))


def _moments(w: float, g: float, kept: dict[str, float], group: dict[str, Any]) -> Any:
    """Move by running means of the gradient and of its square."""
    (beta1, beta2), t = group["betas"], kept.get("step", 0.0) + 1
    m = beta1 * kept.get("exp_avg", 0.0) + (1 - beta1) * g
    v = beta2 * kept.get("exp_avg_sq", 0.0) + (1 - beta2) * g * g
    yield f"m ← {beta1:g} m + {1 - beta1:.3g} g = {_n(m)}, with g = {_n(g)}"
    yield f"v ← {beta2:g} v + {1 - beta2:.3g} g² = {_n(v)}"
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    yield f"corrected for step {t:g}: m̂ = {_n(m)}, v̂ = {_n(v)}"
    after = w - group["lr"] * m / (math.sqrt(v) + group["eps"])
    lr = f"{group['lr']:.4g}"
    yield f"w ← w − lr · m̂ / (√v̂ + ε) = {_n(w)} − {lr} × {_n(m)} / {_n(v**0.5)} = {_n(after)}"
    return after


def _rmsprop(w: float, g: float, kept: dict[str, float], group: dict[str, Any]) -> Any:
    """RMSprop as in ``torch.optim.RMSprop``."""
    g = yield from _decayed(w, g, group)
    alpha = group["alpha"]
    v = alpha * kept.get("square_avg", 0.0) + (1 - alpha) * g * g
    yield f"v ← {alpha:g} v + {1 - alpha:.3g} g² = {_n(v)}, with g = {_n(g)}"
    moved = g / (math.sqrt(v) + group["eps"])
    yield f"g / (√v + ε) = {_n(moved)}"
    if momentum := group["momentum"]:
        moved += momentum * kept.get("momentum_buffer", 0.0)
        yield f"b ← momentum · b + that = {_n(moved)}"
    after = w - group["lr"] * moved
    yield f"w ← w − lr · that = {_n(w)} − {group['lr']:.4g} × {_n(moved)} = {_n(after)}"
    return after


def _n(number: float) -> str:
    """Return a number as it is read."""
    return f"{number:.4g}".replace("-", "−")


_RULES: dict[type[optim.Optimizer], Callable[..., Any]] = {
    optim.SGD: _sgd,
    optim.Adam: _adam,
    optim.AdamW: _adamw,
    optim.RMSprop: _rmsprop,
}
