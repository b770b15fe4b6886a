"""The command: results on stdout, sentences on stderr, and what its exit codes say."""

import io
import itertools
import json
import signal
import subprocess
import sys

import pytest

from playground.__main__ import main
from playground.sweeps import command
from playground.sweeps.progress import Progress, duration
from playground.sweeps.store import Store
from tests.learn.runs import OWN, OWN_KEY
from tests.sweeps.sites import DIVERGING, SMALL, losing, threads


@pytest.fixture
def sweep(monkeypatch, capsys):
    """Run the command on threads; return what it prints and what it says."""
    monkeypatch.setattr(command, "local", lambda n: threads(n))
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def run(*arguments):
        main(["sweep", *arguments])
        printed = capsys.readouterr()
        *rows, last = map(json.loads, printed.out.splitlines())
        return rows, last["summary"], printed.err

    return run


@pytest.fixture
def refused(sweep, capsys):
    """Run the command in vain; return what it says."""

    def run(*arguments, code=2):
        with pytest.raises(SystemExit) as ended:
            sweep(*arguments)
        assert ended.value.code == code
        printed = capsys.readouterr()
        assert printed.out == ""
        return printed.err

    return run


def test_rows_come_as_runs_end_and_the_summary_is_last(sweep):
    rows, told, said = sweep(SMALL, "--vary", "learning_rate=0.01,0.1", "--seeds", "2")
    assert said == ""
    assert [row["config"]["seed"] for row in rows] == [42, 43, 42, 43]
    assert [row["config"]["learning_rate"] for row in rows] == [0.01, 0.01, 0.1, 0.1]
    assert not {"curves", "picture"} & set().union(*rows)
    assert (told["runs"], told["finished"]) == (4, 4)
    mean = (rows[2]["test_loss"] + rows[3]["test_loss"]) / 2
    assert told["cells"][1]["test_loss"]["mean"] == pytest.approx(mean)


def test_a_task_may_have_several_runs_and_time_may_be_short(sweep):
    query = (SMALL, "--vary", "noise=0.1,0.2,0.3")
    rows, told, _ = sweep(*query, "--batch", "2")
    assert len(rows) == told["finished"] == 3
    rows, told, _ = sweep(*query, "--minutes", "1e-12")
    assert rows == []
    assert (told["runs"], told["finished"]) == (3, 0)


def test_a_store_is_resumed_and_grows(sweep, tmp_path):
    file = str(tmp_path / "sweep.jsonl")
    first, _, _ = sweep(SMALL, "--vary", "noise=0.1,0.2", "--store", file)
    rows, told, said = sweep(SMALL, "--vary", "noise=0.1,0.2,0.3", "--seeds", "2", "--store", file)
    assert said == f"2 of 6 runs are in {file} already.\n"
    assert len(rows) == 4
    assert {row["query"] for row in first}.isdisjoint(row["query"] for row in rows)
    assert (told["runs"], told["finished"]) == (6, 6)
    rows, again, _ = sweep(SMALL, "--vary", "noise=0.1,0.2,0.3", "--seeds", "2", "--store", file)
    assert rows == []
    assert again == told


def test_a_run_that_diverges_or_fails_is_a_row_and_no_lost_sweep(sweep, monkeypatch, tmp_path):
    file = tmp_path / "sweep.jsonl"
    rows, told, _ = sweep(DIVERGING, "--vary", "learning_rate=0.01,10")
    assert [row["status"] for row in rows] == ["finished", "diverged"]
    assert (told["finished"], told["diverged"]) == (1, 1)
    monkeypatch.setattr(command, "local", lambda _: losing(lambda q: "noise=0.3" in q))
    rows, told, _ = sweep(SMALL, "--vary", "noise=0.1,0.3", "--store", str(file))
    assert [row["status"] for row in rows] == ["finished", "failed"]
    assert told["failed"] == 1
    monkeypatch.setattr(command, "local", lambda _: threads())
    rows, told, _ = sweep(SMALL, "--vary", "noise=0.1,0.3", "--store", str(file))
    assert [row["status"] for row in rows] == ["finished"]
    assert (told["finished"], told["failed"]) == (2, 0)


def test_contradictions_are_said_and_the_others_run(sweep):
    rows, told, said = sweep(
        f"{SMALL}&normalization=batch", "--vary", "batch_size=1,8", "--vary", "hidden=|4"
    )
    assert len(rows) == 3
    assert said.strip() == told["skipped"][0]
    assert "batch_size must be at least 2" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--vary", "noise=0.1,7"], "noise must be in [0, 1]. Got 7 instead."),
        (["--vary", "views=loss|roc"], "views changes no number of a run"),
        (["--vary", "noise=0..1:100", "--seeds", "101"], "That is 10,100 runs; at most 10,000"),
        (["--workers", "0"], "--workers must be from 1 to 256. Got 0."),
        (["--batch", "0"], "--batch must be from 1 to 1000. Got 0."),
        (["--minutes", "0"], "--minutes must be above 0. Got 0."),
        (["--trials", "5"], "--trials goes with --search random or --search tpe."),
        (["--search", "tpe"], "A search needs a field to vary"),
        (["--search", "tpe", "--trials", "0", "--vary", "noise=0,1"], "1 to 2000 trials. Got 0"),
        (["--store", "/"], "/ can't be opened: Is a directory."),
        (["--scheduler", "nonsense://x"], "No Dask scheduler answers at nonsense://x"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(refused, arguments, sentence):
    said = refused(SMALL, *arguments)
    assert sentence in said
    assert "Traceback" not in said


def test_own_data_are_named_as_for_train(refused, sweep, tmp_path):
    query = f"dataset=own&data={OWN_KEY}&hidden=3&epochs=2"
    assert "This experiment has data of its own" in refused(query)
    file = tmp_path / "own.csv"
    lines = (
        ",".join([*map(repr, x), str(k)]) for x, k in zip(OWN[0].tolist(), OWN[1], strict=True)
    )
    file.write_text("\n".join(["height,b,age,class", *lines]))
    rows, _, _ = sweep(query, "--seeds", "2", "--own", str(file))
    assert [row["status"] for row in rows] == ["finished", "finished"]


def test_a_full_disk_ends_a_sweep_with_a_sentence(sweep, monkeypatch, capsys, tmp_path):
    file = tmp_path / "sweep.jsonl"
    write = Store._write

    def full(store, line):
        if "noise=0.2" in line.get("query", ""):
            raise command.SweepError(f"{file} can't be written: No space left on device.")
        write(store, line)

    monkeypatch.setattr(Store, "_write", full)
    with pytest.raises(SystemExit) as ended:
        sweep(f"{SMALL}&n_samples=50", "--vary", "noise=0.1,0.3,0.25,0.2,0.4", "--store", str(file))
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert "No space left on device" in printed.err
    rows = [json.loads(line) for line in printed.out.splitlines()]
    store = Store(file)
    assert list(store.rows) == [row["query"] for row in rows]
    assert store.rows
    store.close()


def test_random_search_tries_what_the_seed_says_and_its_best_is_the_best(sweep, tmp_path):
    vary = ("--vary", "learning_rate=0.001..1", "--vary", "hidden=2|4", "--vary", "noise=0.1,0.4")
    search = ("--search", "random", "--trials", "5", "--store", str(tmp_path / "s.jsonl"))
    rows, told, _ = sweep(SMALL, *vary, *search)
    assert len(rows) == told["runs"] == 5
    assert all(0.001 <= row["config"]["learning_rate"] <= 1 for row in rows)
    assert told["best"]["mean"] == max(row["test_accuracy"] for row in rows)
    again, same, _ = sweep(SMALL, *vary, *search)
    assert again == []
    assert same == told


def test_tpe_gives_hopeless_ones_up_between_seeds(sweep):
    search = ("--search", "tpe", "--trials", "8", "--seeds", "9")
    query = "n_samples=200&hidden=4&optimizer=adam&epochs=15"
    rows, told, _ = sweep(query, "--vary", "learning_rate=0.00001..1", *search)
    assert 8 <= len(rows) < 72
    assert len(told["cells"]) == 8
    assert {cell["test_accuracy"]["n"] for cell in told["cells"]} != {9}
    assert sum(cell["finished"] + cell["diverged"] for cell in told["cells"]) == len(rows)


def test_a_search_leaves_contradictions_out(sweep):
    search = ("--search", "random", "--trials", "6")
    rows, told, _ = sweep(f"{SMALL}&normalization=batch", "--vary", "batch_size=1..2", *search)
    assert 0 < len(rows) <= 1
    assert told["skipped"] == [
        "batch_size=1 is left out: batch_size must be at least 2 for batch normalisation."
    ]


@pytest.mark.parametrize(
    ("package", "arguments"),
    [
        ("optuna", ["--search", "tpe", "--vary", "noise=0,1"]),
        ("distributed", ["--scheduler", "tcp://127.0.0.1:1"]),
    ],
)
def test_what_is_not_installed_is_named(refused, monkeypatch, package, arguments):
    monkeypatch.setitem(sys.modules, package, None)
    assert f"pip install {package}" in refused(SMALL, *arguments)


def test_a_sweep_ends_with_who_started_it_and_keeps_what_has_finished(tmp_path):
    """In a process of its own, on worker processes."""
    file = tmp_path / "sweep.jsonl"
    arguments = [f"{SMALL}&epochs=300", "--vary", "noise=0..0.9:40", "--workers", "1", "--tied"]
    whole = [sys.executable, "-m", "playground", "sweep", *arguments, "--store", str(file)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(whole, **pipes, text=True) as one:
        printed = [json.loads(one.stdout.readline()) for _ in range(2)]
        one.stdin.close()
        rest, said = one.stdout.read(), one.stderr.read()
    assert one.returncode == 130
    assert said == f"Stopped. What has finished is in {file}.\n"
    store = Store(file)
    rows = [*printed, *map(json.loads, rest.splitlines())]
    assert list(store.rows) == [row["query"] for row in rows]
    assert 2 <= len(rows) < 40
    store.close()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_a_terminal_sees_a_bar_and_a_file_sees_nothing():
    now = itertools.count(0, 4)
    terminal, file = Terminal(), io.StringIO()
    bar, none = Progress(terminal, 4, 1, lambda: next(now)), Progress(file, 4)
    bar.add({"status": "finished"})
    none.add({"status": "finished"})
    assert terminal.getvalue().split("\r")[-1].endswith("] 2/4 runs · 8 s left")
    none.close()
    assert file.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (89, "89 s"), (120, "2 min"), (7200, "2.0 h")]
)
def test_durations_are_in_words(seconds, words):
    assert duration(seconds) == words
