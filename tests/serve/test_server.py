"""A whole server: it starts by each command, stays light, and leaves nothing behind.

Three servers, one for each way to its end; what is asked of one is asked of all.
"""

import asyncio
import signal
import socket
from collections.abc import Iterator

import pytest
import uvloop

from playground.serve.server import assets
from playground.ui.assets import ASSETS
from tests.serve.live import CONSOLE_SCRIPT, STREAMLIT, Board, Server, serving
from tests.serve.processes import descendants, loaded, wait_gone

WAYS = {
    "module": (STREAMLIT, signal.SIGINT),
    "script": (CONSOLE_SCRIPT, signal.SIGTERM),
    "killed": (STREAMLIT, signal.SIGKILL),
}
"""Commands that start a server, and what ends it."""


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def server(way: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server started from elsewhere, below a path."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with serving(WAYS[way][0], cwd=elsewhere, base="class/room") as running:
        yield running


def test_the_server_is_free_of_what_training_needs(server: Server) -> None:
    with server.visit() as connection:
        Board(connection).open().train()
        assert not loaded(server.pid, "torch")
        assert not loaded(server.pid, "sklearn")
        below = descendants(server.pid)
        assert below
        assert all(loaded(pid, "libtorch_cpu") for pid in below)


def test_no_answer_waits_for_the_one_before_to_be_acknowledged(server: Server) -> None:
    """Streamlit's listening socket says no protocol: then asyncio, unlike uvloop, leaves Nagle's
    algorithm on, and whatever follows on a kept connection comes 40 ms late."""
    assert loaded(server.pid, "uvloop")


def test_uvloop_lets_small_answers_go_at_once() -> None:
    assert uvloop.run(has_no_delay())


async def has_no_delay() -> bool:
    """Whether what a socket such as Streamlit's accepts sends small packets at once."""
    loop, accepted = asyncio.get_running_loop(), asyncio.Event()
    transports: list[asyncio.BaseTransport] = []

    class Accepting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            transports.append(transport)
            accepted.set()

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = await loop.create_server(Accepting, sock=listening)
    _, writer = await asyncio.open_connection(*listening.getsockname())
    await accepted.wait()
    sends_at_once = (
        transports[0].get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    )
    writer.close()
    server.close()
    return bool(sends_at_once)


def test_from_elsewhere_and_below_a_path(server: Server) -> None:
    name = f"/playground/assets/{assets.version(ASSETS)}/browser/board.js"
    assert server.get(name) == ASSETS["browser/board.js"].read_bytes()


def test_the_end_of_the_server_is_the_end_of_its_workers(way: str, server: Server) -> None:
    """Nothing can be asked of the server after this one."""
    with server.visit() as connection:
        Board(connection).open(2).train()
        below = server.end(WAYS[way][1])
    assert len(below) >= 2
    wait_gone(below)
    server.close()  # its last words are read by then
    assert "Traceback" not in server.output
    assert "lost" not in server.output
