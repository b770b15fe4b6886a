"""The board: a keyed component that draws a run and steers it without the script's help."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

import streamlit as st

from playground import url
from playground.catalog import DEFAULT_VIEWS, VIEWS
from playground.config import PARAMS, SHOWN, Config
from playground.figures.base import Names, escaped
from playground.figures.palette import CLASS_COLOURS
from playground.labs.places import VIEWS as LABS_OF_VIEWS
from playground.labs.places import WARNINGS
from playground.layers import rows
from playground.serve.server.routes import POOL
from playground.ui import beside, kept
from playground.ui.assets import loader, view_files
from playground.ui.labs import way
from playground.ui.names import class_names, output_names
from playground.ui.session import MAIN
from playground.ui.state import session
from playground.ui.words import summary, told
from playground.views import figure, is_computed


@dataclass(frozen=True)
class Notice:
    """One line for the visitor; a new ``id`` shows it again. The text may hold a visitor's words:
    the board shows it as text."""

    id: int
    text: str


# The data come in a list: in a dict, Streamlit looks for data frames, for which it imports pandas
# (70 MB of the server's memory).
_mount = st.components.v2.component(
    "playground_board", js=loader("browser/entry.js", DEFAULT_VIEWS), isolate_styles=False
)


def board(
    config: Config,
    notice: Notice,
    changed: Sequence[str] = (),
    *,
    name: str = MAIN,
    side: str = "",
    kept_as: int = 0,
    words: str = "",
) -> None:
    """Tell the run what is wanted, and mount the board ``name`` for it.

    Each board of a page has a name of its own, and with it a run. ``changed`` names the fields to
    point at for a moment. Of two boards side by side, ``side`` is A or B, and ``kept_as`` the
    number of the kept run whose experiment B began with; ``words`` say what a board is about whose
    company is not for the visitor to choose.
    """
    secret, query = session(name).secret, url.encode(config)
    POOL.want(secret, query)
    names = Names(
        tuple(class_names(config)),
        tuple(output_names(config)),
        has_line=config.n_columns == 1,
        has_validation=config.validation_size > 0,
    )
    _mount(
        key=f"board_{name}",
        data=[
            {
                **_always(),
                "name": name,
                "session": secret,
                "query": query,
                "title": summary(config),
                "generation": config.generation,
                "views": [_view(view, names) for view in config.views],
                "layers": rows(config),
                "classes": names.classes,
                "outputs": names.outputs,
                "pictured": config.spec.picture_size is not None,
                "large": session().config.large,
                "side": side,
                "kept_as": kept_as,
                "words": words,
                "fields": fields(config),
                "notice": {"id": notice.id, "text": notice.text},
                "changed": list(changed),
            }
        ],
        on_halve_change=lambda: _halve(name),
        on_views_change=lambda: _choose(name),
        on_restore_change=lambda: kept.restore(session(), _asked(name, "restore")),
        on_compare_change=lambda: beside.open_beside(_asked(name, "compare")),
        on_apart_change=beside.close_beside,
        on_own_change=lambda: session(name).ask_for_own(),
        on_large_change=lambda: _enlarge(name),
    )


def _always() -> dict[str, Any]:
    """Return what every board is told, whatever it shows."""
    return {
        "versions": _versions(),
        "offered": _offered(),
        "defaults": DEFAULT_VIEWS,
        "colours": CLASS_COLOURS,
        "labels": _labels(),
        "labs": {key: to for key, lab in WARNINGS.items() if (to := way(lab))},
    }


def _enlarge(name: str) -> None:
    """Take what a board's button for a larger page says."""
    session().change("large", bool(_asked(name, "large")))


def _asked(name: str, what: str) -> Any:
    """Return what the board ``name`` asks for."""
    return st.session_state[f"board_{name}"][what]


def _halve(name: str) -> None:
    """Halve the learning rate of the board ``name``."""
    kind: Any = PARAMS["learning_rate"].kind
    halved = max(kind.low, session(name).config.learning_rate / 2)
    session(name).change("learning_rate", halved)


def _choose(name: str) -> None:
    """Take the views that the board ``name`` asks for; ``settle`` judges them."""
    session(name).change("views", _asked(name, "views"))


def _offered() -> list[dict[str, Any]]:
    """Return what there is to open, each with the way to its lab."""
    return [
        {"name": n, "label": view.label, "help": view.help, "lab": way(LABS_OF_VIEWS.get(n, ""))}
        for n, view in VIEWS.items()
    ]


@cache
def _versions() -> dict[str, str]:
    """Return the versions of what computes and draws, by name."""
    return {"Python": platform.python_version(), **{name: version(name) for name in _MADE_WITH}}


_MADE_WITH = ("torch", "scikit-learn", "numpy", "plotly")


@cache
def _labels() -> dict[str, str]:
    """Return what the controls are called, by their fields' names."""
    return {name: param.label for name, param in PARAMS.items()}


def fields(config: Config) -> dict[str, tuple[str, str]]:
    """Return what determines the numbers of a run, by field: as spelt, and in words."""
    used = {n: getattr(config, n) for n in PARAMS if n not in SHOWN and config.uses(n)}
    return {
        name: (PARAMS[name].kind.spell(value), told(name, value)) for name, value in used.items()
    }


def _view(name: str, names: Names) -> dict[str, Any]:
    """Return what the browser needs to know of the view ``name``."""
    view = VIEWS[name]
    return {
        "name": name,
        "label": view.label,
        "help": view.help,
        "every": view.every,
        "computed": is_computed(name),
        "filmed": view.is_filmed,
        "files": view_files(name),
        "figure": base_figure(name, names),
    }


@lru_cache(maxsize=1024)
def base_figure(name: str, names: Names) -> str:
    """Return the figure of a view without numbers, as JSON; empty when it is drawn without Plotly.

    Plotly takes names for markup and for templates: they come escaped.
    """
    make = figure(name)
    if make is None:
        return ""
    classes, outputs = (tuple(map(escaped, words)) for words in (names.classes, names.outputs))
    return str(make(replace(names, classes=classes, outputs=outputs)).to_json())
