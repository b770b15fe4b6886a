"""The network of a Config as runnable PyTorch, in both of PyTorch's ways of writing one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from playground.catalog import ACTIVATIONS, LOSSES, NORMALIZATIONS
from playground.config import Config


def layers(config: Config) -> list[str]:
    """Return the calls that make the layers, in order; dropout of 0 is left out."""
    sizes = (config.n_features, *config.hidden)
    normalization = NORMALIZATIONS[config.normalization].torch
    bias = "" if config.bias else ", bias=False"
    calls = []
    for (fan_in, fan_out), activation, dropout in zip(
        pairwise(sizes), config.activations, config.dropouts, strict=True
    ):
        calls.append(f"nn.Linear({fan_in}, {fan_out}{bias})")
        calls += [f"{normalization}({fan_out})"] * bool(normalization)
        calls.append(str(ACTIVATIONS[activation].torch))
        calls += [f"nn.Dropout({dropout!r})"] * (dropout > 0)
    calls.append(f"nn.Linear({sizes[-1]}, {config.n_outputs}{bias})")
    head = LOSSES[config.loss].head
    return [*calls, str(head)] if head else calls


def as_sequential(config: Config) -> str:
    """Return the network as one ``nn.Sequential``."""
    return "\n".join(["model = nn.Sequential(", *(f"    {c}," for c in layers(config)), ")"])


def as_module(config: Config) -> str:
    """Return the network as a class, and the model made of it."""
    lines = [
        "class Network(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.layers = nn.Sequential(",
        *(f"            {call}," for call in layers(config)),
        "        )",
        "",
        "    def forward(self, X):",
        "        return self.layers(X)",
        "",
        "",
        "model = Network()",
    ]
    return "\n".join(lines)


def state_names(config: Config) -> Iterator[str]:
    """Yield the names that the class's ``state_dict`` gives the network's tensors, in order."""
    for place, call in enumerate(layers(config)):
        kind = call.partition("(")[0]
        for tensor in _TENSORS.get(kind, ()):
            if tensor != "bias" or "bias=False" not in call:
                yield f"layers.{place}.{tensor}"


_TENSORS = {
    "nn.Linear": ("weight", "bias"),
    "nn.LayerNorm": ("weight", "bias"),
    "nn.BatchNorm1d": ("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
}
"""What each kind of layer learns or keeps."""
