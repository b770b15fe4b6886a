"""Every process of these tests that computes takes one thread."""

import pytest

from playground.learn import preload


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    preload()
