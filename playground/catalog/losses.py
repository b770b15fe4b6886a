"""Loss functions with the network output that each one expects; ``learn/`` resolves the names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.catalog.call import Call

Link = Literal["softmax", "exp", "identity", "sigmoid"]


@dataclass(frozen=True)
class Loss:
    """One loss.

    ``criterion`` makes the loss; ``head`` the layer after the last linear one (None: raw logits go
    into the loss). ``binary`` losses take
    one output for two classes. ``target`` is the label's form: class indices (n,), a float column
    (n, 1) or one-hot rows (n, n_classes). ``link`` turns the network's output into probabilities.
    """

    label: str
    help: str
    criterion: Call
    target: Literal["index", "column", "one_hot"]
    link: Link
    head: Call | None = None
    binary: bool = False


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        "Cross-entropy (logits)",
        "nn.CrossEntropyLoss takes raw logits and applies log-softmax itself: the usual choice.",
        Call("nn.CrossEntropyLoss"),
        "index",
        "softmax",
    ),
    "nll": Loss(
        "Log-softmax + NLL",
        "nn.LogSoftmax, then nn.NLLLoss: the same loss as cross-entropy, in two steps.",
        Call("nn.NLLLoss"),
        "index",
        "exp",
        head=Call("nn.LogSoftmax", {"dim": 1}),
    ),
    "bce_with_logits": Loss(
        "BCE with logits",
        "nn.BCEWithLogitsLoss: one logit for two classes, the sigmoid inside the loss, safe for "
        "large logits.",
        Call("nn.BCEWithLogitsLoss"),
        "column",
        "sigmoid",
        binary=True,
    ),
    "bce": Loss(
        "Sigmoid + BCE",
        "nn.Sigmoid, then nn.BCELoss: equal to BCE with logits until the sigmoid saturates.",
        Call("nn.BCELoss"),
        "column",
        "identity",
        head=Call("nn.Sigmoid"),
        binary=True,
    ),
    "mse": Loss(
        "MSE on probabilities",
        "Squared error between softmax output and one-hot label (Brier score ÷ classes): its "
        "gradient fades when the network is confidently wrong.",
        Call("nn.MSELoss"),
        "one_hot",
        "identity",
        head=Call("nn.Softmax", {"dim": 1}),
    ),
    "l1": Loss(
        "L1 on probabilities",
        "Absolute error between softmax output and one-hot label; its gradient also fades when "
        "the network is confidently wrong.",
        Call("nn.L1Loss"),
        "one_hot",
        "identity",
        head=Call("nn.Softmax", {"dim": 1}),
    ),
}
