"""A real Dask scheduler and two workers here: the same bits, whatever becomes of them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import playground
from playground.sweeps import cluster as clusters
from playground.sweeps.cluster import cluster
from playground.sweeps.errors import SweepError
from playground.sweeps.execution import Execution, in_turn
from playground.sweeps.store import versions
from playground.sweeps.task import run
from tests.learn.runs import OWN, OWN_KEY
from tests.sweeps.sites import SMALL

QUERIES = [f"{SMALL}&seed={seed}" for seed in range(8)]
LONG = [f"n_samples=40&hidden=3&epochs=400&seed={seed}" for seed in range(8)]


@dataclass
class Dask:
    """Processes of a scheduler and its workers."""

    stack: ExitStack
    address: str = ""
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    def begin(self, *arguments: str) -> subprocess.Popen:
        """Start one process of Dask."""
        root = str(Path(playground.__file__).parents[1])
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--host", "127.0.0.1"],
            env={**os.environ, "PYTHONPATH": root, "OMP_NUM_THREADS": "1"},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.stack.callback(process.stderr.close)
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process

    def work(self) -> None:
        """Start one more worker."""
        self.workers.append(self.begin("worker", self.address, "--nthreads", "1", "--no-nanny"))


@pytest.fixture(scope="module")
def dask() -> Iterator[Dask]:
    with ExitStack() as stack:
        found = Dask(stack)
        found.scheduler = found.begin("scheduler", "--port", "0")
        lines = iter(found.scheduler.stderr.readline, "")
        line = next(line for line in lines if "Scheduler at:" in line)
        found.address = line.split("Scheduler at:")[1].strip()
        for _ in range(2):
            found.work()
        with clusters._client(found.address) as client:
            client.wait_for_workers(2)
        yield found


def bare(row: dict) -> str:
    """Return a row without the time it took, as it is written."""
    return json.dumps({name: value for name, value in row.items() if name != "seconds"})


def rows_of(dask: Dask, queries: list[str], own: object = None) -> Iterator[dict]:
    """Yield the rows of queries, run by Dask."""
    with closing(Execution(cluster(dask.address), own)) as execution:
        yield from in_turn(execution, [[query] for query in queries], lambda: False)


def test_a_cluster_gives_the_same_bits_as_this_machine(dask):
    rows = {row["query"]: bare(row) for row in rows_of(dask, QUERIES)}
    assert rows == {query: bare(run(query)) for query in QUERIES}


def test_own_tables_travel_with_the_task(dask):
    query = f"dataset=own&data={OWN_KEY}&hidden=3&epochs=3"
    (row,) = rows_of(dask, [query], OWN)
    assert bare(row) == bare(run(query, OWN))


def test_a_worker_killed_in_mid_sweep_loses_no_run(dask):
    rows = []
    for row in rows_of(dask, LONG):
        rows.append(row)
        if len(rows) == 1:
            dask.workers.pop(0).kill()
    assert sorted(row["query"] for row in rows) == LONG
    assert {row["status"] for row in rows} == {"finished"}


def test_workers_of_other_versions_are_refused(dask, monkeypatch):
    monkeypatch.setattr(clusters, "versions", lambda: versions() | {"torch": "9.9"})
    with pytest.raises(SweepError, match=r"The worker at tcp://127.* has torch .*, here 9\.9"):
        cluster(dask.address)


def test_a_worker_that_cannot_answer_is_refused(dask, monkeypatch):
    def broken():
        raise ImportError("No module named 'playground'")

    monkeypatch.setattr(clusters, "_described", broken)
    with pytest.raises(SweepError, match="can't run experiments: No module named"):
        cluster(dask.address)


def test_a_scheduler_that_is_not_there_or_has_no_workers_is_a_sentence(dask, monkeypatch):
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:1", "127.0.0.1:x", "tcp://"):
        with pytest.raises(SweepError, match="No Dask scheduler answers at"):
            cluster(address)


def test_a_scheduler_that_is_lost_is_said_and_what_has_finished_stays(dask, monkeypatch):
    """Last: nothing is left of the cluster after it."""
    monkeypatch.setattr(clusters, "PATIENCE", 2)
    rows = []
    coming = rows_of(dask, LONG)
    rows.append(next(coming))
    dask.scheduler.kill()
    with pytest.raises(SweepError, match=r"was lost in mid-sweep.*No Dask scheduler answers at"):
        rows += coming
    assert {row["status"] for row in rows} == {"finished"}
