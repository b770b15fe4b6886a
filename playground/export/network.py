"""The network of a Config as runnable PyTorch, in both of PyTorch's ways of writing one."""

from __future__ import annotations

from collections.abc import Iterator

from playground.config import Config
from playground.layers import layers, printed


def as_sequential(config: Config) -> str:
    """Return the network as one ``nn.Sequential``."""
    calls = (f"    {layer.call}," for layer in printed(config))
    return "\n".join(["model = nn.Sequential(", *calls, ")"])


def as_module(config: Config, changes_dropout: bool = False) -> str:
    """Return the network as a class, and the model made of it.

    Dropout of 0 is among its layers only if it is to be changed.
    """
    shown = layers(config) if changes_dropout else printed(config)
    lines = [
        "class Network(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.layers = nn.Sequential(",
        *(f"            {layer.call}," for layer in shown),
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
    for i, layer in enumerate(printed(config)):
        for name in (*layer.parameters, *layer.buffers):
            yield f"layers.{i}.{name}"
