"""Command: ``python -m playground sweep``. Results on stdout, all else on stderr."""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

from playground.config import Config
from playground.sweeps.axis import read_axis
from playground.sweeps.cluster import ADDRESS, cluster
from playground.sweeps.errors import SweepError
from playground.sweeps.execution import Execution, Site, in_turn
from playground.sweeps.local import local, n_cores
from playground.sweeps.plan import Plan, plan
from playground.sweeps.progress import Progress
from playground.sweeps.row import Row
from playground.sweeps.search import N_TRIALS, SEARCHES, Search
from playground.sweeps.store import Store
from playground.sweeps.summary import summary

BAD_INPUT, INTERRUPTED = 2, 130
"""Exit codes."""

HEAVY = ("curves", "picture")
"""What a row of the store has and a printed one has not."""

MOST_WORKERS, MOST_BATCH = 256, 1000


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    command.add_argument("query", nargs="?", default="", help="what follows ? in the address")
    command.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="FIELD=VALUES",
        help="learning_rate=0.01,0.1 or hidden=8|8,8 or learning_rate=0.001..1:7; up to three",
    )
    command.add_argument("--seeds", type=int, default=1, metavar="N", help="runs of each, 1")
    command.add_argument("--search", choices=("grid", *SEARCHES), default="grid")
    command.add_argument("--trials", type=int, metavar="N", help=f"of a search, {N_TRIALS}")
    command.add_argument("--workers", type=int, metavar="N", help="processes here, one a core")
    command.add_argument("--store", type=Path, metavar="FILE", help="keeps rows, and is resumed")
    command.add_argument(
        "--scheduler",
        default=os.environ.get(ADDRESS, ""),
        metavar="tcp://HOST:PORT",
        help=f"a Dask scheduler; {ADDRESS} in the environment",
    )
    command.add_argument(
        "--batch", type=int, default=1, metavar="N", help="runs of one task: more on large clusters"
    )
    command.add_argument("--minutes", type=float, metavar="M", help="begins no run after so long")
    command.add_argument("--tied", action="store_true", help=argparse.SUPPRESS)
    command.add_argument("--own", metavar="FILE.csv", type=Path, help="own.csv, as for train")


def sweep(parsed: argparse.Namespace, config: Config, own: Any = None) -> None:
    """Run many experiments; print one JSON object for each as it ends, and a summary at last."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if parsed.tied:
        threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        _sweep(parsed, config, own)
    except SweepError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        kept = f" What has finished is in {parsed.store}." if parsed.store else ""
        print(f"Stopped.{kept}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - nobody reads on: nothing to flush
        sys.exit(INTERRUPTED)


def _end_with_input() -> None:
    """Stop when who started this process closes its input, or is gone."""
    while os.read(0, 1):  # a reader of sys.stdin would be in the way at the end of the process
        pass
    os.kill(os.getpid(), signal.SIGTERM)


class Deadline:
    """When no further run begins: after some minutes, or when a signal asks for it."""

    def __init__(self, minutes: float | None) -> None:
        self._end = time.monotonic() + 60 * minutes if minutes else math.inf
        if hasattr(signal, "SIGUSR1"):  # not on Windows
            signal.signal(signal.SIGUSR1, self._come)

    def __call__(self) -> bool:
        """Tell whether it has come."""
        return time.monotonic() >= self._end

    def _come(self, *_: object) -> None:
        self._end = 0.0


def _sweep(parsed: argparse.Namespace, config: Config, own: Any) -> None:
    """Plan, run, keep and print."""
    _check(parsed)
    work, total = _work(parsed, config)
    store = Store(parsed.store) if parsed.store else None
    with closing(store) if store else nullcontext():
        rows = _run(parsed, work, total, store, own)
    print(json.dumps(summary(work if isinstance(work, Plan) else work.plan, rows)), flush=True)


def _work(parsed: argparse.Namespace, config: Config) -> tuple[Plan | Search, int]:
    """Return what is to be run, and how many runs that is at most; say what is left out."""
    axes = [read_axis(text) for text in parsed.vary]
    if parsed.search != "grid":
        n_trials = N_TRIALS if parsed.trials is None else parsed.trials
        search = Search(config, axes, parsed.seeds, parsed.search, n_trials)
        return search, n_trials * parsed.seeds
    grid = plan(config, axes, parsed.seeds)
    for sentence in grid.skipped:
        print(sentence, file=sys.stderr)
    return grid, len(grid.keys)


def _check(parsed: argparse.Namespace) -> None:
    """Refuse what contradicts itself."""
    if parsed.workers is not None and not 1 <= parsed.workers <= MOST_WORKERS:
        raise SweepError(f"--workers must be from 1 to {MOST_WORKERS}. Got {parsed.workers}.")
    if not 1 <= parsed.batch <= MOST_BATCH:
        raise SweepError(f"--batch must be from 1 to {MOST_BATCH}. Got {parsed.batch}.")
    if parsed.minutes is not None and not parsed.minutes > 0:
        raise SweepError(f"--minutes must be above 0. Got {parsed.minutes:g}.")
    if parsed.trials is not None and parsed.search == "grid":
        raise SweepError("--trials goes with --search random or --search tpe.")


def _run(
    parsed: argparse.Namespace, work: Plan | Search, total: int, store: Store | None, own: Any
) -> dict[str, Row]:
    """Run what is not in the store yet; return all rows."""
    rows = dict(store.finished) if store else {}
    n_known = _say_known(parsed.store, work, rows)
    with closing(Execution(_site(parsed), own)) as execution:
        progress = Progress(sys.stderr, total, n_known)
        deadline = Deadline(parsed.minutes)
        for row in _rows(execution, work, rows, deadline, parsed.batch):
            if store:
                store.add(row)
            rows[row["query"]] = row
            _print(row)
            progress.add(row)
        progress.close()
    return rows


def _say_known(path: Path | None, work: Plan | Search, rows: Mapping[str, Row]) -> int:
    """Say how many runs of a plan are there already, and return their number."""
    n_known = sum(name in rows for name in work.keys) if isinstance(work, Plan) else 0
    if n_known and isinstance(work, Plan):
        print(f"{n_known} of {len(work.keys)} runs are in {path} already.", file=sys.stderr)
    return n_known


def _site(parsed: argparse.Namespace) -> Site:
    """Return where the sweep runs."""
    if parsed.scheduler:
        return cluster(parsed.scheduler)
    return local(parsed.workers or n_cores())


def _rows(
    execution: Execution,
    work: Plan | Search,
    known: Mapping[str, Row],
    is_over: Callable[[], bool],
    size: int,
) -> Iterator[Row]:
    """Yield the rows that are not known; of a plan, ``size`` runs make one task."""
    if isinstance(work, Plan):
        new = [name for name in work.keys if name not in known]
        batches = [new[i : i + size] for i in range(0, len(new), size)]
        yield from in_turn(execution, batches, is_over)
        return
    while True:
        while not (execution.is_full or is_over()) and (query := work.ask(known)):
            execution.submit([query])
        if not execution.is_busy:
            return
        for row in execution.collect():
            yield row
            work.tell(row)


def _print(row: Row) -> None:
    """Print a row without what only pictures need."""
    print(json.dumps({n: v for n, v in row.items() if n not in HEAVY}), flush=True)
