"""The page: controls on the left, the board on the right. Run by Streamlit from top to bottom."""

from __future__ import annotations

import streamlit as st

from playground import url
from playground.ui import beside, teaching
from playground.ui.assets import BROWSER
from playground.ui.board import Notice, board
from playground.ui.controls import controls
from playground.ui.markup import plain
from playground.ui.own import own_data
from playground.ui.session import MAIN, Session
from playground.ui.state import is_history, session, steer
from playground.ui.take_away import take_away


def main() -> None:
    """Show the page for what the address and the widgets say."""
    st.html(BROWSER / "page.css")
    steer(MAIN)
    here = session()
    settled = here.settle(st.query_params.to_dict(), is_history())
    with st.container(key="page", horizontal=True, gap="small"):
        stage = st.container(key="stage")  # before the controls: the tab key reaches Train first
        column = st.container(key="controls", width=300, gap="xsmall")
    with stage:
        side = "A" if beside.is_open() else ""
        board(settled.config, Notice(settled.notice_id, settled.notice), settled.changed, side=side)
        if side:
            _beside()
    with column:
        wants_code = _head()
        names, said = teaching.only()
        if said:
            st.caption(plain(said))
        controls(settled.config, names)
    _write_address(here)
    if here.asks_for_own():
        own_data()
    elif wants_code:
        take_away(settled.config)


def _beside() -> None:
    """Show the second board. Its experiment is no part of the address."""
    other = session(beside.BESIDE)
    settled = other.settle({})
    other.wrote({})
    notice = Notice(settled.notice_id, settled.notice)
    board(settled.config, notice, name=beside.BESIDE, side="B", kept_as=beside.number())


def _head() -> bool:
    """Show the title, and beside it the way to the code; return whether that was taken."""
    head = st.container(
        key="head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        gap=None,
    )
    head.markdown("#### Classification Playground", width="content")
    return head.button(
        "Code",
        icon=":material/code:",
        key="take_away",
        type="tertiary",
        help="The experiment as a script, its layers and shapes, its Config as a file.",
        on_click=session().touch,
    )


def _write_address(here: Session) -> None:
    """Bring the browser's address up to date."""
    address = url.spell(here.config) | teaching.kept()
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    here.wrote(address)


if __name__ == "__main__":
    main()
