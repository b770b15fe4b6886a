"""Asked: what a visitor wants of a sweep, kept while other pages are shown, and its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import streamlit as st

from playground import url
from playground.config import PARAMS, Config
from playground.cost import batch_rows, estimate
from playground.params import Choice, Flag, Integer, Kind, Real, Sizes
from playground.serve.server.sweeping import SERVICE
from playground.sweeps.axis import can_vary, read_axis, spread
from playground.sweeps.errors import SweepError
from playground.sweeps.plan import Plan, bare, key, plan
from playground.sweeps.search import N_TRIALS, SEARCHES, check_search, is_installed
from playground.sweeps.service import GRID, Wanted
from playground.sweeps.tried import tried
from playground.ui.state import session

_ASKED = "_sweep"

MOST_SEEDS = 100

LONGEST_NUMBER = 10
"""Digits that are read of an address."""

MISSING = (
    "A search needs Optuna, which is not installed on this server: `pip install optuna==5.0.0`. "
    "Every combination can be tried without it."
)

USUAL = ("learning_rate", "hidden", "dropout")
"""Fields that are offered first, in this order."""


@dataclass
class Asked:
    """One visitor's sweep, as asked for."""

    base: Config
    vary: list[tuple[str, str]] = field(default_factory=lambda: [("", "")] * 3)
    """Field and values, three times; no field where none is varied."""
    seeds: int = 3
    search: str = GRID
    trials: int = N_TRIALS
    name: str = ""
    """Of the sweep whose rows are shown."""
    seen: str = ""
    """The board's experiment as it was when this page took it over."""
    written: dict[str, Any] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """What the service is asked for."""
        vary = [f"{n}={v}" for n, v in self.vary if n]
        trials = self.trials if self.search != GRID else 0
        return Wanted(key(self.base), vary, self.seeds, self.search, trials)


def asked() -> Asked:
    """Return what is asked for: by the address at first, then by widgets; base is the board's."""
    board = session().config
    if _ASKED not in st.session_state:
        st.session_state[_ASKED] = Asked(bare(board), seen=key(board))
        st.session_state[_ASKED].vary[0] = (USUAL[0], suggested(USUAL[0], board))
    here: Asked = st.session_state[_ASKED]
    if key(board) != here.seen:
        here.base, here.seen = bare(board), key(board)
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    if address and address != here.written:
        _read(here, address)
    return here


def _read(here: Asked, address: dict[str, list[str]]) -> None:
    """Take what an address spells; a sweep that it names says all the rest."""
    texts = {name: values[-1] for name, values in address.items() if name in PARAMS}
    vary, seeds = address.get("vary", []), address.get("seeds", ["3"])[-1]
    search, trials = (address.get(name, [""])[-1] for name in ("search", "trials"))
    sweep = SERVICE.find(address.get("sweep", [""])[-1])
    if sweep is not None:
        here.name = sweep.name
        texts = dict(_texts(sweep.wanted.query))
        vary, seeds = sweep.wanted.vary, str(sweep.wanted.seeds)
        search, trials = sweep.wanted.search, str(sweep.wanted.trials)
    if texts or sweep:
        here.base = bare(url.read(texts)[0])
    if vary:
        pairs = [(name, values) for name, _, values in (text.partition("=") for text in vary)]
        known = [pair for pair in pairs if can_vary(pair[0])]
        here.vary = (known + [("", "")] * 3)[:3]
    here.seeds = _counted(seeds, here.seeds, MOST_SEEDS)
    here.search = search if search in SEARCHES else GRID
    if here.search != GRID:
        here.trials = _counted(trials, here.trials, SERVICE.limits.runs)


def _counted(text: str, otherwise: int, most: int) -> int:
    """Return the number that a text spells, from one to ``most``."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return min(max(int(text), 1), most) if is_number else otherwise


def _texts(query: str) -> dict[str, str]:
    """Return the fields that a query spells."""
    return url.spell(url.decode(query)[0])


def write_address(here: Asked) -> None:
    """Bring the browser's address up to date: who opens it sees the same sweep."""
    wanted = here.wanted
    address: dict[str, Any] = {name: [text] for name, text in _texts(wanted.query).items()}
    address |= {"vary": wanted.vary} if wanted.vary else {}
    address |= {"search": [here.search], "trials": [str(here.trials)]} if wanted.trials else {}
    address |= {"seeds": [str(here.seeds)]} | ({"sweep": [here.name]} if here.name else {})
    if address != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(address)
    here.written = address


def offered(base: Config) -> list[str]:
    """Return the fields that can be varied: those with an effect, the usual ones first."""
    names = [name for name in PARAMS if can_vary(name) and base.uses(name)]
    return sorted(names, key=lambda name: USUAL.index(name) if name in USUAL else len(USUAL))


def suggested(name: str, base: Config) -> str:
    """Return values of a field to begin with, spelt."""
    kind: Kind = PARAMS[name].kind
    present = getattr(base, name)
    match kind:
        case Choice(registry=registry):
            others = [key for key in registry if key not in (present, "own")]
            return ",".join([present, *others[:3]])
        case Flag():
            return "0,1"
        case Sizes():
            return "4|8|8,8"
        case Real(log=True) | Integer() | Real():
            return _numbers(kind, present)
    return kind.spell(present)


def _numbers(kind: Integer | Real, present: float) -> str:
    """Return some numbers about the present one, or over all there are where that is few."""
    low, high = float(kind.low), float(kind.high)
    if isinstance(kind, Real) and kind.log:
        low, high = max(low, _short(present / 10)), min(high, _short(present * 10))
    elif present > low:
        low, high = max(low, _short(present / 2)), min(high, _short(present * 2))
    else:
        high = low + (high - low) / 2
    if isinstance(kind, Integer):
        low, high = round(low), round(high)
    return ",".join(kind.spell(value) for value in spread(kind, low, high, 3))


def _short(value: float) -> float:
    """Return a number to three digits."""
    return float(f"{value:.3g}")


@lru_cache(maxsize=16)
def planned(query: str, vary: tuple[str, ...], seeds: int) -> Plan:
    """Return the plan of a sweep; SweepError when it can't be had."""
    base, _ = url.decode(query)
    return plan(base, [read_axis(text) for text in vary], seeds, SERVICE.limits.runs)


def searched(wanted: Wanted, keys: Iterable[str] = ()) -> Plan:
    """Return what a search has tried, from the keys of its rows; SweepError when it can't be."""
    base, axes = url.decode(wanted.query)[0], [read_axis(text) for text in wanted.vary]
    check_search(axes, wanted.trials)
    if most_runs(wanted) > SERVICE.limits.runs:
        raise SweepError(
            f"That is up to {most_runs(wanted):,} runs; at most {SERVICE.limits.runs:,} are "
            "allowed. Take fewer trials or seeds."
        )
    return tried(base, axes, wanted.seeds, keys)


def check_installed(wanted: Wanted) -> None:
    """Refuse a search where there is none; results of an earlier one need nothing."""
    if wanted.search != GRID and not is_installed():
        raise SweepError(MISSING)


def most_runs(wanted: Wanted) -> int:
    """Return how many runs a search takes if none of it is given up."""
    return wanted.trials * wanted.seeds


def plan_of(wanted: Wanted) -> Plan:
    """Return the plan of what is wanted; SweepError when it can't be had."""
    if wanted.search != GRID:
        return searched(wanted)
    return planned(wanted.query, tuple(wanted.vary), wanted.seeds)


def is_same(one: Wanted, other: Wanted) -> bool:
    """Tell whether two sweeps are the same runs."""
    try:
        a, b = plan_of(one), plan_of(other)
    except SweepError:
        return False
    kind = (one.search, one.trials) == (other.search, other.trials)
    is_base = one.search == GRID or (key(a.base), a.seeds) == (key(b.base), b.seeds)
    return kind and is_base and a.axes == b.axes and a.keys == b.keys


def seconds_of(config: Config) -> float:
    """Return about how long a run takes on one core, for as long as none was measured."""
    n_train = round(config.n_points * (1 - config.test_size))
    steps = -(-n_train // batch_rows(config))
    cost = estimate(config)
    return 0.15 + config.epochs * (steps * (cost.step + STEP) + 2 * cost.look + EPOCH)


STEP, EPOCH = 6e-5, 2.5e-4
"""Seconds of a step and of measuring an epoch that are not arithmetic, on a modest core."""
