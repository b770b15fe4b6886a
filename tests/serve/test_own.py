"""Runs on visitors' own data, rewinding, stopping by time, changes of the view."""

from pathlib import Path

import numpy as np
import pytest

from playground import url
from playground.learn.trainer import Trainer
from playground.serve.worker.run import Run
from playground.table import Points, load, own_csv, save, store
from tests.serve.driven import Server
from tests.serve.harness import LONG, read, wanted
from tests.serve.test_run import DIVERGES, TICK, finished, fresh, running, ticking, trained


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "tables"))
    return tmp_path / "tables"


def own(n: int = 60, n_features: int = 2) -> Points:
    """Return a table of two classes."""
    X = np.random.default_rng(0).normal(size=(n, n_features))
    names = tuple(f"f{i}" for i in range(n_features))
    return Points(X, (X[:, 0] > 0).astype(np.int64), names, ("left", "right"))


def query_of(key: str, rest: str = LONG) -> str:
    """Return the query of an experiment with own data."""
    return f"dataset=own&data={key}&{rest}"


def forget(folder: Path) -> None:
    """Drop every table."""
    for path in folder.iterdir():
        path.unlink()


@pytest.mark.parametrize("n_features", [1, 2, 5])
def test_a_run_trains_on_own_data(n_features: int) -> None:
    points = own(n_features=n_features)
    query = query_of(save(points), "epochs=5")
    run = finished(query)
    alone = Trainer(url.decode(query)[0], (points.X, points.y, points.features))
    alone.train()
    assert run.trainer.save() == alone.save()
    assert Run.restore(run.checkpoint(), ticking()).trainer.epoch == 5


@pytest.mark.parametrize("n", [4, 5, 6, 7, 9])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_smallest_tables_train(n: int, n_classes: int) -> None:
    n = max(n, 2 * n_classes)
    X = np.arange(2.0 * n).reshape(n, 2)
    points = Points(X, np.arange(n) % n_classes, ("a", "b"), tuple("xyz"[:n_classes]))
    assert finished(query_of(save(points), "epochs=3")).status == "finished"


def test_a_missing_table_leaves_the_present_run(folder: Path) -> None:
    key = save(own())
    forget(folder)
    run = running()
    epoch = run.trainer.epoch
    run.configure(query_of(key))
    assert (run.status, run.trainer.epoch) == ("paused", epoch)
    assert run.message.startswith("The data of this experiment are not on this server")
    assert run.trainer.config.dataset == "moons"
    run.reset()
    assert run.message.startswith("The data of this experiment")
    assert run.stands_in
    assert save(own()) == key
    run.reset()
    assert (run.status, run.message, run.trainer.config.dataset) == ("idle", "", "own")
    assert not run.stands_in


def test_going_back_to_the_present_run_takes_the_sentence_away() -> None:
    run = fresh()
    query = run.query
    for back in (query, f"{query}&learning_rate=0.5"):  # the same, and the same bent
        run.configure(query_of("c2n60f2-" + "0" * 32))
        assert run.stands_in
        run.configure(back)
        assert (run.stands_in, run.message) == (False, "")


def test_the_same_query_counts_again_when_its_table_has_come(folder: Path) -> None:
    run = fresh()
    query = query_of(save(own()))
    forget(folder)
    run.configure(query)
    assert run.message.startswith("The data of this experiment are not on this server")
    save(own())
    run.configure(query)
    assert (run.message, run.trainer.config.dataset) == ("", "own")


def test_a_query_without_its_table_is_forgotten_with_the_next() -> None:
    run = fresh()
    run.configure(query_of("c2n60f2-" + "0" * 32))
    assert run.message
    run.configure(f"{LONG}&noise=0.3")
    run.reset()
    assert (run.status, run.message, run.trainer.config.noise) == ("idle", "", 0.3)


def test_a_worker_says_that_a_table_is_missing(server: Server) -> None:
    server.open(query_of("c2n60f2-" + "0" * 32))
    about = server.see()
    assert about["message"].startswith("The data of this experiment are not on this server")
    assert (about["status"], about["stands_in"]) == ("idle", True)
    assert not [e for e in server.events if e["event"] == "notice"]


def test_own_data_outlive_a_worker(server: Server, tmp_path: Path) -> None:
    query = query_of(save(own()))
    server.open(query)
    server.say("play")
    server.see_until(status="running")
    server.say("pause")
    epoch = server.see_until(status="paused")["epoch"]
    server.say("park")
    server.event("parked")
    again = Server(tmp_path)
    again.open(query)
    about = again.see()
    again.hang_up()
    assert (about["status"], about["epoch"]) == ("paused", epoch)


def test_a_restored_run_without_its_table_says_so(server: Server, folder: Path) -> None:
    query = query_of(save(own()))
    server.open(query)
    server.say("step")
    server.see_until(epoch=1)
    server.say("park")
    server.event("parked")
    forget(folder)
    server.open(query, because="crashed")
    assert server.see()["message"].startswith("The data of this experiment")


def test_rewinding_goes_on_from_the_last_finite_epoch() -> None:
    run = trained(running(DIVERGES))
    epoch = run.trainer.epoch
    run.rewind()
    assert (run.status, run.trainer.diverged) == ("paused", "")
    assert run.message == f"Back at epoch {epoch} with learning rate 10."
    run.configure(DIVERGES.replace("learning_rate=10", "learning_rate=0.001"))
    assert run.message == f"Back at epoch {epoch} with learning rate 0.001."
    assert run.status == "paused"
    run.play()
    assert trained(run).trainer.epoch > epoch
    assert run.status == "finished"


@pytest.mark.parametrize("make", [fresh, running, finished])
def test_only_a_diverged_run_rewinds(make) -> None:
    run = make()
    before = (run.status, run.message, run.trainer.epoch)
    run.rewind()
    assert (run.status, run.message, run.trainer.epoch) == before


def test_a_worker_rewinds(server: Server) -> None:
    server.open(DIVERGES)
    server.say("play")
    server.see_until(status="diverged")
    server.say("rewind")
    assert server.see()["message"].startswith("Back at epoch")


def test_time_ends_a_run() -> None:
    run = running(f"{LONG}&max_seconds=2")
    trained(run)
    assert run.status == "finished"
    assert run.message == f"Stopped after epoch {run.trainer.epoch}: 2 s of training were over."
    assert run.seconds == pytest.approx(2, abs=0.1)
    run.play()
    assert run.message.endswith("Change that limit, or Reset.")


def test_a_pause_takes_no_time() -> None:
    run = running(f"{LONG}&max_seconds=2")
    run.pause()
    for _ in range(int(5 / TICK)):
        run._clock()
    run.play()
    run.train()
    assert run.status == "running"


def test_time_counts_through_a_checkpoint() -> None:
    run = running(f"{LONG}&max_seconds=2")
    while run.seconds < 0.5:
        run.train()
    again = Run.restore(run.checkpoint(), ticking())
    assert again.seconds == pytest.approx(run.seconds, abs=0.01)


def test_more_time_lets_a_run_go_on() -> None:
    run = trained(running(f"{LONG}&max_seconds=1"))
    epoch = run.trainer.epoch
    run.configure(f"{LONG}&max_seconds=2")
    assert (run.status, run.message) == ("paused", "")
    run.play()
    assert trained(run).trainer.epoch > epoch


def test_a_fresh_run_has_all_its_time() -> None:
    run = trained(running(f"{LONG}&max_seconds=1"))
    run.reset()
    assert (run.status, run.seconds) == ("idle", 0)


def test_a_stop_condition_is_said() -> None:
    run = finished(f"{LONG}&target_accuracy=0.5")
    assert (run.status, run.message) == ("finished", run.trainer.stopped)


@pytest.mark.parametrize("change", ["plane=features", "plane=features&plane_x=2&plane_y=3"])
def test_another_view_sends_the_points_again_and_restarts_nothing(change: str) -> None:
    run = running(f"dataset=iris&{LONG}")
    epoch, generation, lives = run.trainer.epoch, run.generation, run.lives
    run.configure(f"dataset=iris&{LONG}&{change}")
    assert (run.status, run.trainer.epoch, run.lives) == ("running", epoch, lives)
    about, tensors = read(run.frame(wanted(generation=generation)))
    assert "X" in tensors
    assert about["generation"] != generation
    again = Run.restore(run.checkpoint(), ticking())
    assert again.generation == run.generation


def test_the_kept_table_is_the_file_beside_the_script() -> None:
    points = own()
    assert own_csv(load(save(points))) == own_csv(points)
