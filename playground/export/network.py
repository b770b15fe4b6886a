"""The network of a Config as runnable PyTorch, in both of PyTorch's ways of writing one."""

from __future__ import annotations

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
