"""The worker's loop, driven over its socket as the server does."""

import resource
import time
from pathlib import Path
from typing import Any

import pytest

from playground import url
from playground.config import DEFAULT
from playground.learn.trainer import Trainer
from playground.serve import checkpoint
from playground.serve.worker.run import FAILED
from tests.serve.driven import Server
from tests.serve.harness import DEADLINE, LONG, key, wanted


def test_the_worker_ends_with_its_server(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.open()
    server.say("play")
    server.hang_up()
    assert not server.thread.is_alive()


def test_a_run_opens_idle_with_its_points(server: Server) -> None:
    server.open()
    about, tensors = server.next_whole_frame(server.ask())
    assert (about["status"], about["epoch"]) == ("idle", 0)
    assert len(tensors["X"]) == len(tensors["y"]) == DEFAULT.n_samples


def test_a_still_run_answers_only_news(server: Server) -> None:
    server.open()
    server.see()
    ask = server.ask()
    server.pong()
    server.say("probe", x=0.25, y=0.5)
    assert server.next_frame(ask)["probe"] == {"x": 0.25, "y": 0.5, "point": None}


@pytest.mark.parametrize("leaves_first", [True, False])
def test_a_returning_visitor_is_answered_at_once(server: Server, leaves_first: bool) -> None:
    server.open()
    known = server.see()["generation"]
    if leaves_first:
        server.say("leave")
    server.open()
    assert server.next_frame(server.ask(generation=known))["status"] == "idle"


def test_one_request_one_frame(server: Server) -> None:
    server.open()
    server.see()
    for _ in range(5):
        last = server.ask()
    server.say("play")
    server.next_frame(last)
    server.pong()
    assert not server.channel.poll(0.1)


def test_idle_runs_cost_nothing(server: Server) -> None:
    for i in range(30):
        server.open(run=i)
        server.ask(i, generation=server.see(i)["generation"])
    server.pong()
    before = resource.getrusage(resource.RUSAGE_SELF)
    assert not server.channel.poll(0.5)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.1


def test_who_does_not_know_the_points_is_answered_at_once(server: Server) -> None:
    server.open()
    known = server.see()["generation"]
    server.ask(generation=known)
    server.pong()
    assert not server.channel.poll(0.1)
    assert server.next_frame(server.ask(generation=-1))["generation"] == known


def test_who_opens_another_view_is_answered_at_once(server: Server) -> None:
    server.open()
    known = server.see()["generation"]
    server.n_asked += 1
    views = {"loss": {}}
    server.say("frame", views=views, due=[], generation=known, ask=server.n_asked)
    server.pong()
    assert not server.channel.poll(0.1)  # it was open before
    asked = wanted(generation=known) | {"views": {"loss": {"smoothing": 3}}, "ask": 99}
    server.say("frame", **asked)
    assert server.next_frame(99)["generation"] == known


def test_what_is_asked_for_ahead_is_answered_in_turn_each_with_something_new(
    server: Server,
) -> None:
    server.open()
    known = server.see()["generation"]
    for number in range(2):
        fields = wanted(generation=known) | {"number": number, "ahead": number > 0}
        server.say("frame", ask=100 + number, **fields)
    server.pong()
    assert not server.channel.poll(0.1)
    server.say("play")
    frames = [server.next_frame(100 + number) for number in range(2)]
    assert [frame["number"] for frame in frames] == [0, 1]
    assert frames[0]["step"] < frames[1]["step"] or frames[0]["status"] != frames[1]["status"]


def test_a_view_that_is_opened_ahead_is_news_once_its_turn_comes(server: Server) -> None:
    server.open()
    known = server.see()["generation"]
    first = wanted(generation=known) | {"ask": 100}
    server.say("frame", **first)
    server.say("frame", **first | {"views": {"loss": {"smoothing": 3}}, "ask": 101, "ahead": True})
    server.say("probe")
    assert server.next_frame(101)["generation"] == known


def test_pause_is_obeyed_while_others_train(server: Server) -> None:
    for i in range(6):
        server.open(run=i)
        server.say("play", i)
    server.see_until(0, status="running")
    server.say("pause", 0)
    epoch = server.see_until(0, status="paused")["epoch"]
    server.see(1)
    assert server.see(0)["epoch"] == epoch


def test_neighbours_and_watching_change_no_number(server: Server) -> None:
    query = "epochs=60&dropout=0.1&n_samples=200"
    alone = Trainer(url.decode(query)[0])
    alone.train()
    server.open(f"{LONG}&dropout=0.5", 2)
    server.say("play", 2)
    server.open(query, 1)
    server.say("play", 1)
    about = server.see_until(1, status="finished")
    assert about["train_loss"] == alone.evaluation.train_loss
    assert about["test_loss"] == alone.evaluation.test_loss


def test_a_failing_run_does_not_hurt_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy = Trainer.train_batch

    def fail(trainer: Trainer) -> None:
        if trainer.config.seed == 13:
            raise ArithmeticError("as the test wants it")
        healthy(trainer)

    monkeypatch.setattr(Trainer, "train_batch", fail)
    server.open(f"{LONG}&seed=13", 1)
    server.open(LONG, 2)
    server.say("play", 1)
    server.say("play", 2)
    assert server.see_until(1, status="paused")["message"] == FAILED
    epoch = server.see_until(2, status="running")["epoch"]
    while server.see(2)["epoch"] <= epoch:
        pass


def test_a_config_that_cannot_be_built_leaves_a_working_run(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy = Trainer.__init__

    def fail(trainer: Trainer, config: Any) -> None:
        if config.seed == 13:
            raise ArithmeticError("as the test wants it")
        healthy(trainer, config)

    monkeypatch.setattr(Trainer, "__init__", fail)
    server.open(f"{LONG}&seed=13")
    assert "could not be built" in server.see()["message"]
    server.say("config", query="seed=14&epochs=77")
    assert server.see_until(epochs=77)["message"] == ""


def test_commands_for_runs_that_are_not_there_are_ignored(server: Server) -> None:
    for op in ("play", "pause", "step", "reset", "park", "leave"):
        server.say(op, 9)
    server.pong()


def test_a_training_run_is_saved_at_once_and_again(server: Server) -> None:
    server.open()
    server.say("play")
    server.see_until(status="running")
    path = server.directory / key(1)
    first = checkpoint.read(path)
    assert first is not None
    assert first.status == "running"
    end = time.monotonic() + DEADLINE
    while checkpoint.read(path).epoch <= first.epoch:  # type: ignore[union-attr]
        assert time.monotonic() < end
        server.see()


@pytest.mark.parametrize("op", ["pause", "step"])
def test_a_run_that_stands_still_is_saved_where_it_stands(server: Server, op: str) -> None:
    server.open()
    server.say("play")
    server.see_until(status="running")
    server.say(op)
    server.see_until(status="paused")
    server.pong()
    saved = checkpoint.read(server.directory / key(1))
    assert saved is not None
    assert saved.status == "paused"
    assert server.see()["epoch"] == saved.epoch
    server.say("step")
    server.see_until(epoch=saved.epoch + 1)
    server.pong()
    after = checkpoint.read(server.directory / key(1))
    assert after is not None
    assert after.epoch == saved.epoch + 1


def test_an_idle_run_has_no_file(server: Server) -> None:
    server.open()
    server.say("step")
    server.see_until(status="paused", epoch=1)
    server.pong()
    assert (server.directory / key(1)).exists()
    server.say("reset")
    server.see_until(status="idle")
    server.pong()
    assert not any(server.directory.iterdir())


def test_a_parked_run_comes_back_paused(server: Server) -> None:
    server.open()
    server.say("play")
    server.see_until(status="running")
    server.say("park")
    assert server.event("parked")["n_bytes"] == (server.directory / key(1)).stat().st_size
    server.open(because="parked")
    about = server.see()
    assert about["status"] == "paused"
    assert about["message"] == (
        f"Paused at epoch {about['epoch']} while nobody was watching. Press Train to go on."
    )


def test_a_parked_run_that_stood_still_says_nothing(server: Server) -> None:
    server.open("epochs=5")
    server.say("play")
    server.see_until(status="finished")
    server.say("park")
    server.open("epochs=5", because="parked")
    assert (about := server.see())["status"] == "finished"
    assert about["message"] == ""


def test_a_lost_run_goes_on_and_says_so(server: Server) -> None:
    server.open()
    server.say("play")
    server.see_until(status="running")
    server.hang_up()
    again = Server(server.directory)
    again.open(because="crashed")
    text = again.event("notice")["text"]
    assert again.see()["status"] == "running"
    again.hang_up()
    assert text.startswith("The training process was lost; the run goes on from epoch ")


def test_a_run_that_is_lost_too_often_comes_back_paused(server: Server) -> None:
    server.open()
    server.say("play")
    server.see_until(status="running")
    server.hang_up()
    again = Server(server.directory)
    again.open(because="crashing")
    about = again.see()
    again.hang_up()
    assert about["status"] == "paused"
    assert "three times" in about["message"]


def test_a_returning_visitor_may_want_something_else(server: Server) -> None:
    server.open()
    server.say("step")
    server.see_until(status="paused", epoch=1)
    server.say("park")
    server.open(f"{LONG}&learning_rate=0.5", because="parked")
    assert server.see()["epoch"] == 1
    server.open(f"{LONG}&seed=2")
    assert (about := server.see())["epoch"] == 0
    assert about["status"] == "idle"


def test_a_broken_file_means_a_fresh_run(server: Server) -> None:
    (server.directory / key(1)).write_bytes(b"{}\nnonsense")
    server.open(because="parked")
    assert server.see()["status"] == "idle"
    assert "could not be read" in server.event("notice")["text"]
