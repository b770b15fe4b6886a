"""The network's layers with their shapes and numbers of parameters, in Markdown."""

from __future__ import annotations

from playground.config import Config
from playground.layers import n_parameters, printed


def table(config: Config) -> str:
    """Return the layers as a Markdown table."""
    lines = [
        "| Layer | Output | Parameters | Number |",
        "| :-- | :-- | :-- | --: |",
        f"| input | `(n, {config.n_features})` | | |",
    ]
    for layer in printed(config):
        tensors = ", ".join(f"{name} `{list(shape)}`" for name, shape in layer.parameters.items())
        cells = f"`{layer.call}`", f"`(n, {layer.n_out})`", tensors, f"{layer.n_parameters:,}"
        lines.append(f"| {' | '.join(cells)} |")
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
