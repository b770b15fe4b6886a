"""A session: one board's experiment and what is remembered beside it. Knows nothing of Streamlit.

The Config is what holds. Widgets are views of it: they are made from it, and what a visitor does
to one of them comes here by ``change``. Nothing is ever read from a widget that nobody touched, so
it does not matter what Streamlit forgets or makes up of widgets that are not shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playground import url
from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS, VIEW_FIELDS, Config
from playground.params import Invalid, Text
from playground.rules import Replacement
from playground.ui.suited import say, suited
from playground.ui.words import told

MAIN = "main"
"""Name of the session that the page's controls are about."""

EACH = {"layer_activations": "activations", "layer_dropouts": "dropouts"}
"""Fields with one value for each hidden layer → the Config's property that is never empty."""

SHARED = {"layer_activations": "activation", "layer_dropouts": "dropout"}
"""Fields with one value for each hidden layer → the field that all layers share."""


@dataclass(frozen=True)
class Settled:
    """What one run of the script found: the Config, a line to say, fields to point at."""

    config: Config
    notice_id: int
    notice: str
    changed: tuple[str, ...]


@dataclass
class Session:
    """One experiment, from the page's first run to its end, also while another page is shown."""

    config: Config = DEFAULT
    """As settled last. Fields without effect have their defaults: the address says all of it."""

    values: dict[str, Any] = field(
        default_factory=lambda: {name: getattr(DEFAULT, name) for name in PARAMS}
    )
    """Every field's value; of those without effect, the one they had when they last had one."""

    refused: dict[str, Replacement] = field(default_factory=dict)
    """What was typed and can't be used, by field: it is left as it is, with the reason why."""

    per_layer: bool = False
    """Activation and dropout of each hidden layer are shown."""

    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    """The session's name with the pool, which only its script and its browser know."""

    written: dict[str, str] | None = None
    """The browser's address as the page brought it up to date last."""

    notices: int = 0
    """Lines said so far."""

    _chosen: set[str] = field(default_factory=set)
    """Fields that the visitor has set since an address or a file brought the experiment."""

    _has_been_default: bool = False
    _refilled: list[dict[str, str]] = field(default_factory=list)
    _wanted: tuple[dict[str, str], str] | None = None
    _given_up: list[str] = field(default_factory=list)
    _is_touched: bool = False
    _is_away: bool = False
    _asks_for_own: bool = False

    def change(self, name: str, value: Any) -> None:
        """Take what a visitor chose for the field ``name``; ``settle`` judges it."""
        self.values[name] = value
        self._chosen.add(name)
        self.refused.pop(name, None)
        self.touch()

    def touch(self) -> None:
        """Note that a visitor's click causes the next run.

        The address that comes with it may be an earlier one, which the browser has yet to
        replace: it does not count.
        """
        self._is_touched = True

    def resize(self, i: int, size: Any) -> None:
        """Give hidden layer ``i`` another size."""
        sizes = self.values["hidden"]
        self.change("hidden", (*sizes[:i], size, *sizes[i + 1 :]))

    def add_layer(self) -> None:
        """Add a hidden layer like the last one."""
        sizes = self.values["hidden"]
        for name in EACH:
            own = tuple(self.values[name][: len(sizes)])
            self.values[name] = own + own[-1:]
        self.change("hidden", (*sizes, sizes[-1] if sizes else 8))

    def remove_layer(self, i: int) -> None:
        """Take hidden layer ``i`` away, and what was its own."""
        for name in (*EACH, "hidden"):
            each = self.values[name]
            self.change(name, (*each[:i], *each[i + 1 :]))

    def choose(self, name: str, i: int, value: Any) -> None:
        """Give hidden layer ``i`` its own value of the field ``name``; the others keep theirs."""
        each = self.values[name] or getattr(self.config, EACH[name])
        self.change(name, (*each[:i], value, *each[i + 1 :]))

    def show_each(self, is_shown: bool) -> None:
        """Show activation and dropout of each layer; or give all of them the first one's.

        Where layers differ, the next run says what all of them have now.
        """
        differing = [s for n, s in SHARED.items() if len(set(getattr(self.config, n))) > 1]
        self.per_layer, self._given_up = is_shown, [] if is_shown else differing
        if not is_shown:
            for name, shared in SHARED.items():
                each = getattr(self.config, name)
                self.values |= {name: (), shared: each[0] if each else self.values[shared]}
        self.touch()

    def want(self, texts: Mapping[str, str], notice: str = "") -> None:
        """Note what comes from outside address and widgets; the next run says ``notice``.

        ``texts`` spell fields; those that are missing take their defaults.
        """
        self._wanted = dict(texts), notice

    def want_own(self, key: str) -> None:
        """Note that the visitor's table ``key`` is to be used; what was chosen stays."""
        changes, kept = suited(self.values, self.config.dataset, "own", self._chosen)
        texts = spell(self.values | changes) | {"dataset": "own", "data": key}
        self.want(texts, say("own", changes, kept))

    def ask_for_own(self) -> None:
        """Note that the panel of the visitor's own data is to be opened."""
        self._asks_for_own = True
        self.touch()

    def asks_for_own(self) -> bool:
        """Tell, once, whether the panel of the visitor's own data is to be opened."""
        asks, self._asks_for_own = self._asks_for_own, False
        return asks

    def leave(self) -> None:
        """Note that another page is shown; what was changed and not yet settled is kept."""
        self._is_away, self._is_touched = True, False

    def wrote(self, address: Mapping[str, str]) -> None:
        """Note that the browser's address was brought up to date."""
        self.written = dict(address)
        self._has_been_default |= not address

    def settle(self, address: Mapping[str, str], is_history: bool = False) -> Settled:
        """Bring widgets and address together and return the Config; never raises.

        The address counts on the first run and when the visitor came by another one: by the
        browser's history (``is_history``, where that is known) or by a link. What was wanted
        counts before it, what was chosen otherwise.
        """
        before, is_first = self.config, self.written is None
        is_new = self._wanted is not None or self._arrives_by(address, is_history)
        moved, notice = self._read(address) if is_new else self._pick()
        self._is_touched = self._is_away = False
        self._wanted = None
        self._given_up = []
        self.values |= {name: getattr(self.config, name) for name in PARAMS if self._uses(name)}
        has_each = any(getattr(self.config, name) for name in EACH)
        self.per_layer = bool(self.config.hidden) and (has_each or self.per_layer)
        self.notices += bool(notice)
        changed = _differing(self.config, self.config if is_first else before)
        return Settled(self.config, self.notices, notice, tuple(changed if is_new else moved))

    def _uses(self, name: str) -> bool:
        """Tell whether a field has an effect."""
        return self.config.uses(name)

    def _arrives_by(self, address: Mapping[str, str], is_history: bool) -> bool:
        """Tell whether a visitor brought ``address``: not the last run, and not Streamlit."""
        if self._is_touched or dict(address) == self.written:
            return False
        return self.written is None or not self._is_emptied(address, self.written, is_history)

    def _is_emptied(
        self, address: Mapping[str, str], written: dict[str, str], is_history: bool
    ) -> bool:
        """Tell whether Streamlit emptied the address, as it does when pages change.

        The empty one stays in the browser's history, one step before the one that is put in its
        place: who goes back there does not wish for the default experiment either.
        """
        if address.keys() & PARAMS.keys():
            return False
        if self._is_away and not is_history:
            self._refilled.append(written)
            return True
        is_refilled = not self._is_away and written in self._refilled
        if is_refilled and is_history:
            self._refilled.remove(written)
        return is_refilled or not self._has_been_default

    def _read(self, address: Mapping[str, str]) -> tuple[list[str], str]:
        """Take what was wanted, or else what the address spells; return what can't be used."""
        self.refused.clear()
        if self._wanted:
            texts, words = self._wanted
            config, replaced = url.read(texts)
            notice = _joined(words, give_way(replaced))
        else:
            config, replaced = url.read(address)
            notice = _joined(url.explain(replaced), url.explain_unknown(address))
        self.config, _ = url.read(url.spell(config))
        self._chosen = set()
        return [r.name for r in replaced], notice

    def _pick(self) -> tuple[list[str], str]:
        """Take what was chosen; return what moved with it that a visitor can see, and a line.

        A dataset brings its own along. What has no effect has no say in what gives way either.
        """
        before = self.config
        texts = spell(self.values)
        if texts.get("dataset") == "own" and not texts.get("data"):
            texts["dataset"] = before.dataset
            self._asks_for_own = True
        self.refused |= {one.name: one for one in _mend(texts, before)}
        dataset = texts.get("dataset", "")
        after = dataset if dataset in DATASETS else before.dataset
        changes, kept = suited(self.values, before.dataset, after, self._chosen)
        self.values |= changes
        texts |= spell(changes)
        whole, _ = url.read(texts)
        self.config, replaced = url.read({n: t for n, t in texts.items() if whole.uses(n)})
        unseen = VIEW_FIELDS if self.config.dataset != before.dataset else ()
        given = [r for r in replaced if self._uses(r.name) and r.name not in unseen]
        came = {name: getattr(self.config, name) for name in changes if self._uses(name)}
        line = _joined(self._say_shared(), say(after, came, filter(self._uses, kept)))
        moved = [*self._given_up, *came, *(r.name for r in given)]
        return moved, _joined(line, give_way(given))

    def _say_shared(self) -> str:
        """Return a line about what all layers have of the first where they differed, if any did."""
        if not self._given_up:
            return ""
        names = self._given_up
        now = ", ".join(f"{PARAMS[n].label} {told(n, getattr(self.config, n))}" for n in names)
        return f"All layers take what layer 1 has: {now}."


def spell(values: Mapping[str, Any]) -> dict[str, str]:
    """Return ``values`` as texts; what can't be spelt, a widget left empty, is left out."""
    texts = {}
    for name, value in values.items():
        with suppress(TypeError, ValueError, OverflowError):
            texts[name] = str(PARAMS[name].kind.spell(value))
    return texts


def give_way(replaced: list[Replacement]) -> str:
    """Return one line that says which choices gave way to others; empty when none did."""
    return " ".join(
        f"{PARAMS[r.name].label}: {told(r.name, r.used)} is used instead of "
        f"{told(r.name, r.given)}. It {r.reason}."
        for r in replaced
    )


def _joined(*lines: str) -> str:
    """Return the lines that aren't empty as one."""
    return " ".join(filter(None, lines))


def _mend(texts: dict[str, str], before: Config) -> list[Replacement]:
    """Put the last good text in place of what was typed and can't be used; return what was."""
    mended = []
    for name, param in PARAMS.items():
        try:
            if isinstance(param.kind, Text) and name in texts:
                param.kind.parse(texts[name])
        except Invalid as error:
            used = getattr(before, name)
            mended.append(Replacement(name, texts[name], used, str(error)))
            texts[name] = used
    return mended


def _differing(config: Config, other: Config) -> list[str]:
    """Return the names of the fields in which two Configs differ."""
    return [name for name in PARAMS if getattr(config, name) != getattr(other, name)]
