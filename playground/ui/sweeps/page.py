"""The page: what is to vary, how many runs that is, and below it what they come to."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from playground.config import PARAMS
from playground.serve.server.capacity import n_workers
from playground.serve.server.sweeping import SERVICE
from playground.sweeps.errors import SweepError
from playground.sweeps.finished import finished
from playground.sweeps.plan import Plan
from playground.sweeps.progress import duration
from playground.sweeps.row import Row
from playground.sweeps.service import GRID, PAUSED, RUNNING, WAITING, Sweep, Wanted
from playground.table import load, own_csv
from playground.ui.assets import BROWSER
from playground.ui.markup import plain
from playground.ui.state import session
from playground.ui.sweeps.asked import (
    MOST_SEEDS,
    Asked,
    asked,
    check_installed,
    is_same,
    most_runs,
    offered,
    plan_of,
    seconds_of,
    suggested,
    write_address,
)
from playground.ui.sweeps.results import results
from playground.ui.words import summary

ABOUT = (
    "Which learning rate? Does width help here, or depth? Was that the seed? Vary up to three "
    "fields of the board's experiment, over some seeds, and see all runs side by side."
)
VALUES = (
    "With commas between, or a range like 0.001..1 or 0.001..1:7 for seven values. Where values "
    "hold commas themselves, | stands between: 8|8,8."
)
START = 5
"""Seconds until the processes of a sweep have PyTorch imported."""

WAYS = {GRID: "Every combination", "random": "Random search", "tpe": "TPE search"}

WAY = (
    "Every combination of the values, or as many trials as you say, chosen by Optuna: at random, "
    "or by TPE, which looks closer where results were good. A search takes any number of a range "
    "like 0.001..1, and gives up between two seeds what is hopeless."
)

MOST_GUESSED = 50
"""Combinations whose cost is looked at before any run was measured."""

SEEDS = "Runs of each combination. More seeds tell chance from effect; five are a start."


def main() -> None:
    """Show the page for what the address and the widgets say."""
    st.html(BROWSER / "page.css")
    here = asked()
    with st.container(key="sweeps", gap="small"):
        st.markdown("#### Sweeps")
        st.caption(f"{ABOUT} \n\n**{plain(summary(here.base))}**")
        _fields(here)
        _way(here)
        sweep = SERVICE.find(here.name) if here.name else None
        try:
            check_installed(here.wanted)
            plan = plan_of(here.wanted)
        except SweepError as error:
            st.warning(plain(str(error)), icon=":material/edit:")
        else:
            sweep = _steer(here, plan, sweep)
        write_address(here)
        if sweep is not None:
            _results(sweep)


def _fields(here: Asked) -> None:
    """Show the widgets that say what varies."""
    names = ["", *offered(here.base)]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for i, (name, values) in enumerate(here.vary):
            with st.container(gap=None, width=300):
                here.vary[i] = _field(here, i, names, name, values)
        here.seeds = int(
            st.number_input(
                "Seeds", 1, MOST_SEEDS, here.seeds, help=SEEDS, key="sweep_seeds", width=110
            )
        )


def _way(here: Asked) -> None:
    """Show the widgets that say whether to search, and how long."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        here.search = st.segmented_control(
            "Try",
            list(WAYS),
            default=here.search,
            required=True,
            format_func=WAYS.__getitem__,
            help=WAY,
            key="sweep_search",
            width="content",
        )
        if here.search != GRID:
            most = SERVICE.limits.runs
            here.trials = int(
                st.number_input("Trials", 1, most, here.trials, key="sweep_trials", width=110)
            )


def _field(here: Asked, i: int, names: list[str], name: str, values: str) -> tuple[str, str]:
    """Show one field to vary and its values; return both."""
    chosen = st.selectbox(
        ("Vary", "and", "and also")[i],
        names,
        names.index(name) if name in names else 0,
        format_func=lambda key: PARAMS[key].label if key else "nothing",
        key=f"sweep_field_{i}",
    )
    if not chosen:
        return "", ""
    text = values if chosen == name else suggested(chosen, here.base)
    shown = st.text_input(
        f"Values of {PARAMS[chosen].label}",
        text,
        max_chars=1000,
        help=f"{PARAMS[chosen].help} {VALUES}",
        key=f"sweep_values_{i}_{chosen}",
        label_visibility="collapsed",
    )
    return chosen, shown


def _steer(here: Asked, plan: Plan, sweep: Sweep | None) -> Sweep | None:
    """Say what is asked for and show the buttons; return the sweep to show."""
    is_shown = sweep is not None and is_same(sweep.wanted, here.wanted)
    is_grid = here.search == GRID
    n_new = sum(name not in _rows(sweep) for name in plan.keys)
    n_new = n_new if is_grid else most_runs(here.wanted) - len(_rows(sweep))
    st.markdown(_size(plan, sweep, n_new) if is_grid else _trials(here.wanted, plan, sweep))
    for sentence in plan.skipped:
        st.caption(plain(sentence))
    is_busy = sweep is not None and sweep.status in (WAITING, RUNNING)
    with st.container(horizontal=True, gap="small"):
        goes_on = is_shown and sweep is not None and sweep.status == PAUSED and n_new > 0
        label = "Go on" if goes_on else "Start"
        is_idle = is_shown and not goes_on
        if st.button(label, type="primary", disabled=is_idle, key="sweep_start"):
            sweep = _begin(here, sweep, goes_on)
        if st.button("Pause", disabled=not is_busy, key="sweep_pause") and sweep:
            SERVICE.pause(sweep)
            st.rerun()
        if st.button("Cancel", disabled=sweep is None, key="sweep_cancel") and sweep:
            SERVICE.pause(sweep)
            here.name = ""
            write_address(here)
            st.rerun()
    return sweep


def _rows(sweep: Sweep | None) -> Mapping[str, Row]:
    """Return the rows that there are."""
    return finished(sweep.path).rows if sweep else {}


def _size(plan: Plan, sweep: Sweep | None, n_new: int) -> str:
    """Return how many runs a plan has, how many are new, and about how long they take here."""
    n, k = len(plan.cells), len(plan.seeds)
    counted = f"{n} combination{'s' * (n > 1)} × {k} seed{'s' * (k > 1)}"
    takes = ""
    if n_new:
        each = _measured(sweep) or _guessed(plan)
        takes = f", about {duration(START + n_new * each / n_workers())} here"
    return f"**{len(plan.keys)} runs** ({counted}), {n_new} new{takes}."


def _trials(wanted: Wanted, plan: Plan, sweep: Sweep | None) -> str:
    """Return how many runs a search has at most, and about how long they take here."""
    n, k, most = wanted.trials, wanted.seeds, most_runs(wanted)
    each = _measured(sweep) or seconds_of(plan.base)
    counted = f"{n} trial{'s' * (n > 1)} × {k} seed{'s' * (k > 1)}"
    return (
        f"**At most {most} run{'s' * (most > 1)}** ({counted}), "
        f"about {duration(START + most * each / n_workers())} here."
    )


def _guessed(plan: Plan) -> float:
    """Return about how many seconds a run takes, from some of the cells."""
    some = plan.cells[:: -(-len(plan.cells) // MOST_GUESSED)]
    return sum(seconds_of(cell.config) for cell in some) / len(some)


def _measured(sweep: Sweep | None) -> float | None:
    """Return the mean seconds of the runs that there are."""
    seconds = [row["seconds"] for row in _rows(sweep).values() if "seconds" in row]
    return sum(seconds) / len(seconds) if seconds else None


def _begin(here: Asked, sweep: Sweep | None, goes_on: bool) -> Sweep | None:
    """Start what is asked for, or let it go on."""
    visitor = session().secret
    try:
        if goes_on and sweep is not None:
            SERVICE.go_on(sweep, visitor)
        else:
            own = own_csv(load(here.base.data)) if here.base.dataset == "own" else ""
            if sweep is not None:
                SERVICE.pause(sweep)
            sweep = SERVICE.start(visitor, here.wanted, own, rows_of=sweep)
            here.name = sweep.name
    except (SweepError, LookupError) as error:
        st.warning(plain(str(error.args[0])))
        return sweep
    write_address(here)
    st.rerun()
    return sweep


def _results(sweep: Sweep) -> None:
    """Show what a sweep comes to, again and again while it is under way."""
    try:
        plan = plan_of(sweep.wanted)
    except SweepError as error:
        st.warning(plain(str(error)))
        return
    is_busy = sweep.status in (WAITING, RUNNING)
    st.fragment(results, run_every=1.0 if is_busy else None)(sweep, plan, is_busy)
