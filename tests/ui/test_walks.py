"""Any walk through the controls: what they show, the address and the run's Config agree."""

import random
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from playground import url
from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS, VIEW_FIELDS, Config, settle
from playground.fields import MAX_LAYERS
from playground.params import Integer
from playground.ui.session import EACH, SHARED, Session, Settled
from tests.strategies import random_config, values

BY_LAYERS = ("hidden", *EACH)
"""Fields that the hidden layers' lines set."""

SWITCHES = ("dataset", "optimizer", "loss", "schedule", "plane", "normalization", "momentum")
"""Fields that decide which others have an effect."""

CHOSEN = [name for name in PARAMS if name not in (*BY_LAYERS, "data", "device")]
"""Fields with a widget of their own."""

Address = dict[str, str]


def choices(name: str, config: Config) -> st.SearchStrategy[Any]:
    """Return a strategy for what the widget of the field ``name`` offers."""
    kind = PARAMS[name].kind
    if name == "dataset":
        return values(kind).filter(lambda key: key != "own")
    if name == "n_classes":
        return values(Integer(*config.spec.n_classes))
    if name in ("plane_x", "plane_y"):
        return values(Integer(0, config.n_columns - 1))
    if name == "shown_label":
        return values(Integer(0, config.n_classes - 1))
    return values(kind)


EXPERIMENTS = st.just(DEFAULT) | st.integers(0).map(lambda i: random_config(random.Random(i)))

EMPTIED: Address = {}
"""What a change of pages leaves in the browser's history in place of an address."""


class Walk(RuleBasedStateMachine):
    """A visitor's way through one session. The browser's history holds addresses; None stands
    for another page."""

    @initialize(config=EXPERIMENTS)
    def open(self, config: Config) -> None:
        """Open the page at an address."""
        self.session = Session()
        self.history: list[Address | None] = [url.spell(config)]
        self.now = 0
        self.kept = vars(DEFAULT)
        self.run()

    @property
    def config(self) -> Config:
        return self.session.config

    @property
    def here(self) -> Address | None:
        return self.history[self.now]

    def visit(self, address: Address | None) -> None:
        """Let the browser go to another address."""
        self.history = [*self.history[: self.now + 1], address]
        self.now += 1

    def can_go(self, step: int) -> bool:
        """Tell whether the history goes so far, and not to the default experiment from where a
        change of pages left an empty address too: nobody can tell those two apart."""
        if not 0 <= self.now + step < len(self.history):
            return False
        there = self.history[self.now + step]
        refilled = [after for before, after in pairwise(self.history) if before is EMPTIED]
        return there != {} or there is EMPTIED or self.here not in refilled

    def run(self, lag: Address | None = None, is_history: bool = False) -> Settled:
        """Do what a run of the page does; ``lag`` is the address that the browser still has."""
        assert self.here is not None
        settled = self.session.settle(self.here if lag is None else lag, is_history)
        address = url.spell(settled.config)
        self.session.wrote(address)
        if is_history or address == self.here:
            self.history[self.now] = address
        else:
            self.visit(address)
        used = {name for name in PARAMS if settled.config.uses(name)}
        self.kept = self.kept | {name: getattr(settled.config, name) for name in used}
        return settled

    def choose(self, chosen: dict[str, Any], lag: Address | None = None) -> None:
        """Do what the page does after a visitor chose, and hold that only that changed."""
        kept = self.kept | chosen
        before = self.config.dataset
        settled = self.run(lag)
        along = {**DATASETS[before].suited, **DATASETS[settled.config.dataset].suited}
        moved = settled.changed if settled.config.dataset != before else ()
        hidden = {name for name in along if not settled.config.uses(name)}
        for name in ({*moved} | hidden) & along.keys() - chosen.keys():
            brought = DATASETS[settled.config.dataset].suited.get(name, getattr(DEFAULT, name))
            if self.session.values[name] == brought:
                kept = kept | {name: brought}
        self.kept = self.kept | {name: kept[name] for name in hidden}
        assert bool(settled.notice) == bool(settled.changed)
        shown = [name for name in PARAMS if settled.config.uses(name)]
        other = {name for name in shown if getattr(settled.config, name) != kept[name]}
        assert other <= {*settled.changed, *VIEW_FIELDS}
        for name in other:
            _, replaced = settle(vars(settled.config) | {name: kept[name]})
            assert name in {r.name for r in replaced}

    @precondition(lambda self: self.here is not None)
    @rule(data=st.data(), lags=st.booleans(), is_switch=st.booleans())
    def choose_in_a_widget(self, data: st.DataObject, lags: bool, is_switch: bool) -> None:
        names = [n for n in (SWITCHES if is_switch else CHOSEN) if self.config.uses(n)]
        name = data.draw(st.sampled_from(names))
        value = data.draw(choices(name, self.config))
        self.session.change(name, value)
        earlier = [address for address in self.history[: self.now] if address is not None]
        self.choose({name: value}, earlier[-1] if lags and earlier else None)

    @precondition(lambda self: self.here is not None)
    @rule(data=st.data(), act=st.sampled_from(["add", "remove", "resize", *EACH, "share"]))
    def change_layers(self, data: st.DataObject, act: str) -> None:
        session, hidden = self.session, self.config.hidden
        i = data.draw(st.integers(0, max(len(hidden) - 1, 0)))
        if act == "add" and len(hidden) < MAX_LAYERS:
            session.add_layer()
        elif act == "share":
            session.show_each(False)
        elif act == "remove" and hidden:
            session.remove_layer(i)
        elif act == "resize" and hidden:
            session.resize(i, data.draw(st.integers(1, 512)))
        elif act in EACH and hidden:
            session.choose(act, i, data.draw(values(PARAMS[act].kind.one)))  # type: ignore[union-attr]
        shared = SHARED.values() if act == "share" else ()
        self.choose({name: session.values[name] for name in (*BY_LAYERS, *shared)})

    @precondition(lambda self: self.here is not None)
    @rule()
    def click_on_what_is_no_field(self) -> None:
        before = self.config
        self.session.touch()
        assert self.run() == Settled(before, self.session.notices, "", ())

    @precondition(lambda self: self.here is not None)
    @rule(epochs=st.integers(1, 100), seed=st.integers(0, 100))
    def choose_twice_before_the_address_is_written(self, epochs: int, seed: int) -> None:
        assert self.here is not None
        self.session.change("epochs", epochs)
        self.session.settle(self.here)
        self.session.change("seed", seed)
        self.choose({"epochs": epochs, "seed": seed})

    @precondition(lambda self: len(self.history) > 1)
    @rule(data=st.data())
    def go_back_or_forward(self, data: st.DataObject) -> None:
        before, was_here = self.config, self.here is not None
        steps = [step for step in (-1, 1) if self.can_go(step)]
        self.now += data.draw(st.sampled_from(steps)) if steps else 0
        if self.here is None:
            if was_here:
                self.session.leave()
            return
        wanted = before if self.here is EMPTIED else url.read(self.here)[0]
        self.run(is_history=True)
        assert self.config == wanted

    @rule(address=EXPERIMENTS.map(lambda config: url.spell(config) or EMPTIED))
    def follow_a_link(self, address: Address) -> None:
        """Another page's link brings an experiment, or shows the one that was left."""
        before = self.config
        if self.here is not None:
            self.visit(None)
            self.session.leave()
        self.visit(address)
        self.run()
        assert self.config == (url.read(address)[0] if address else before)

    @precondition(lambda self: self.here is not None)
    @rule(config=EXPERIMENTS)
    def take_a_config(self, config: Config) -> None:
        self.session.want(url.spell(config))
        self.run()
        assert url.spell(self.config) == url.spell(config)

    @invariant()
    def all_agree(self) -> None:
        """The address holds the Config, whole."""
        if self.here is not None:
            assert url.read(self.here) == (self.config, [])


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
