"""The page: controls on the left, the board on the right. Run by Streamlit from top to bottom."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground import url
from playground.ui.board import Notice, board
from playground.ui.controls import controls, rules
from playground.ui.state import settle

HERE = Path(__file__).parent


def main() -> None:
    """Show the page for what the address and the widgets say."""
    st.set_page_config(
        page_title="Classification Playground", page_icon=str(HERE / "icon.png"), layout="wide"
    )
    st.html(HERE / "page.css")
    st.html(rules())
    settled = settle(st.session_state, st.query_params.to_dict())  # type: ignore[arg-type]
    with st.container(key="page", horizontal=True, gap="small"):
        column = st.container(key="controls")
        stage = st.container(key="stage")
    with stage:  # before the controls: the sooner the run learns what is wanted of it
        board(settled.config, Notice(settled.notice_id, settled.notice), settled.changed)
    with column:
        st.markdown("#### Classification Playground")
        controls(settled.config)
    address = url.spell(settled.config)
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


if __name__ == "__main__":
    main()
