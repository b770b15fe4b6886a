"""The routes over real connections: who may connect, what is refused, what the files look like."""

import asyncio
import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from playground.learn.switch import SWITCH
from playground.serve.protocol import MOST_ASKED
from playground.serve.server import assets, metrics, visit
from playground.serve.server.labs import Labs
from playground.serve.server.limits import Limits
from playground.serve.server.pool import Pool
from playground.serve.server.record import RunRecord
from playground.serve.server.refusals import GONE, TAKEN_OVER
from playground.serve.server.routes import lifespan, routes
from playground.serve.server.visit import REFUSED
from tests.serve.harness import DEADLINE, LONG, Threads, asyncly, key, read, wanted

BASE = "class/room"
FRIEND = "https://friend.example"


class Site:
    """A server in a thread."""

    def __init__(self, files: Path) -> None:
        (files / "board.js").write_text("export default 1;\n" * 100)
        self.assets = {"board.js": files / "board.js"}
        pool, labs = Pool(1, Limits(live=8), launch=Threads), Labs()
        app = Starlette(
            routes=routes(f"/{BASE}/", self.assets, FRIEND.__eq__, pool, labs),
            lifespan=partial(lifespan, pool=pool, labs=labs),
        )
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))
        self.thread.start()

    def visit(self, path: str = "run", **headers: str) -> ClientConnection:
        return connect(
            f"ws://127.0.0.1:{self.port}/{BASE}/playground/{path}",
            additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
            open_timeout=DEADLINE,
        )

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            response = connection.getresponse()
            return response, response.read()

    def asset(self, name: str = "board.js", version: str = "", **headers: str) -> Any:
        version = version or assets.version(self.assets)
        return self.get(f"/{BASE}/playground/assets/{version}/{name}", **headers)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(DEADLINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("files"))
    yield site
    site.stop()


def say(connection: ClientConnection, op: str, **fields: Any) -> None:
    """Send one message."""
    connection.send(json.dumps({"op": op, **fields}))


@contextmanager
def opened(site: Site, i: int = 1) -> Iterator[ClientConnection]:
    """Return a connection that has named its run."""
    with site.visit() as connection:
        say(connection, "open", key=key(i), query=LONG, known=False)
        yield connection


def see(connection: ClientConnection, generation: int = -1) -> dict[str, Any]:
    """Ask for a frame and return its numbers."""
    say(connection, "frame", **wanted("boundary", generation=generation))
    while isinstance(answer := connection.recv(DEADLINE), str):
        continue
    return read(answer)[0]


def refusal(connection: ClientConnection) -> str:
    """Return the sentence with which the server ends a connection."""
    answers = []
    with suppress(ConnectionClosed):
        while True:
            answers.append(connection.recv(DEADLINE))
    assert connection.close_code == REFUSED
    last = json.loads(answers[-1])
    assert last["event"] == "refused"
    return last["text"]


def test_a_visit(site: Site) -> None:
    with opened(site) as connection:
        generation = see(connection)["generation"]
        say(connection, "play")
        while see(connection, generation)["epoch"] == 0:
            pass
        say(connection, "reset")
        while see(connection, generation)["status"] != "idle":
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:{port}"},
        {"Origin": "https://Play.example", "X_Forwarded_Host": "play.example"},
        {"Origin": "https://play.example:443", "X_Forwarded_Host": "play.example"},
        {"Origin": FRIEND},
    ],
)
def test_pages_of_this_server_and_programs_may_connect(site: Site, headers: dict) -> None:
    headers = {name: value.format(port=site.port) for name, value in headers.items()}
    with site.visit(**headers) as connection:
        say(connection, "open", key=key(2), query="", known=False)
        assert see(connection)["status"] == "idle"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://[x"]
)
def test_other_pages_may_not(site: Site, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        site.visit(Origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("{", "The message was not JSON."),
        ('"open"', "The message named no operation."),
        ('{"op": "play"}', "The first message must name the run."),
        ('{"op": "open", "key": "../../etc/passwd"}', "The run's key must be 32 hex"),
        ('{"op": "open", "x": "' + "y" * 9000 + '"}', "The message was longer than 8 KiB."),
        (b"\x00\x01", "Messages must be text."),
    ],
)
def test_a_bad_start_is_refused(site: Site, message: str | bytes, sentence: str) -> None:
    with site.visit() as connection:
        connection.send(message)
        assert refusal(connection).startswith(sentence)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ('{"op": "quit"}', "There is no operation 'quit'."),
        ('{"op": "park"}', "There is no operation 'park'."),
        ('{"op": "probe", "x": NaN, "y": 1}', "x must be a number in"),
        ('{"op": "frame", "views": {"weights": {}}}', "There is no view 'weights'."),
        ('{"op": "frame", "due": ["weights"]}', "What can be due is predictions, boundary"),
        ('{"op": "open", "key": "' + key(3) + '"}', "This connection has its run already."),
        ("[" * 8000, "The message was not JSON."),
    ],
)
def test_a_bad_message_ends_the_connection_but_not_the_run(
    site: Site, message: str, sentence: str
) -> None:
    with opened(site, 4) as connection:
        see(connection)
        connection.send(message)
        assert refusal(connection).startswith(sentence)
    with opened(site, 4) as connection:
        assert see(connection)["status"] == "idle"


def test_a_flood_is_refused(site: Site) -> None:
    with opened(site, 5) as connection:
        for _ in range(1000):
            try:
                say(connection, "probe")
            except ConnectionClosed:
                break
        assert refusal(connection) == "There were more than 200 messages a second."


def test_silence_ends_a_connection_for_which_a_slow_page_asks_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "PATIENCE", 0.1)
    with site.visit() as connection:
        with pytest.raises(ConnectionClosed):
            connection.recv(DEADLINE)
        assert connection.close_code == visit.LATE


def test_the_older_of_two_tabs_is_sent_away(site: Site) -> None:
    with opened(site, 6) as older:
        see(older)
        with opened(site, 6) as newer:
            see(newer)
            assert json.loads(older.recv(DEADLINE))["event"] == "refused"
            with pytest.raises(ConnectionClosed):
                older.recv(DEADLINE)
            assert older.close_code == TAKEN_OVER


def test_no_room_is_said(site: Site) -> None:
    with ExitStack() as visits:
        for i in range(8):
            see(visits.enter_context(opened(site, 100 + i)))
        with opened(site, 200) as connection:
            assert refusal(connection) == "All 8 places are taken. Try again in a minute."


def test_a_slow_visitor_gets_the_newest_frames_only() -> None:
    class Slow:
        """A connection that lets one message through at a time."""

        def __init__(self) -> None:
            self.sent: list[bytes] = []
            self.gate = asyncio.Semaphore(0)

        async def send_bytes(self, blob: bytes) -> None:
            await self.gate.acquire()
            self.sent.append(blob)

        async def close(self, _code: int) -> None:
            pass

    async def test() -> list[bytes]:
        slow = Slow()
        visitor = visit.Visitor(slow)  # type: ignore[arg-type]
        pump = asyncio.create_task(visitor.pump())
        for i in range(100):
            visitor.frame(b"%d" % i)
            await asyncio.sleep(0)
        slow.gate.release()
        slow.gate.release()
        while len(slow.sent) < 2:
            await asyncio.sleep(0)
        for _ in range(MOST_ASKED):
            slow.gate.release()
        while len(slow.sent) < 1 + MOST_ASKED:
            await asyncio.sleep(0)
        visitor.close(1000)
        await pump
        return slow.sent

    assert asyncly(test()) == [b"0", *(b"%d" % i for i in range(100 - MOST_ASKED, 100))]


def test_who_is_sent_away_while_a_frame_is_on_its_way_is_told_why_first() -> None:
    class Held:
        """A connection that holds a frame back until it is let go."""

        def __init__(self) -> None:
            self.said: list[object] = []
            self.gate = asyncio.Event()

        async def send_bytes(self, blob: bytes) -> None:
            self.said.append(blob)
            await self.gate.wait()

        async def send_text(self, text: str) -> None:
            self.said.append(json.loads(text))

        async def close(self, code: int) -> None:
            self.said.append(code)

    async def test() -> list[object]:
        held = Held()
        visitor = visit.Visitor(held)  # type: ignore[arg-type]
        pump = asyncio.create_task(visitor.pump())
        visitor.frame(b"frame")
        while not held.said:
            await asyncio.sleep(0)
        RunRecord(key(1), watcher=visitor).dismiss(GONE, TAKEN_OVER)
        held.gate.set()
        await pump
        return held.said

    assert asyncly(test()) == [b"frame", {"event": "refused", "text": GONE}, TAKEN_OVER]


def test_a_file_comes_compressed_and_to_be_kept(site: Site) -> None:
    response, body = site.asset(Accept_Encoding="gzip, br")
    assert gzip.decompress(body) == site.assets["board.js"].read_bytes()
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_file_comes_plain_to_who_asks_for_that(site: Site) -> None:
    response, body = site.asset(Accept_Encoding="identity")
    assert body == site.assets["board.js"].read_bytes()
    assert "Content-Encoding" not in response.headers


def test_another_version_is_not_kept(site: Site) -> None:
    response, _ = site.asset(version="0" * 12)
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")


def test_a_changed_file_has_a_new_version(site: Site) -> None:
    before = assets.version(site.assets)
    site.assets["board.js"].write_text("export default 2;\n")
    after = assets.version(site.assets)
    assert after != before
    response, body = site.asset(version=after, Accept_Encoding="gzip")
    assert gzip.decompress(body) == b"export default 2;\n"
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["board.py", "..%2f..%2fetc%2fpasswd", "../run", "x/board.js"])
def test_no_other_file_can_be_had(site: Site, name: str) -> None:
    assert site.asset(name)[0].status == 404


def test_the_operators_figures_are_plain_text(site: Site) -> None:
    response, body = site.get(f"/{BASE}/playground/metrics")
    assert response.getheader("Content-Type") == metrics.KIND
    assert b"playground_sessions " in body


def test_nothing_lies_outside_the_base_path(site: Site) -> None:
    version = assets.version(site.assets)
    assert site.get(f"/playground/assets/{version}/board.js")[0].status == 404


def test_a_server_that_is_to_run_an_unknown_engine_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def start() -> None:
        async with lifespan(None, Pool(1, launch=Threads)):
            pass

    monkeypatch.setenv(SWITCH, "fast")
    with pytest.raises(ValueError, match='Got "fast" instead'):
        asyncio.run(start())
