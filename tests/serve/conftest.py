"""One thread for PyTorch, as in a worker."""

import pytest

from playground.learn import preload


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    preload()
