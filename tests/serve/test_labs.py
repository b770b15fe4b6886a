"""Questions about labs over a real connection, and the worker that answers them."""

import asyncio
import json

import pytest

from playground.serve.protocol import Refused, parse_lab
from playground.serve.server import labs as server_labs
from playground.serve.server.labs import KEEP, Labs, NoPicture
from tests.serve.harness import DEADLINE, Threads, asyncly
from tests.serve.test_routes import site as site

VALUES = {"logits": (1.0, 2.0), "shift": 0.0, "temperature": 1.0}


def ask(connection, **given):
    """Ask for a softmax and return the answer."""
    connection.send(json.dumps({"lab": "softmax", "given": given}))
    return json.loads(connection.recv(DEADLINE))


def test_a_page_gets_pictures_and_sentences(site):
    with site.visit(path="lab") as connection:
        assert ask(connection)["traces"]["logit"]["y"] == [0.9, 0.8, 0.4]
        assert list(ask(connection, temperature="nan")["complaints"]) == ["temperature"]
        assert ask(connection, shift="2")["traces"]["logit"]["y"] == [2.9, 2.8, 2.4]


@pytest.mark.parametrize("text", ["", "[]", '{"lab":"x","given":{}}', '{"lab":"softmax"}'])
def test_what_is_no_question_ends_the_connection_with_a_sentence(site, text):
    with pytest.raises(Refused):
        parse_lab(text)
    with site.visit(path="lab") as connection:
        connection.send(text)
        assert json.loads(connection.recv(DEADLINE))["event"] == "refused"


def test_the_worker_comes_with_the_first_question_and_goes_when_none_comes(tmp_path):
    async def run():
        now = [0.0]
        labs, threads = Labs(lambda: now[0]), Threads(tmp_path)
        with pytest.raises(NoPicture):
            await labs.ask("softmax", VALUES)
        labs.start(threads)
        assert threads.ends == []
        assert b"traces" in await labs.ask("softmax", VALUES)
        labs.tick()
        assert labs.pid is not None
        now[0] = KEEP
        labs.tick()
        assert labs.pid is None
        assert b"traces" in await labs.ask("softmax", VALUES)
        assert len(threads.ends) == 2
        await labs.stop()

    asyncly(run())


def test_a_lost_worker_is_said_and_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(server_labs, "PATIENCE", DEADLINE)

    async def run():
        labs, threads = Labs(), Threads(tmp_path)
        labs.start(threads)
        await labs.ask("softmax", VALUES)
        question = asyncio.create_task(labs.ask("softmax", VALUES))
        threads.lose()
        with pytest.raises(NoPicture):
            await question
        assert b"traces" in await labs.ask("softmax", VALUES)
        await labs.stop()

    asyncly(run())
