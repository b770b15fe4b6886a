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
    into the loss). ``binary`` losses take one output for two classes, or one for each of several
    labels. ``target`` is the label's form: class indices (n,), float columns (n, n_outputs) or
    one-hot rows (n, n_classes). ``link`` turns the network's output into probabilities. ``weight``
    is the argument that takes class weights, empty when there is none.
    """

    label: str
    help: str
    criterion: Call
    target: Literal["index", "column", "one_hot"]
    link: Link
    head: Call | None = None
    binary: bool = False
    weight: Literal["weight", "pos_weight", ""] = ""
    smooths: bool = False
    """Takes ``label_smoothing``."""


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        "Cross-entropy",
        "nn.CrossEntropyLoss takes raw logits and applies log-softmax itself: the usual choice.",
        Call("nn.CrossEntropyLoss"),
        "index",
        "softmax",
        weight="weight",
        smooths=True,
    ),
    "nll": Loss(
        "Log-softmax + NLL",
        "nn.LogSoftmax, then nn.NLLLoss: the same loss as cross-entropy, in two steps.",
        Call("nn.NLLLoss"),
        "index",
        "exp",
        head=Call("nn.LogSoftmax", {"dim": 1}),
        weight="weight",
    ),
    "double_softmax": Loss(
        "Double softmax (common mistake)",
        "nn.CrossEntropyLoss applies log-softmax to what already is a softmax: it trains, but "
        "slowly, and the loss can't come near zero.",
        Call("nn.CrossEntropyLoss"),
        "index",
        "identity",
        head=Call("nn.Softmax", {"dim": 1}),
        weight="weight",
        smooths=True,
    ),
    "bce_with_logits": Loss(
        "BCE with logits",
        "nn.BCEWithLogitsLoss: one logit for two classes (or for each label), the sigmoid inside "
        "the loss, safe for large logits.",
        Call("nn.BCEWithLogitsLoss"),
        "column",
        "sigmoid",
        binary=True,
        weight="pos_weight",
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
    "multi_margin": Loss(
        "Multi-class hinge",
        "nn.MultiMarginLoss: the right class's score must lead by 1. The scores are no "
        "log-probabilities; the softmax of them is shown for comparison only.",
        Call("nn.MultiMarginLoss"),
        "index",
        "softmax",
        weight="weight",
    ),
    "focal": Loss(
        "Focal (γ = 2)",
        "Cross-entropy times (1 − p)²: points that are already right count little "
        "(Lin et al., 2017).",
        Call("FocalLoss", {"gamma": 2.0}),
        "index",
        "softmax",
    ),
}
