"""Batches laid out by one gather against batches gathered one by one."""

import pytest
import torch

from playground.learn.batches import ALIGNMENT, gather


@pytest.mark.parametrize("n_features", [1, 2, 13, 64])
@pytest.mark.parametrize("size", [1, 7, 32, 100, 5000])
def test_batches_are_laid_out_as_if_gathered_one_by_one(n_features, size):
    X, permutation = torch.randn(100, n_features), torch.randperm(100)
    batches = gather(X, permutation, size)
    expected = [X[rows] for rows in permutation.split(size)]
    assert [batch.tolist() for batch in batches] == [batch.tolist() for batch in expected]
    assert all(batch.data_ptr() % ALIGNMENT == 0 and batch.is_contiguous() for batch in batches)
