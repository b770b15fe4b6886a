"""Figures of the serving half, each with how it was taken: ``python -m tests.benchmarks.serve``.

Takes about two minutes; starts servers on this machine only, and stops them.
"""

from __future__ import annotations

import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.catalog import DEFAULT_VIEWS
from playground.serve.protocol import PREDICTIONS
from playground.ui.assets import address
from tests.serve.live import Board, Server, serving
from tests.serve.processes import cpu_seconds, descendants, memory, private_memory, workers

WINDOW = 2.0
"""Seconds of one measurement of speed."""

LEASE = 15.0

QUERIES = {
    "default network": "epochs=100000",
    "1000 points, 32,32,32 units": "n_samples=1000&hidden=32,32,32&epochs=100000",
}

FULL = (PREDICTIONS, *DEFAULT_VIEWS)


def show(what: str, value: str, how: str) -> None:
    """Print one figure."""
    print(f"{what:<44}{value:>22}   {how}", flush=True)


def wait(seconds: float) -> None:
    """Let the server alone for a while."""
    threading.Event().wait(seconds)


@contextmanager
def learner(server: Server, i: int, query: str = "epochs=100000") -> Iterator[Board]:
    """Open the page as a browser does: a Streamlit session that ran its script, and a board."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with (
        connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as session,
        server.visit() as connection,
    ):
        session.send(BackMsg(rerun_script={}).SerializeToString())
        while not ForwardMsg.FromString(session.recv(30)).HasField("script_finished"):  # type: ignore[arg-type]
            pass
        board = Board(connection).open(i, query)
        board.see(*FULL)
        yield board
        board.say("pause")


def start() -> None:
    """Time to the first healthy answer and to the first frame."""
    healthy, first_frame = [], []
    for _ in range(3):
        begin = time.monotonic()
        with serving() as server, server.visit() as connection:
            Board(connection).open().see(*FULL)
            healthy.append(server.healthy_after)
            first_frame.append(time.monotonic() - begin)
    how = "median of 3 starts, from the start of the process to an answer of"
    show("server start to healthy", f"{statistics.median(healthy):.2f} s", f"{how} /_stcore/health")
    show("server start to first frame", f"{statistics.median(first_frame):.2f} s", f"{how} a run")


def answers(server: Server) -> None:
    """Time of small files, one after another over one connection."""
    n, connection = 200, HTTPConnection("127.0.0.1", server.port)
    begin = time.monotonic()
    for _ in range(n):
        connection.request("GET", f"/{address()}/browser/numbers.js")
        connection.getresponse().read()
    each = (time.monotonic() - begin) / n
    show("a small file over a kept connection", f"{each * 1000:.1f} ms", f"mean of {n} in a row")


def speed(board: Board, watched: bool) -> tuple[float, float]:
    """Return epochs/s and frames/s over one window."""
    before, begin, n = board.see(), time.monotonic(), 0
    if watched:
        while time.monotonic() - begin < WINDOW:
            n += 1
            board.see(*(FULL if n % 4 == 0 else ("boundary", "loss")))
    else:
        wait(WINDOW)
    after, seconds = board.see(), time.monotonic() - begin
    return (after["epoch"] - before["epoch"]) / seconds, n / seconds


def watching(server: Server) -> None:
    """Speed of training, watched and not, in turn; and what it costs the server."""
    for name, query in QUERIES.items():
        with server.visit() as connection:
            board = Board(connection).open(500 + len(name), query)
            board.train()
            used, begin = cpu_seconds(server.pid), time.monotonic()
            pairs = [(speed(board, False), speed(board, True)) for _ in range(3)]
            share = (cpu_seconds(server.pid) - used) / (time.monotonic() - begin) * 2
            board.say("pause")
        alone = statistics.median(a[0] for a, _ in pairs)
        ratio = statistics.median(b[0] / a[0] for a, b in pairs)
        frames = statistics.median(b[1] for _, b in pairs)
        how = f"3 × {WINDOW:g} s each, in turn, one Python client, grid every frame; {name}"
        show("epochs/s, nobody watching", f"{alone:.0f}", how)
        show("epochs/s, watched ÷ not", f"{ratio:.2f}", how)
        show("frames/s while training", f"{frames:.1f}", how)
        show("server CPU while watched", f"{share:.0%} of a core", how)


def learners(server: Server) -> None:
    """Memory of the server, alone and with learners."""
    n = 10
    with learner(server, 0) as board:
        board.train()
        first = memory(server.pid)
        show("server memory", f"{first:.0f} MB", "VmRSS with one learner (page and run) open")
        with ExitStack() as stack:
            before = sum(private_memory(pid) for pid in descendants(server.pid))
            for i in range(1, n + 1):
                stack.enter_context(learner(server, i)).train()
            each = (memory(server.pid) - first) / n
            theirs = (sum(private_memory(p) for p in descendants(server.pid)) - before) / n
            show("per further learner, server", f"{each:.2f} MB", f"VmRSS, {n} more, all training")
            show("per further learner, workers", f"{theirs:.2f} MB", "private memory, the same")


def rounds(server: Server) -> None:
    """Memory before and after 50 visits."""
    for i in range(1000, 1020):
        with learner(server, i) as board:
            board.train()
    wait(LEASE + 2)
    before = memory(server.pid), sum(private_memory(pid) for pid in descendants(server.pid))
    for i in range(2000, 2050):
        with learner(server, i) as board:
            board.train()
    wait(LEASE + 2)
    after = memory(server.pid), sum(private_memory(pid) for pid in descendants(server.pid))
    how = "50 visits (page, run, Train, close) and their leases, after 20 to warm up"
    for name, a, b in zip(("server", "workers"), before, after, strict=True):
        show(f"{name}: growth over 50 rounds", f"{a:.1f} → {b:.1f} MB", how)


def recovery(server: Server) -> None:
    """Time from kill -9 of a worker to its run training on."""
    times = []
    with server.visit() as connection:
        board = Board(connection).open(700)
        for _ in range(2):
            board.train()
            epoch = board.see()["epoch"]
            os.kill(busiest(server), signal.SIGKILL)
            begin = time.monotonic()
            while board.see()["epoch"] <= epoch:
                pass
            times.append(time.monotonic() - begin)
        board.say("pause")
    how = "kill -9 of the worker to a later epoch on the wire; the slower of 2"
    show("killed worker to training again", f"{max(times):.2f} s", how)


def busiest(server: Server) -> int:
    """Return the worker that trains: the one that uses the processor."""
    before = {pid: cpu_seconds(pid) for pid in workers(server.pid)}
    wait(0.3)
    return max(before, key=lambda pid: cpu_seconds(pid) - before[pid])


def stillness(board: Board) -> float:
    """Press Pause; return the seconds until a frame says that the run is paused."""
    asked = time.monotonic()
    board.say("pause")
    while board.see()["status"] != "paused":
        pass
    return time.monotonic() - asked


def capacity(server: Server) -> None:
    """What a whole class gets."""
    n = 30
    with ExitStack() as stack:
        boards = [Board(stack.enter_context(server.visit())).open(300 + i) for i in range(n)]
        for board in boards:
            board.train()
        before, begin = [board.see()["epoch"] for board in boards], time.monotonic()
        wait(2 * WINDOW)
        after, seconds = [board.see()["epoch"] for board in boards], time.monotonic() - begin
        delays = [stillness(board) for board in boards]
    speeds = [(b - a) / seconds for a, b in zip(before, after, strict=True)]
    how = f"{n} runs training at once"
    show("epochs/s of each, lowest – highest", f"{min(speeds):.0f} – {max(speeds):.0f}", how)
    show("Pause to stillness, longest", f"{max(delays) * 1000:.0f} ms", how)


def main() -> None:
    """Print all figures."""
    print(f"{os.cpu_count()} cores")
    start()
    with serving() as server:
        answers(server)
        watching(server)
        recovery(server)
        learners(server)
        capacity(server)
        rounds(server)


if __name__ == "__main__":
    main()
