"""Search: Optuna chooses which combinations are tried (ask), and hears what came of them (tell).

Seeds of one combination run one after the other: Hyperband gives a hopeless one up between two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any

from playground.config import Config
from playground.params import Integer, Real
from playground.sweeps.axis import Axis
from playground.sweeps.errors import SweepError
from playground.sweeps.plan import Cell, Plan, check, combine, seeds_from, spelt
from playground.sweeps.row import Row

SEARCHES = ("random", "tpe")
N_TRIALS, MOST_TRIALS = 50, 2000

MISSING = (
    "A search needs Optuna, which is not installed here. Install it with `pip install optuna`, or "
    "leave --search out to try every combination."
)


@dataclass
class Attempt:
    """A combination that is being tried: Optuna's trial, its cell, and what it came to so far."""

    trial: Any
    cell: Cell
    values: list[float] = field(default_factory=list)


class Search:
    """Trials of one sweep; SweepError when there can be none."""

    def __init__(
        self, base: Config, axes: Sequence[Axis], n_seeds: int, kind: str, n_trials: int = N_TRIALS
    ) -> None:
        check_search(axes, n_trials)
        self._base, self._axes, self._n_trials = base, tuple(axes), n_trials
        self._seeds = seeds_from(base, n_seeds)
        self.study = _study(kind, base.seed, n_seeds)
        self._due: deque[Attempt] = deque()
        self._waiting: dict[str, list[Attempt]] = {}
        self._cells: list[Cell] = []
        self._skipped: list[str] = []
        self._n_asked = 0
        self._measure = "validation_accuracy" if base.validation_size > 0 else "test_accuracy"

    @property
    def plan(self) -> Plan:
        """What was tried, as a plan of what was run."""
        return Plan(self._base, self._axes, self._seeds, tuple(self._cells), tuple(self._skipped))

    def ask(self, known: Mapping[str, Row]) -> str | None:
        """Return the next run; None when what comes next depends on rows that are not yet there.

        What is ``known`` already is told at once.
        """
        while attempt := self._next():
            query = attempt.cell.keys[len(attempt.values)]
            if query in known:
                self._hear(attempt, known[query])
                continue
            self._waiting.setdefault(query, []).append(attempt)
            if len(self._waiting[query]) == 1:
                return query
        return None

    def tell(self, row: Row) -> None:
        """Take what came of a run."""
        for attempt in self._waiting.pop(row["query"], []):
            self._hear(attempt, row)

    def _next(self) -> Attempt | None:
        """Return an attempt with a seed to run: one that goes on, or a new one."""
        if self._due:
            return self._due.popleft()
        while self._n_asked < self._n_trials:
            self._n_asked += 1
            if attempt := self._new():
                return attempt
        return None

    def _new(self) -> Attempt | None:
        """Return a new attempt; None when its combination contradicts itself."""
        trial = self.study.ask()
        values = tuple(_suggested(trial, axis) for axis in self._axes)
        config, replaced = combine(self._base, self._axes, values)
        if replaced:
            self._skip(trial, f"{spelt(self._axes, values)} is left out: {_why(replaced)}")
            return None
        return Attempt(trial, Cell(values, config, self._seeds))

    def _skip(self, trial: Any, sentence: str) -> None:
        """Note a combination that can't be run."""
        from optuna.trial import TrialState

        self.study.tell(trial, state=TrialState.FAIL)
        if sentence not in self._skipped:
            self._skipped.append(sentence)

    def _hear(self, attempt: Attempt, row: Row) -> None:
        """Go on with the next seed, end the attempt, or give it up."""
        is_finished = row["status"] == "finished"
        attempt.values.append(row[self._measure] if is_finished else 0.0)
        mean = sum(attempt.values) / len(attempt.values)
        attempt.trial.report(mean, len(attempt.values))
        if len(attempt.values) == len(self._seeds):
            self._end(attempt, mean)
        elif attempt.trial.should_prune():
            self._end(attempt, None)
        else:
            self._due.append(attempt)

    def _end(self, attempt: Attempt, mean: float | None) -> None:
        """Tell Optuna; None for what was given up."""
        from optuna.trial import TrialState

        state = TrialState.PRUNED if mean is None else TrialState.COMPLETE
        self.study.tell(attempt.trial, mean, state)
        if attempt.cell.values not in [known.values for known in self._cells]:
            seeds = attempt.cell.seeds[: len(attempt.values)]
            self._cells.append(replace(attempt.cell, seeds=seeds))


def is_installed() -> bool:
    """Tell whether Optuna can be imported, without doing it."""
    return find_spec("optuna") is not None


def check_search(axes: Sequence[Axis], n_trials: int) -> None:
    """Refuse a search of nothing, and one of too many trials."""
    check(axes)
    if not axes:
        raise SweepError("A search needs a field to vary, like learning_rate=0.001..1.")
    if not 1 <= n_trials <= MOST_TRIALS:
        raise SweepError(f"A search has 1 to {MOST_TRIALS} trials. Got {n_trials} instead.")


def _why(replaced: Sequence[Any]) -> str:
    """Return why a combination can't be run."""
    return f"{replaced[0].name} {replaced[0].reason}."


def _study(kind: str, seed: int, n_seeds: int) -> Any:
    """Return Optuna's study."""
    try:
        import optuna
    except ImportError:
        raise SweepError(MISSING) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = {
        "random": lambda: optuna.samplers.RandomSampler(seed=seed),
        "tpe": lambda: optuna.samplers.TPESampler(seed=seed),
    }
    pruner = optuna.pruners.HyperbandPruner(min_resource=1, max_resource=n_seeds)
    return optuna.create_study(
        direction="maximize",
        sampler=samplers[kind](),
        pruner=pruner if n_seeds > 1 else optuna.pruners.NopPruner(),
    )


def _suggested(trial: Any, axis: Axis) -> Any:
    """Return the value of a field that a trial takes: of a range any, else one of those given."""
    kind = axis.kind
    if axis.span is None:
        return kind.parse(trial.suggest_categorical(axis.name, list(map(kind.spell, axis.values))))
    low, high = axis.span
    if isinstance(kind, Integer):
        return trial.suggest_int(axis.name, int(low), int(high))
    assert isinstance(kind, Real)
    return trial.suggest_float(axis.name, low, high, log=kind.log)
