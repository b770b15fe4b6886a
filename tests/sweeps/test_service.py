"""Visitors' sweeps on a server: limits, a fair queue, turns, and what is there after a restart.

Processes of these tests train nothing: they wait for the signals that a sweep's would get.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.serve.server import sweeping
from playground.sweeps import service as services
from playground.sweeps.errors import SweepError
from playground.sweeps.service import (
    FINISHED,
    PAUSED,
    RUNNING,
    WAITING,
    Limits,
    Service,
    Sweep,
    Wanted,
)

WAITS = """
import signal, sys
signal.signal(signal.SIGUSR1, lambda *_: sys.exit(0))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
print("ready", flush=True)
signal.pause()
"""
ENDS = "import sys; sys.exit(0)"
FAILS = "import sys; sys.exit('first line\\nnoise must be in [0, 1]. Got 7 instead.')"

WANTED = Wanted("epochs=3", ["noise=0.1,0.2"], 2)


class Stage:
    """A service whose processes do as told, and whose clock is ours."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.does, self.commands, self.time = folder, WAITS, [], 0.0
        monkeypatch.setattr(services, "_started", self._started)
        self.service = self.another()

    def another(self) -> Service:
        """Return a service of the same files, as after a restart."""
        limits = Limits(each=2, all=4, turn=60, most=600, kept=3)
        return Service(self.folder, lambda: 2, limits, lambda: self.time, tick=1e6)

    def _started(self, command: list[str], log: object) -> subprocess.Popen:
        self.commands.append(command)
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", self.does],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        if self.does == WAITS:
            assert process.stdout.readline() == b"ready\n"
        return process

    def start(self, visitor: str) -> Sweep:
        """Start a sweep."""
        return self.service.start(visitor, WANTED)

    def ends(self, sweep: Sweep) -> None:
        """Wait for a process's end, and let the service see it."""
        sweep.process.wait()
        self.service._tend()

    def after(self, seconds: float) -> None:
        """Let time pass, and the service see it."""
        self.time += seconds
        self.service._tend()


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    found = Stage(tmp_path / "sweeps", monkeypatch)
    yield found
    found.service.close()


def test_a_sweep_is_the_command_with_its_store(stage):
    sweep = stage.service.start("a", WANTED, own="x1,class\n")
    (command,) = stage.commands
    assert command[3:6] == ["playground", "sweep", "epochs=3"]
    spelt = " ".join(command[6:])
    own = sweep.path.with_suffix(".csv")
    assert spelt == (
        f"--vary noise=0.1,0.2 --seeds 2 --store {sweep.path} --tied --workers 2 --own {own}"
    )
    assert own.read_text() == "x1,class\n"
    assert sweep.status == RUNNING


def test_a_search_is_the_command_that_searches(stage):
    wanted = Wanted("epochs=3", ["noise=0.1..0.2"], 2, "tpe", 9)
    sweep = stage.service.start("a", wanted)
    assert stage.commands[0][-4:] == ["--search", "tpe", "--trials", "9"]
    assert sweeping.refuses(wanted, 2) == ""
    stage.service.close()
    assert stage.another().find(sweep.name).wanted == wanted


def test_others_wait_and_take_turns(stage):
    a, b, c = (stage.start(visitor) for visitor in "abc")
    assert [s.status for s in (a, b, c)] == [RUNNING, WAITING, WAITING]
    assert [stage.service.ahead(s) for s in (b, c)] == [1, 2]
    stage.after(59)
    assert not a.is_leaving
    stage.after(2)
    assert a.is_leaving
    stage.ends(a)
    assert [s.status for s in (a, b, c)] == [WAITING, RUNNING, WAITING]
    assert stage.service.ahead(a) == 2
    assert a.seconds == 61


def test_a_sweep_without_room_is_paused_and_told(stage, monkeypatch):
    monkeypatch.setattr(stage.service, "_refuses", sweeping.refuses)
    monkeypatch.setattr(sweeping, "memory", lambda: 300 * 10**6)
    a = stage.start("a")
    assert (a.status, stage.commands) == (PAUSED, [])
    assert a.complaint.startswith("This server has 300 MB of memory left, and this sweep needs")
    monkeypatch.setattr(sweeping, "memory", lambda: 3 * 10**9)
    stage.service.go_on(a, "a")
    assert (a.status, a.complaint) == (RUNNING, "")


def test_a_sweep_alone_keeps_its_turn(stage):
    a = stage.start("a")
    stage.after(500)
    assert not a.is_leaving
    assert a.status == RUNNING


def test_a_sweep_that_takes_too_long_is_paused_and_told(stage):
    a = stage.start("a")
    stage.after(601)
    assert (a.status, a.process) == (PAUSED, None)
    assert "Paused after 10 minutes" in a.complaint


def test_limits_are_sentences(stage):
    stage.start("a")
    stage.start("a")
    with pytest.raises(SweepError, match="You have 2 sweeps under way"):
        stage.start("a")
    stage.start("b")
    paused = stage.start("b")
    with pytest.raises(SweepError, match="4 sweeps are waiting on this server"):
        stage.start("c")
    stage.service.pause(paused)
    c = stage.start("c")
    with pytest.raises(SweepError, match="4 sweeps are waiting"):
        stage.service.go_on(paused, "b")
    assert (paused.status, c.status) == (PAUSED, WAITING)


def test_a_paused_sweep_has_no_process_and_goes_on(stage):
    a, b = stage.start("a"), stage.start("b")
    process = a.process
    stage.service.pause(a)
    assert process.returncode == 130
    assert a.status == PAUSED
    stage.service._tend()
    assert b.status == RUNNING
    stage.service.pause(b)
    stage.service.go_on(a, "a")
    assert a.status == RUNNING


def test_a_sweep_that_has_ended_is_finished_and_stays_so(stage):
    stage.does = ENDS
    a = stage.start("a")
    stage.ends(a)
    assert a.status == FINISHED
    stage.service.pause(a)
    stage.service.go_on(a, "a")
    assert a.status == FINISHED


def test_what_a_process_said_at_its_end_is_shown(stage):
    stage.does = FAILS
    a = stage.start("a")
    stage.ends(a)
    assert (a.status, a.complaint) == (PAUSED, "noise must be in [0, 1]. Got 7 instead.")


def test_a_sweep_is_there_after_a_restart_for_who_knows_its_name(stage):
    a = stage.start("a")
    stage.service.close()
    again = stage.another().find(a.name)
    assert (again.wanted, again.path, again.status) == (WANTED, a.path, PAUSED)
    assert stage.service.find(a.name) is a


@pytest.mark.parametrize("name", ["", "0" * 32, "../../etc/passwd", "x" * 32, "0" * 31 + "\n"])
def test_nobody_finds_what_is_not_there(stage, name):
    stage.start("a")
    assert stage.service.find(name) is None


def test_a_file_of_something_else_is_no_sweep(stage):
    stage.start("a")
    (stage.folder / f"{'0' * 32}.json").write_text(json.dumps({"other": 1}))
    assert stage.service.find("0" * 32) is None


def test_what_another_sweep_has_finished_is_taken_over(stage):
    a = stage.start("a")
    a.path.write_text("rows\n")
    b = stage.service.start("a", WANTED, rows_of=a)
    assert b.path.read_text() == "rows\n"
    assert b.name != a.name


def test_the_oldest_files_make_room_and_not_those_in_use(stage):
    stage.does = ENDS
    first = stage.start("a")
    stage.ends(first)
    stage.does = WAITS
    kept = [stage.start(visitor) for visitor in "bcd"]
    assert stage.service.find(first.name) is None
    assert not first.path.with_suffix(".json").exists()
    assert all(sweep.path.with_suffix(".json").exists() for sweep in kept)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    service = Service(tmp_path / "file" / "sweeps", lambda: 1)
    with pytest.raises(SweepError, match="This server has no room for a sweep: Not a directory"):
        service.start("a", WANTED)


def test_the_service_ends_what_runs(stage):
    a = stage.start("a")
    process = a.process
    stage.service.close()
    assert process.returncode == 130
