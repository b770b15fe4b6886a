"""Preload: what a worker does first."""

import torch

from playground.learn import preload


def test_pytorch_is_held_to_one_thread():
    torch.set_num_threads(2)
    preload()
    assert torch.get_num_threads() == 1
