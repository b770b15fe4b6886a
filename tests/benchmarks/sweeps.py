"""Sweeps in figures: ``python -m tests.benchmarks.sweeps [RUNS]``, 200 unless said.

Each line is taken in this one run, and its ratios hold where absolute times don't.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from playground import url
from playground.learn import preload
from playground.learn.result import trained
from playground.sweeps.cluster import _client, cluster
from playground.sweeps.execution import Execution, Site, in_turn
from playground.sweeps.local import local
from playground.sweeps.plan import plan
from playground.sweeps.service import Wanted
from playground.sweeps.store import Store
from playground.sweeps.task import run
from tests.browser.visit import chromium
from tests.serve.live import Server, serving
from tests.serve.processes import memory

QUERY = "epochs=100"
N_TRIVIAL = 2000
N_ROWS = 1000
RATES = "learning_rate=0.001..1:50"
NOISES = "noise=0..0.5:5"


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_loop(queries: list[str]) -> None:
    """Train one after the other, and do nothing else."""
    for query in queries:
        trained(url.decode(query)[0])


def through(site: Site, queries: list[str], batch: int = 1) -> float:
    """Return the seconds that a site takes, its processes being there."""
    batches = [queries[i : i + batch] for i in range(0, len(queries), batch)]
    with closing(Execution(site)) as execution:
        list(in_turn(execution, [[QUERY + f"&seed={k}"] for k in range(8)], lambda: False))
        return seconds(lambda: list(in_turn(execution, batches, lambda: False)))


@contextmanager
def dask(n_workers: int) -> Iterator[str]:
    """Start a scheduler and workers; yield its address."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "dask"]
    common = {"env": environment, "stderr": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        scheduler = subprocess.Popen(
            [*command, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
            **common,
        )
        stack.callback(scheduler.kill)
        line = next(line for line in scheduler.stderr if "Scheduler at:" in line)
        address = line.split("Scheduler at:")[1].strip()
        one = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        for _ in range(n_workers):
            worker = subprocess.Popen([*command, "worker", address, *one], **common)
            stack.callback(worker.kill)
        with _client(address) as client:
            client.wait_for_workers(n_workers)
        yield address


def tasks_per_second(address: str) -> float:
    """Return how many tasks of nothing a scheduler passes on."""
    with _client(address) as client:
        client.gather(client.map(abs, range(50), pure=False))
        many = range(N_TRIVIAL)
        took = seconds(lambda: client.gather(client.map(abs, many, pure=False)))
    return N_TRIVIAL / took


def runs(n: int) -> None:
    """Print what processes and Dask make of ``n`` runs."""
    preload()
    queries = [f"{QUERY}&seed={seed}" for seed in range(n)]
    bare_loop(queries[:8])
    bare = seconds(lambda: bare_loop(queries))
    one, two = through(local(1), queries), through(local(2), queries)
    print(f"{n} runs of {QUERY}: bare loop {bare:.1f} s, 1 process {one:.1f}, 2 {two:.1f}")
    print(f"2 processes ÷ 1: {one / two:.2f} times as fast (held to 1.8)")
    print(f"overhead of 1 process over the bare loop: {one / bare - 1:+.1%} (held to 10 %)")
    with dask(1) as address:
        by_dask = through(cluster(address), queries)
        batched = through(cluster(address), queries, batch=4)
        rate = tasks_per_second(address)
    print(f"overhead of Dask, 1 worker: {by_dask / bare - 1:+.1%} (held to 20 %)")
    print(f"the same, 4 runs a task: {batched / bare - 1:+.1%}")
    print(f"tasks of nothing through the scheduler: {rate:.0f} a second")
    paper(bare / n, rate)


def paper(each: float, rate: float) -> None:
    """Print what more cores would give, from the seconds of a run and the tasks of a second."""
    for cores in (16, 256):
        wanted = cores / each
        batch = max(1, -(-wanted // (rate / 2)))
        unbatched = min(wanted, rate) * each
        print(
            f"{cores} cores on paper: {unbatched:.0f} times one core with a run a task, "
            f"{min(wanted, rate * batch) * each:.0f} times with --batch {batch:.0f}"
        )


def stored(folder: Path) -> str:
    """Write a finished sweep of N_ROWS runs as a server keeps it; return its name."""
    from playground.sweeps.axis import read_axis

    wanted = Wanted("epochs=100", [RATES, NOISES], N_ROWS // 250)
    base = url.decode(wanted.query)[0]
    planned = plan(base, [read_axis(text) for text in wanted.vary], wanted.seeds)
    name, row = "0" * 32, run(wanted.query)
    (folder / f"{name}.json").write_text(json.dumps(vars(wanted)))
    store = Store(folder / f"{name}.jsonl")
    for k, key in enumerate(planned.keys):
        store.add(row | {"query": key, "test_accuracy": (k * 37 % 100) / 100})
    store.close()
    return name


def page() -> None:
    """Print how the page of a large sweep opens and answers, and what the server takes for it."""
    with tempfile.TemporaryDirectory() as named:
        name = stored(Path(named))
        with serving(env={"PLAYGROUND_SWEEPS": named}) as server, chromium() as browser:
            tab = browser.new_page()
            tab.goto(f"{server.address}sweeps")
            tab.get_by_role("button", name="Start").wait_for()
            before = megabytes(server)
            start = time.perf_counter()
            tab.goto(f"{server.address}sweeps?sweep={name}")
            tab.locator(".js-plotly-plot").nth(1).wait_for()
            tab.get_by_text("Combination", exact=True).wait_for()
            opened = time.perf_counter() - start
            answers = []
            for label in ("Test loss", "Train loss", "Test accuracy") * 3:
                start = time.perf_counter()
                tab.get_by_role("radio", name=label).click()
                tab.get_by_text(f", {label.lower()} ").wait_for()
                answers.append(time.perf_counter() - start)
            after = megabytes(server)
    print(f"page of {N_ROWS} runs: opens in {opened:.2f} s (held to 2)")
    print(f"a control answers in {1000 * sorted(answers)[len(answers) // 2]:.0f} ms (held to 300)")
    print(f"memory of the server: {before:.0f} → {after:.0f} MB (held to + 50)")


def megabytes(server: Server) -> float:
    """Return what the server takes for itself."""
    return memory(server.pid)


if __name__ == "__main__":
    runs(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    page()
