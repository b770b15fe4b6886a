"""One thread for PyTorch, as in a worker; and a worker to drive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.learn import preload
from tests.serve.driven import Server


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    preload()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.hang_up()
