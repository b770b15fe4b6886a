"""A whole server: it starts by each command, stays light, and leaves nothing behind."""

import signal
from pathlib import Path

import pytest

from playground.serve.server import assets
from playground.ui.assets import ASSETS
from tests.serve.live import CONSOLE_SCRIPT, STREAMLIT, Board, serving
from tests.serve.processes import descendants, loaded, wait_gone


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_end_of_the_server_is_the_end_of_its_workers(signal_number: int) -> None:
    with serving() as server:
        with server.visit() as connection:
            Board(connection).open().train()
            below = server.end(signal_number)
        assert len(below) >= 2
        wait_gone(below, seconds=3)
    assert "Traceback" not in server.output
    assert "lost" not in server.output


def test_the_server_is_free_of_what_training_needs() -> None:
    with serving(CONSOLE_SCRIPT) as server, server.visit() as connection:
        Board(connection).open().train()
        assert not loaded(server.pid, "torch")
        assert not loaded(server.pid, "sklearn")
        below = descendants(server.pid)
        assert below
        assert all(loaded(pid, "libtorch_cpu") for pid in below)


@pytest.mark.parametrize("command", [STREAMLIT, CONSOLE_SCRIPT], ids=["module", "script"])
def test_from_elsewhere_and_below_a_path(command: list[str], tmp_path: Path) -> None:
    with serving(command, cwd=tmp_path, base="class/room") as server:
        with server.visit() as connection:
            Board(connection).open().train()
        name = f"/playground/assets/{assets.version(ASSETS)}/browser/board.js"
        assert server.get(name) == ASSETS["browser/board.js"].read_bytes()
