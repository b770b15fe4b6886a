"""The labs' page: what there is to touch, or the one that the address names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground.labs import LABS, NAMES, figure, folder, nearest, parts
from playground.labs.lab import Control
from playground.params import Choice, Flag, Integer, Real, Several
from playground.ui.assets import BROWSER, loader
from playground.ui.markup import plain
from playground.ui.state import page_at

PATH = "labs"
"""Where the page is, below the server's base."""

UNKNOWN = "There is no lab “{asked}”."
NEAREST = " This is the one whose name is most like it."

_mount = st.components.v2.component(
    "playground_lab", js=loader("browser/lab.js"), isolate_styles=False
)


def main() -> None:
    """Show the lab that the address names, or all of them."""
    st.html(BROWSER / "labs.css")
    asked = st.query_params.get("lab", "")
    name = nearest(asked)
    with st.container(key="labs"):
        if asked and name != asked:
            st.info(UNKNOWN.format(asked=plain(asked[:40])) + (NEAREST if name else ""))
        if name:
            _lab(name)
        else:
            _contents()


def here() -> st.Page:
    """Return this page as Streamlit knows it, to be linked to."""
    return st.Page(main, title="Labs", url_path=PATH)


def way(name: str) -> dict[str, str]:
    """Return label and address of the lab ``name``, seen from any of our pages; nothing if none."""
    if not name or page_at(PATH) is None:
        return {}
    return {"label": LABS[name].label, "href": f"{PATH}?lab={name}"}


def with_way(sentence: str, name: str) -> str:
    """Return Markdown with the way to the lab ``name`` at its end, if there is one."""
    to = way(name)
    return f"{sentence} [Lab: {to['label']}]({to['href']})" if to else sentence


def _contents() -> None:
    """Show what labs there are."""
    st.markdown("## Labs")
    st.markdown("One idea each, one picture to take hold of. Everything that moves is computed.")
    with st.container(key="contents"):
        for name in NAMES:
            with st.container(key=f"to_{name}", gap=None):
                st.image(str(folder(name) / "picture.svg"), width="stretch")
                st.page_link(here(), label=LABS[name].label, query_params={"lab": name})
                st.caption(LABS[name].help)


def _lab(name: str) -> None:
    """Show one lab."""
    _ways(name)
    st.markdown(f"## {LABS[name].label}")
    with st.container(key="lab_page", horizontal=True):
        with st.container(key="lab_text", width=330):
            st.markdown(parts(name)[0])
        with st.container(key="lab_board"):
            _mount(key=f"lab_{name}", data=[told(name, st.query_params.to_dict())])


def _ways(name: str) -> None:
    """Show the ways to the other labs."""
    place = NAMES.index(name)
    with st.container(key="ways", horizontal=True):
        st.page_link(here(), label="All labs")
        for arrow, other in (("← {}", place - 1), ("{} →", place + 1)):
            if 0 <= other < len(NAMES):
                to = NAMES[other]
                label = arrow.format(LABS[to].label)
                st.page_link(here(), label=label, query_params={"lab": to})


def told(name: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the browser needs to know of a lab at the address ``given``."""
    lab = LABS[name]
    values, complaints = lab.read(given)
    defaults = {control: entry.default for control, entry in lab.controls.items()}
    return {
        "name": name,
        "label": lab.label,
        "controls": [_control(*item) for item in lab.controls.items()],
        "values": lab.spell(values),
        "defaults": lab.spell(defaults),
        "complaints": complaints,
        "grabs": dict(lab.grabs),
        "places": lab.places,
        "figure": str(figure(name)().to_json()),
    }


def _control(name: str, control: Control) -> dict[str, Any]:
    """Return what the browser needs to know of a control."""
    kind = control.kind
    is_list = isinstance(kind, Several)
    one = kind.one if isinstance(kind, Several) else kind
    return {
        "name": name,
        "label": control.label,
        "help": control.help,
        "several": is_list,
        "square": control.is_square,
        "shares": control.are_shares,
        "least": control.least if is_list else 1,
        "most": kind.longest if isinstance(kind, Several) else 1,
        "names": list(control.names),
        **_domain(one, control),
    }


def _domain(kind: Any, control: Control) -> dict[str, Any]:
    """Return what values a field may have, as far as the browser needs it to offer them."""
    match kind:
        case Real() | Integer():
            low, high = control.seen or (kind.low, kind.high)
            log = getattr(kind, "log", False)
            whole = isinstance(kind, Integer)
            ends = {"low": low, "high": high, "step": kind.step}
            return {"kind": "number", "log": log, "whole": whole, **ends}
        case Choice():
            offered = [[key, entry.label] for key, entry in kind.registry.items()]
            return {"kind": "choice", "offered": offered}
        case Flag():
            return {"kind": "flag"}
    raise TypeError(f"A lab can't show {kind}.")
