"""A network's weights as files, under the names that the exported class gives them."""

from __future__ import annotations

import io
from collections.abc import Iterable

import safetensors.torch
import torch
from torch import Tensor, nn


def as_safetensors(network: nn.Module, names: Iterable[str], query: str) -> bytes:
    """Return the weights in safetensors form, with the experiment's ``query`` in the metadata."""
    return safetensors.torch.save(_named(network, names), {"query": query})


def as_state_dict(network: nn.Module, names: Iterable[str]) -> bytes:
    """Return the weights as ``torch.save`` writes a ``state_dict``."""
    buffer = io.BytesIO()
    torch.save(_named(network, names), buffer)
    return buffer.getvalue()


def _named(network: nn.Module, names: Iterable[str]) -> dict[str, Tensor]:
    """Return copies of all parameters and buffers, in order, under ``names``."""
    tensors = network.state_dict().values()
    return {name: t.detach().clone() for name, t in zip(names, tensors, strict=True)}
