"""Shapes and numbers of parameters of a network's layers, computed from the Config alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from playground.config import Config
from playground.export.network import layers


@dataclass(frozen=True)
class Layer:
    """One layer: the call that makes it, its output's last dimension, what it learns."""

    call: str
    n_units: int
    tensors: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Names and shapes of its parameters."""

    @property
    def n_parameters(self) -> int:
        """Return how many numbers it learns."""
        total = 0
        for _, shape in self.tensors:
            size = 1
            for extent in shape:
                size *= extent
            total += size
        return total


def architecture(config: Config) -> Iterator[Layer]:
    """Yield the network's layers in order."""
    n_units = config.n_features
    for call in layers(config):
        name, _, arguments = call.partition("(")
        if name == "nn.Linear":
            fan_in, fan_out = ast.literal_eval(f"({arguments.split(', bias')[0].rstrip(')')})")
            n_units = fan_out
            tensors: tuple[tuple[str, tuple[int, ...]], ...] = (("weight", (fan_out, fan_in)),)
            yield Layer(call, n_units, tensors + ((("bias", (fan_out,)),) if config.bias else ()))
        elif name in ("nn.BatchNorm1d", "nn.LayerNorm"):
            yield Layer(call, n_units, (("weight", (n_units,)), ("bias", (n_units,))))
        else:
            yield Layer(call, n_units)


def n_parameters(config: Config) -> int:
    """Return how many numbers the network learns."""
    return sum(layer.n_parameters for layer in architecture(config))


def chain(config: Config) -> str:
    """Return the network in one line: units from input to output, and what it learns."""
    sizes = (config.n_features, *config.hidden, config.n_outputs)
    return f"{' → '.join(map(str, sizes))} · {n_parameters(config):,} parameters"


def table(config: Config) -> str:
    """Return the layers as a Markdown table."""
    lines = [
        "| Layer | Output | Parameters | Number |",
        "| :-- | :-- | :-- | --: |",
        f"| input | `(n, {config.n_features})` | | |",
    ]
    for layer in architecture(config):
        tensors = ", ".join(f"{name} `{list(shape)}`" for name, shape in layer.tensors)
        number = f"{layer.n_parameters:,}" if layer.tensors else "0"
        lines.append(f"| `{layer.call}` | `(n, {layer.n_units})` | {tensors} | {number} |")
    lines.append(f"| **Total** | | | **{n_parameters(config):,}** |")
    return "\n".join(lines)


def meanings(config: Config) -> str:
    """Return what the shapes mean, a sentence each, as a Markdown list."""
    what = "columns of X that the network gets" if config.is_planar else "columns of X"
    return "\n".join(
        (
            f"- `in_features` of the first layer is {config.n_features}: the number of features, "
            f"the {what}.",
            "- Each layer's `in_features` is the `out_features` of the one before.",
            f"- `out_features` of the last layer is {config.n_outputs}: {_outputs(config)}.",
            "- `(n, …)`: one row for each point of the batch, whatever the batch size n.",
            "- `weight` has shape [out_features, in_features]: a layer computes X @ weight.T"
            + (" + bias." if config.bias else "."),
        )
    )


def _outputs(config: Config) -> str:
    """Return why there are as many outputs as there are."""
    if config.is_multilabel:
        return "one for each label, each judged by itself"
    return "one for the second of two classes" if config.n_outputs == 1 else "one for each class"
